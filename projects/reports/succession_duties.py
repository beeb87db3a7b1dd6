"""What people are asked to take on after somebody else."""

from collections.abc import Iterator
from uuid import UUID

from projects.models import Succession
from projects.reports.asked_duties import asked
from projects.reports.duty_scope import Found, Scope
from projects.reports.holding_slots import SLOTS

SUBJECTS = (
    *("benefit", "indicator__benefit", "handover__receiving_unit", "remaining_item__handover", "condition"),
    *("follow_up", "milestone", "gap"),
)


def take_on(scope: Scope) -> Iterator[Found]:
    """Open questions, as long as the thing still rests where it did when they were asked."""
    rows = Succession.objects.filter(answer="", to_person__is_active=True)
    rows = scope.narrow(rows, project="project", people=("to_person",)).select_related("project", *SUBJECTS)
    for row in rows.order_by("created_at", "pk")[: scope.most]:
        if getattr(row.subject, f"{SLOTS[row.kind].field}_id") == row.from_person_id:
            unit = unit_of(row)
            yield asked("take_on", row, row.project, row.to_person_id, row.created_at, scope, unit=unit)


def unit_of(row: Succession) -> UUID | None:
    """The unit it belongs to, in whose matters the one asked answers to somebody."""
    at = row.benefit or (row.indicator.benefit if row.indicator else row.handover)
    return getattr(at, "receiving_unit_id", None) or row.project.unit_id
