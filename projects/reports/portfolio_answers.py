"""What somebody new asks of a portfolio first: what is behind and whose it is, what was promised, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from projects.formulas.rollups import roll_up
from projects.lifecycles.project import ProjectState
from projects.reports.counted import Counted
from projects.reports.narrowing import BEHIND
from projects.reports.portfolio import rollup_rows
from projects.reports.portfolio_page import Gain, gain_of, importance, rows_url
from projects.reports.status import WORST_FIRST

MOST_BEHIND = 8
YEARS_AHEAD = 3


@dataclass(frozen=True)
class Answers:
    """`behind` are the worst by their status, of `behind_count`; `yielded` what was verified in the end.

    `years` lead to what was promised, booked and realised in this year and those to come.
    """

    behind: Sequence[Counted]
    behind_count: int
    behind_url: str
    closed_projects: int
    yielded: Sequence[Gain]
    closed_url: str
    years: Sequence[tuple[int, str]]


def answers_of(found: Sequence[Counted], *, on: date, filters: Mapping[str, str], days: Mapping[str, str]) -> Answers:
    """From benefits that were judged already."""
    order = [str(code) for code in WORST_FIRST]
    bad = [one for one in found if one.status.code in BEHIND]
    bad.sort(key=lambda one: (order.index(one.status.code), one.benefit.title_sort, str(one.benefit.pk)))
    prefetch_related_objects([one.benefit for one in bad[:MOST_BEHIND]], "owner")
    closed = [one for one in found if one.benefit.project.state == ProjectState.CLOSED]
    target_year, of_closed = filters.get("year", ""), {**filters, "state": str(ProjectState.CLOSED)}
    sums = sorted(roll_up(row for one in closed for row in rollup_rows(one, target_year)), key=importance)
    return Answers(
        behind=bad[:MOST_BEHIND],
        behind_count=len(bad),
        behind_url=rows_url(days, **{**filters, "status": "behind"}),
        closed_projects=len({one.benefit.project_id for one in closed}),
        yielded=[gain_of(row, days, of_closed) for row in sums if row.can_be_summed and row.promised is not None],
        closed_url=rows_url(days, **of_closed),
        years=[(year, _budget_url(year, filters)) for year in range(on.year, on.year + YEARS_AHEAD + 1)],
    )


def _budget_url(year: int, filters: Mapping[str, str]) -> str:
    kept = {name: filters[name] for name in ("unit",) if name in filters}
    return f"{reverse('projects:budget')}?{urlencode({'year': year, **kept})}"
