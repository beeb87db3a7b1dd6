"""Who is told of a duty at a rung of the ladder, and whether they may see what it is about."""

from collections.abc import Collection, Iterable
from uuid import UUID

from projects.models import Project, Receiver
from projects.reports.duty_scope import Found
from projects.reports.line import Line
from register.models import Person

HIDDEN_STATE = "draft"


def told_as(receiver: str, duty: Found, line: Line) -> list[UUID]:
    """Who hears of the duty as a receiver: whose duty it is with who stands in, or somebody else, never themselves."""
    project, person = duty.project, duty.person
    if duty.is_for is not None:
        return []  # whose duty it is hears of it, and who acts for them while they are away
    if receiver == Receiver.OWNER:
        return line.with_stand_ins(person)
    told: Iterable[UUID | None] = [project.owner_id, project.benefits_responsible_id]
    if receiver == Receiver.SUPERIOR:
        told = [line.superior_of(person, duty.unit)]
    elif receiver == Receiver.CONTROLLER:
        told = line.holding("controller", duty.unit)
    return [one for one in dict.fromkeys(told) if one is not None and one != person]


def hidden_from(person: Person, projects: Collection[Project]) -> set[UUID]:
    """Those of the projects that the person may not see; only drafts and restricted ones can be among them."""
    guarded = {one.pk for one in projects if one.restricted or one.state == HIDDEN_STATE}
    if not guarded:
        return set()
    seen = Project.objects.visible_to(person).filter(pk__in=guarded).values_list("pk", flat=True)
    return guarded - set(seen)
