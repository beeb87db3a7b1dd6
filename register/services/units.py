"""The tree of units, with the line manager and the deputy of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput
from register.models import Organisation, Person, RoleAssignment, Unit
from register.permissions import require_administrator
from register.services import audit, editing
from register.services.roles import LEADERS, check_holder, forget_standing, note_on_unit
from register.services.trees import refuse_circle
from register.services.validation import refuse_others, same_organisation

FURTHER = ("key", "hours_per_year")
UNIT_FIELDS = ("name", "parent", *FURTHER, *LEADERS)


@transaction.atomic
def create_unit(
    *,
    organisation: Organisation,
    name: str,
    by: Person | None,
    now: datetime,
    parent: Unit | None = None,
    line_manager: Person | None = None,
    deputy: Person | None = None,
    further: Mapping[str, Any] | None = None,
) -> Unit:
    """A new unit; `further` may hold its `key` and its `hours_per_year`."""
    require_administrator(by, organisation.pk)
    refuse_others(further or {}, FURTHER)
    same_organisation(organisation.pk, {"parent": parent, "line_manager": line_manager, "deputy": deputy})
    row = Unit(organisation=organisation, name=name, parent=parent, **(further or {}))
    unit = editing.create(row=row, by=by, now=now)
    for role, person in zip(LEADERS, (line_manager, deputy), strict=True):
        if person is not None:
            appoint(unit=unit, role=role, person=person, by=by, now=now)
    return unit


@transaction.atomic
def update_unit(
    *,
    unit: Unit,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Unit:
    """Change name, place, key, `line_manager` and `deputy`."""
    require_administrator(by, unit.organisation_id)
    refuse_others(changes, UNIT_FIELDS)
    leaders = {role: changes[role] for role in LEADERS if role in changes}
    own = {name: value for name, value in changes.items() if name not in LEADERS}
    same_organisation(unit.organisation_id, leaders)
    audit.hold(unit.organisation_id)
    refuse_circle(unit, own.get("parent"))
    unit = editing.update(row=unit, changes=own, by=by, now=now, expected_version=expected_version, reason=reason)
    for role, person in leaders.items():
        appoint(unit=unit, role=role, person=person, by=by, now=now, reason=reason)
    return unit


@transaction.atomic
def delete_unit(
    *, unit: Unit, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Remove a unit on which nothing depends; its line manager and deputy lose that role with it."""
    require_administrator(by, unit.organisation_id)
    editing.lock(unit, expected_version=expected_version)
    for role in LEADERS:
        appoint(unit=unit, role=role, person=None, by=by, now=now, reason=reason)
    editing.delete(row=unit, by=by, now=now, reason=reason)


@transaction.atomic
def appoint(
    *, unit: Unit, role: str, person: Person | None, by: Person | None, now: datetime, reason: str = ""
) -> RoleAssignment | None:
    """Make somebody the unit's line manager or deputy in place of whoever is; None leaves the place empty."""
    require_administrator(by, unit.organisation_id)
    if role not in LEADERS:
        raise InvalidInput.single("role", _("A unit has a line manager and a deputy."))
    same_organisation(unit.organisation_id, {role: person})
    audit.hold(unit.organisation_id)
    present = RoleAssignment.objects.filter(unit=unit, role=role).select_related("person").first()
    previous = present.person if present is not None else None
    if previous == person:
        return present
    if person is not None:
        check_holder(person, role, by=by)
    appointed = _replace(unit, role, present, person, by=by, now=now, reason=reason)
    note_on_unit(unit, role, previous, person, by=by, now=now, reason=reason)
    for one in filter(None, (person, previous)):
        forget_standing(one)
    # What was fetched together with the unit tells of the old ones.
    getattr(unit, "_prefetched_objects_cache", {}).pop("assignments", None)
    return appointed


def _replace(
    unit: Unit,
    role: str,
    present: RoleAssignment | None,
    person: Person | None,
    *,
    by: Person | None,
    now: datetime,
    reason: str,
) -> RoleAssignment | None:
    if present is not None and person is not None:
        return editing.update(row=present, changes={"person": person}, by=by, now=now, about=unit.pk, reason=reason)
    if present is not None:
        editing.delete(row=present, by=by, now=now, about=unit.pk, reason=reason)
    if person is None:
        return None
    held = RoleAssignment(organisation_id=unit.organisation_id, unit=unit, role=role, person=person)
    return editing.create(row=held, by=by, now=now, about=unit.pk, reason=reason)
