"""A unit's follow-up and the project's own where they are one meeting: about the same benefits, on nearly the same day.

Both are planned, for a project may hand over to several units at different times; where there is one unit they are
looked at together, so one answer counts for both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from projects.models import FollowUp, Handover, Project
from register.models import Person

NEAR = timedelta(days=14)


@dataclass(frozen=True)
class Meeting:
    """One line of a list: a follow-up, and the one that is held with it."""

    follow_up: FollowUp
    other: FollowUp | None = None

    @property
    def handover(self) -> Handover | None:
        """Of the unit whose follow-up it is."""
        return self.follow_up.handover or (self.other.handover if self.other else None)

    @property
    def people(self) -> list[Person]:
        """Who is asked to hold it."""
        asked = (self.follow_up.responsible, self.other.responsible if self.other else None)
        return list(dict.fromkeys(one for one in asked if one is not None))


def held_with(follow_up: FollowUp) -> FollowUp | None:
    """The other open follow-up that is done with this one."""
    rows = FollowUp.objects.filter(project=follow_up.project_id, done_at=None)
    rows = rows.select_related("project", "organisation", "responsible", "handover__receiving_unit")
    open_ones = [row for row in rows.order_by("due_date", "pk") if row.pk != follow_up.pk]
    units = _units_of(follow_up.project)
    return next((row for row in open_ones if _is_one_meeting(follow_up, row, units)), None)


def meetings(rows: Iterable[FollowUp], project: Project) -> list[Meeting]:
    """The follow-ups in their order, two that are one meeting on one line."""
    waiting, units = list(rows), _units_of(project)
    found: list[Meeting] = []
    while waiting:
        first = waiting.pop(0)
        other = next((row for row in waiting if _is_one_meeting(first, row, units)), None)
        if other is not None:
            waiting.remove(other)
        found.append(Meeting(*((first, other) if first.handover or other is None else (other, first))))
    return found


def _is_one_meeting(one: FollowUp, other: FollowUp, units: set[UUID | None]) -> bool:
    if one.months != other.months or abs(one.due_date - other.due_date) > NEAR:
        return False
    if (one.done_at is None) != (other.done_at is None) or (one.handover is None) == (other.handover is None):
        return False
    handover = one.handover or other.handover
    return handover is not None and units <= {None, handover.receiving_unit_id}


def _units_of(project: Project) -> set[UUID | None]:
    """Where the living benefits go; one unit took over all of them where there is no other."""
    return {benefit.receiving_unit_id for benefit in project.benefits.all() if benefit.state != "withdrawn"}
