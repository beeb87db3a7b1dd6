"""The follow-ups of a project at a glance, and the pages that belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.lifecycles.project import ProjectState
from projects.models import Project
from projects.reports.held_together import Meeting, meetings

REPORTED_IN = (
    *(ProjectState.EXECUTING, ProjectState.HANDING_OVER, ProjectState.REALISING),
    *(ProjectState.EVALUATING, ProjectState.CLOSED, ProjectState.ON_HOLD),
)
EVALUATED_IN = (ProjectState.REALISING, ProjectState.EVALUATING, ProjectState.CLOSED)


@dataclass(frozen=True)
class FollowUpOverview:
    """`open` and `done` in the order of their days."""

    open: Sequence[Meeting]
    done: Sequence[Meeting]
    has_report: bool
    has_evaluation: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.open or self.done or self.has_report)


def follow_ups_of(project: Project) -> FollowUpOverview:
    """All of them, in one query."""
    rows = list(
        project.follow_ups.select_related("handover__receiving_unit", "responsible").order_by("due_date", "created_at")
    )
    return FollowUpOverview(
        open=meetings([row for row in rows if row.done_at is None], project),
        done=meetings([row for row in rows if row.done_at is not None], project),
        has_report=project.state in REPORTED_IN,
        has_evaluation=project.state in EVALUATED_IN,
    )
