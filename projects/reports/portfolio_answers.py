"""What somebody new asks of a portfolio first: what is behind and whose it is, what was promised, what came of it.

Of closed projects the portfolio says the largest sums; their own page says all of it, with the same figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from projects.formulas.rollups import roll_up
from projects.lifecycles.project import ProjectState
from projects.reports.budget import years_ahead
from projects.reports.counted import Counted
from projects.reports.narrowing import BEHIND
from projects.reports.portfolio import rollup_rows
from projects.reports.portfolio_page import LARGE, Gain, gain_of, importance, rows_url
from projects.reports.status import WORST_FIRST

MOST_BEHIND = 8
IN_THE_BUDGET = {"unit"}
"""What narrows both the portfolio and the budget."""


@dataclass(frozen=True)
class Answers:
    """`behind` are the worst by their status, of `behind_count`; `yielded` what was verified in the end.

    `years` lead to what was promised, booked and realised in this year and those to come, where the budget can be
    narrowed in the same way.
    """

    behind: Sequence[Counted]
    behind_count: int
    behind_url: str
    closed_projects: int
    yielded: Sequence[Gain]
    yields_url: str
    years: Sequence[tuple[int, str]]


def answers_of(found: Sequence[Counted], *, on: date, filters: Mapping[str, str], days: Mapping[str, str]) -> Answers:
    """From benefits that were judged already."""
    order = {str(code): place for place, code in enumerate(WORST_FIRST)}
    bad = [one for one in found if one.status.code in BEHIND]
    bad.sort(key=lambda one: (order[one.status.code], one.benefit.title_sort, str(one.benefit.pk)))
    prefetch_related_objects([one.benefit for one in bad[:MOST_BEHIND]], "owner")
    closed = [one for one in found if one.benefit.project.state == ProjectState.CLOSED]
    return Answers(
        behind=bad[:MOST_BEHIND],
        behind_count=len(bad),
        behind_url=rows_url(days, **{**filters, "status": "behind"}),
        closed_projects=len({one.benefit.project_id for one in closed}),
        yielded=[one for one in yielded_of(closed, filters=filters, days=days) if not one.is_disbenefit][:LARGE],
        yields_url=f"{reverse('projects:yields')}?{urlencode({**filters, **days})}",
        years=[]
        if set(filters) - IN_THE_BUDGET
        else [(one, _budget_url(one, filters, days)) for one in years_ahead(on)],
    )


def _budget_url(year: int, filters: Mapping[str, str], days: Mapping[str, str]) -> str:
    return f"{reverse('projects:budget')}?{urlencode({'year': year, **filters, **days})}"


def yielded_of(closed: Sequence[Counted], *, filters: Mapping[str, str], days: Mapping[str, str]) -> list[Gain]:
    """What closed projects promised and what was verified in the end, of all that can be summed."""
    behind = {**filters, "state": str(ProjectState.CLOSED)}
    rows = (row for one in closed for row in rollup_rows(one, filters.get("year", "")))
    sums = sorted(roll_up(rows), key=importance)
    return [gain_of(row, days, behind) for row in sums if row.can_be_summed and row.promised is not None]
