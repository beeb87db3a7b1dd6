"""What somebody new asks of a portfolio first: what is behind, who owns it, and what closed projects have yielded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from projects.formulas.rollups import roll_up
from projects.lifecycles.project import ProjectState
from projects.reports.counted import Counted
from projects.reports.narrowing import BEHIND
from projects.reports.portfolio import rollup_rows
from projects.reports.portfolio_page import Gain, gain_of, importance, rows_url
from projects.reports.status import WORST_FIRST

MOST_BEHIND = 8


@dataclass(frozen=True)
class Answers:
    """`behind` are the worst by their status, of `behind_count`; `yielded` what was verified in the end."""

    behind: Sequence[Counted]
    behind_count: int
    behind_url: str
    closed_projects: int
    yielded: Sequence[Gain]
    closed_url: str


def answers_of(found: Sequence[Counted], *, filters: Mapping[str, str], days: Mapping[str, str]) -> Answers:
    """From benefits that were judged already."""
    order = [str(code) for code in WORST_FIRST]
    bad = [one for one in found if one.status.code in BEHIND]
    bad.sort(key=lambda one: (order.index(one.status.code), one.benefit.title_sort, str(one.benefit.pk)))
    prefetch_related_objects([one.benefit for one in bad[:MOST_BEHIND]], "owner")
    closed = [one for one in found if one.benefit.project.state == ProjectState.CLOSED]
    year, of_closed = filters.get("year", ""), {**filters, "state": str(ProjectState.CLOSED)}
    sums = sorted(roll_up(row for one in closed for row in rollup_rows(one, year)), key=importance)
    return Answers(
        behind=bad[:MOST_BEHIND],
        behind_count=len(bad),
        behind_url=rows_url(days, **{**filters, "status": "behind"}),
        closed_projects=len({one.benefit.project_id for one in closed}),
        yielded=[gain_of(row, days, of_closed) for row in sums if row.can_be_summed and row.promised is not None],
        closed_url=rows_url(days, **of_closed),
    )
