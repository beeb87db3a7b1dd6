"""Who has which role. Only administrators give roles, and nobody gives one to themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput, NotPermitted
from register.models import Person, RoleAssignment, Tenure, Unit
from register.permissions import require_administrator
from register.services import audit, editing
from register.services.people import refuse_without_administrator

Role = RoleAssignment.Role
LEADERS = (Role.LINE_MANAGER.value, Role.DEPUTY.value)
# Roles that sign and decide, which a machine may not.
HUMAN_ROLES = (Role.DECISION_MAKER, Role.LINE_MANAGER, Role.DEPUTY)


@transaction.atomic
def assign(
    *,
    person: Person,
    role: str,
    by: Person | None,
    now: datetime,
    unit: Unit | None = None,
    key: str | None = None,
) -> RoleAssignment:
    """Give a role in the whole organisation, or on a unit and all below it."""
    require_administrator(by, person.organisation_id)
    check_holder(person, role, by=by)
    assignment = RoleAssignment(organisation_id=person.organisation_id, person=person, role=role, unit=unit, key=key)
    assignment = editing.create(row=assignment, by=by, now=now, about=unit.pk if unit else None)
    if unit is not None and role in LEADERS:
        note_on_unit(unit, role, None, person, by=by, now=now)
    forget_standing(person)
    return assignment


@transaction.atomic
def remove(
    *,
    assignment: RoleAssignment,
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> None:
    """Take a role away; the last administrator's cannot be taken."""
    require_administrator(by, assignment.organisation_id)
    audit.hold(assignment.organisation_id)
    if assignment.role == Role.ADMINISTRATOR:
        refuse_without_administrator(assignment.person)
    editing.delete(
        row=assignment, by=by, now=now, expected_version=expected_version, reason=reason, about=assignment.unit_id
    )
    if assignment.unit is not None and assignment.role in LEADERS:
        note_on_unit(assignment.unit, assignment.role, assignment.person, None, by=by, now=now, reason=reason)
    forget_standing(assignment.person)


def note_on_unit(
    unit: Unit, role: str, old: Person | None, new: Person | None, *, by: Person | None, now: datetime, reason: str = ""
) -> None:
    """Who leads a unit is part of the unit: its version goes up, and its history tells."""
    locked = editing.lock(unit)
    locked.version += 1
    locked.save(update_fields=["version"])
    unit.version = locked.version
    if role == Role.LINE_MANAGER and old is not None:
        Tenure.objects.create(
            organisation_id=unit.organisation_id, unit=locked, person=old, ended_at=now, created_at=now
        )
    audit.record(action="unit.changed", subject=locked, by=by, now=now, changes={role: (old, new)}, note=reason)


def check_holder(person: Person, role: str, *, by: Person | None) -> None:
    """Refuse a role for oneself, for somebody who has left, and for a machine where it would sign or decide."""
    if by is not None and by.pk == person.pk:
        raise NotPermitted(_("Nobody can give themselves a role. Ask another administrator."), code="own_role")
    if not person.is_active:
        raise InvalidInput.single("person", _("This person is not active any more."), code="inactive")
    if person.is_service and role in HUMAN_ROLES:
        raise InvalidInput.single("person", _("A machine may neither sign nor decide."), code="machine")


def forget_standing(person: Person) -> None:
    """The instance at hand shall know of the change."""
    person.__dict__.pop("standing", None)
