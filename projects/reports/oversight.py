"""What of the things without an owner a person answers for, and how long the oldest has waited."""

from dataclasses import dataclass
from datetime import datetime

from projects.reports.holdings import Held, without_owner
from register.models import Person, RoleAssignment

OVERSEEING = ("line_manager", "deputy", "controller")


def oversees_all(person: Person) -> bool:
    return person.standing.administrator or person.standing.has("controller")


def oversees(person: Person) -> bool:
    """Whether the queue is any of their business: administrators, controllers, and those who run a unit."""
    return oversees_all(person) or bool(person.standing.unit_ids(*OVERSEEING))


def queue_of(person: Person, now: datetime) -> list[Held]:
    """What stands without an owner in the units that the person answers for, the longest waiting first."""
    found = without_owner(person.organisation, person.organisation.local_date(now))
    if oversees_all(person):
        return found
    units = person.standing.unit_ids(*OVERSEEING)
    return [held for held in found if held.unit in units]


@dataclass(frozen=True)
class Ownership:
    """The register's health as far as owners go."""

    without_owner: int
    benefits_without_owner: int
    oldest_since: datetime | None


def ownership_of(person: Person, now: datetime) -> Ownership:
    """How much stands without an owner, of what the person answers for."""
    found = queue_of(person, now)
    benefits = [held for held in found if held.kind == "benefit"]
    oldest = min((held.since for held in found if held.since), default=None)
    return Ownership(len(found), len(benefits), oldest)


def roles_of(person: Person) -> list[RoleAssignment]:
    """The roles in which a person runs, decides or checks."""
    rows = RoleAssignment.objects.filter(person=person).exclude(role="reader").select_related("unit")
    return list(rows.order_by("role", "pk"))


def roles_without_holder(person: Person) -> list[RoleAssignment]:
    """Roles in the line and over it that rest on somebody who has left; they are appointed, not offered."""
    rows = RoleAssignment.objects.visible_to(person).filter(person__is_active=False).exclude(role="reader")
    return list(rows.select_related("person", "unit").order_by("role", "pk"))
