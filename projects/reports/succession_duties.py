"""What people are asked to take on after somebody else, and what nobody holds, which is for the superior to see to."""

from collections.abc import Collection, Iterator
from uuid import UUID

from projects.models import Succession
from projects.reports.asked_duties import asked
from projects.reports.duty_scope import Found, Scope
from projects.reports.holding_slots import SLOTS
from projects.reports.holdings import without_owner
from projects.reports.line import Line

SUBJECTS = (
    *("benefit", "indicator__benefit", "handover__receiving_unit", "remaining_item__handover", "condition"),
    *("follow_up", "milestone", "gap", "action__benefit", "prerequisite", "risk__benefit", "referral__body"),
)


TO_BE_FOUND = ("left", "new_line_manager", "declined", "deputy_left", "unnamed")
"""Where nobody who is there is asked; for who is away for long the deputy stands in, willing or not."""


def take_on(scope: Scope) -> Iterator[Found]:
    """Open questions, as long as the thing still rests where it did when they were asked."""
    rows = Succession.objects.filter(answer="", to_person__is_active=True)
    rows = scope.narrow(rows, project="project", people=("to_person",)).select_related("project", *SUBJECTS)
    for row in scope.each(rows.order_by("created_at", "pk")):
        if getattr(row.subject, f"{SLOTS[row.kind].field}_id") == row.from_person_id:
            unit = unit_of(row)
            yield asked("take_on", row, row.project, row.to_person_id, row.created_at, scope, unit=unit)


def find_owner(scope: Scope) -> Iterator[Found]:
    """What nobody has and nobody is asked about: to who runs the unit, else to controllers, else to administrators."""
    line = scope.line
    if scope.people is not None and not _in_charge_of_something(line, scope.people):
        return
    found = without_owner(scope.organisation, scope.today, subjects=scope.subjects, project=scope.project)
    for held in [one for one in found if one.waits_for is None and one.why in TO_BE_FOUND]:
        manager = line.in_charge(held.unit)
        for person in [manager] if manager else line.able("controller", held.unit):
            if held.since and scope.concerns(person):
                yield asked(
                    "find_owner", held.row, held.project, person, held.since, scope, unit=held.unit, part=held.kind
                )


def _in_charge_of_something(line: Line, people: Collection[UUID]) -> bool:
    in_charge = ["line_manager", "controller"]
    if None not in line.holders["controller"]:
        in_charge.append("administrator")
    held = (line.holders[role].values() for role in in_charge)
    return any(person in people for holders in held for some in holders for person in some)


def unit_of(row: Succession) -> UUID | None:
    """The unit it belongs to, in whose matters the one asked answers to somebody."""
    part = row.indicator or row.action or row.risk
    at = row.benefit or (part.benefit if part else row.handover)
    return getattr(at, "receiving_unit_id", None) or row.project.unit_id
