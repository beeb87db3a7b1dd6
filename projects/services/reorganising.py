"""Merging a unit into another, splitting it, putting it below another: whole, or not at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects.lifecycles.handover import HandoverState
from projects.models import Handover, Reorganisation, ReorganisationKind, SuccessionReason
from projects.reports.holdings import one_by_one
from projects.reports.reorganisation import Contents, chosen_of, contents_of
from projects.services import handovers, successions
from register.errors import InvalidInput
from register.models import Person, RoleAssignment, Tenure, Unit
from register.permissions import require_administrator
from register.services import audit, editing, roles, units
from register.services.roles import LEADERS
from register.services.trees import refuse_circle
from register.services.validation import same_organisation


@dataclass(frozen=True)
class NewUnit:
    """The unit that a part of another one becomes."""

    name: str
    line_manager: Person | None = None


class _Rehearsed(Exception):  # noqa: N818 a way out of the transaction, not an error
    def __init__(self, row: Reorganisation) -> None:
        self.row = row


@transaction.atomic
def carry_out(
    *,
    kind: str,
    unit: Unit,
    into: Unit | NewUnit | None,
    by: Person | None,
    now: datetime,
    chosen: Collection[str] = (),
    reason: str = "",
) -> Reorganisation:
    """One of the three, by its name; only a split takes ``chosen`` and a new unit."""
    if kind == ReorganisationKind.SPLIT and into is not None:
        return split(unit=unit, into=into, chosen=chosen, by=by, now=now, reason=reason)
    if isinstance(into, NewUnit) or kind not in ReorganisationKind.values:
        raise InvalidInput.single("into", _("Choose a unit that is there."), code="invalid")
    if kind == ReorganisationKind.MOVE:
        return move(unit=unit, into=into, by=by, now=now, reason=reason)
    if into is None:
        raise InvalidInput.single("into", _("Say into which unit."), code="required")
    return merge(unit=unit, into=into, by=by, now=now, reason=reason)


def rehearse(
    *,
    kind: str,
    unit: Unit,
    into: Unit | NewUnit | None,
    by: Person | None,
    now: datetime,
    chosen: Collection[str] = (),
    reason: str = "",
) -> Reorganisation:
    """What it would come to: the same refusals and the same counts, and nothing is kept."""
    try:
        with transaction.atomic():
            how = {"into": into, "chosen": chosen, "reason": reason}
            raise _Rehearsed(carry_out(kind=kind, unit=unit, by=by, now=now, **how))  # type: ignore[arg-type]
    except _Rehearsed as rehearsed:
        return rehearsed.row


@transaction.atomic
def merge(*, unit: Unit, into: Unit, by: Person | None, now: datetime, reason: str = "") -> Reorganisation:
    """Everything of the unit goes into another one; the unit is closed, its history stays, what was signed stands.

    The other unit's line manager is asked to take on what rested on this one's. Where the other unit has no line
    manager or deputy, this one's come along.
    """
    _ensure(unit, into, by=by)
    if into.pk == unit.pk:
        raise InvalidInput.single("into", _("Choose another unit than the one that goes."), code="same")
    unit, into = editing.lock(unit), editing.lock(into)
    contents = contents_of(unit, _today(unit, now), into=into)
    if unit.pk in {one.pk for one in Unit.objects.ancestors(into)}:
        into = editing.update(row=into, changes={"parent": unit.parent}, by=by, now=now, reason=reason, action="moved")
        contents = contents_of(unit, _today(unit, now), into=into)
    _move_roles(unit, into, contents.roles, by=by, now=now, reason=reason)
    _move(contents, into, by=by, now=now, reason=reason)
    for rule in contents.rules:
        editing.delete(row=rule, by=by, now=now, reason=reason, about=into.pk)
    Tenure.objects.filter(unit=unit).update(unit=into)
    closed = {"closed_at": now, "merged_into": into}
    editing.update(row=unit, changes=closed, by=by, now=now, reason=reason, action="unit.merged")
    _ask(contents, into, by=by, now=now)
    return _record("merge", unit, into, contents, by=by, now=now, reason=reason)


@transaction.atomic
def split(
    *,
    unit: Unit,
    into: Unit | NewUnit,
    chosen: Collection[str],
    by: Person | None,
    now: datetime,
    reason: str = "",
) -> Reorganisation:
    """What is chosen goes to a new unit beside this one, or to one that is there; the rest stays."""
    _ensure(unit, into if isinstance(into, Unit) else unit, by=by)
    if isinstance(into, NewUnit):
        made = {"name": into.name, "parent": unit.parent, "line_manager": into.line_manager}
        into = units.create_unit(organisation=unit.organisation, by=by, now=now, **made)
    contents = chosen_of(contents_of(unit, _today(unit, now), into=into), set(chosen))
    if not any(contents.counts.values()):
        raise InvalidInput.single("chosen", _("Choose at least one thing that goes to the other unit."), "required")
    for row in contents.units:
        refuse_circle(row, into)
    _move(contents, into, by=by, now=now, reason=reason)
    _ask(contents, into, by=by, now=now)
    return _record("split", unit, into, contents, by=by, now=now, reason=reason)


@transaction.atomic
def move(*, unit: Unit, into: Unit | None, by: Person | None, now: datetime, reason: str = "") -> Reorganisation:
    """The unit goes below another one, or to the top; what belongs to it stays with it."""
    _ensure(unit, into, by=by)
    into = editing.lock(into) if into else None  # as it lies now: where it lay when it was chosen may be history
    contents = replace(contents_of(unit, _today(unit, now)), rules=[], held=[])
    units.update_unit(unit=unit, changes={"parent": into}, by=by, now=now, reason=reason)
    return _record("move", unit, into, contents, by=by, now=now, reason=reason)


def _ensure(unit: Unit, into: Unit | None, *, by: Person | None) -> None:
    require_administrator(by, unit.organisation_id)
    audit.hold(unit.organisation_id)
    same_organisation(unit.organisation_id, {"into": into})
    for name, one in (("unit", unit), ("into", into)):
        if one is not None and Unit.objects.filter(pk=one.pk, closed_at__isnull=False).exists():
            raise InvalidInput.single(name, _("This unit is closed. Choose the one that took its place."), "closed")


def _today(unit: Unit, now: datetime) -> Any:
    return unit.organisation.local_date(now)


def _move_roles(
    unit: Unit, into: Unit, held: Iterable[RoleAssignment], *, by: Person | None, now: datetime, reason: str
) -> None:
    """Roles go along, but for those the other unit has already."""
    there = list(RoleAssignment.objects.filter(unit=into).values_list("role", "person_id"))
    for row in held:
        taken = row.role in {role for role, _person in there} if row.role in LEADERS else False
        if row.role in LEADERS:
            units.appoint(unit=unit, role=row.role, person=None, by=by, now=now, reason=reason)
            if not taken and row.person.is_active:
                units.appoint(
                    unit=into,
                    role=row.role,
                    person=row.person,
                    by=None if by == row.person else by,
                    now=now,
                    reason=reason,
                )
        elif (row.role, row.person_id) in there:
            roles.remove(assignment=row, by=by, now=now, reason=reason)
        else:
            _point(row, {"unit": into}, by=by, now=now, reason=reason, about=into.pk)


def _move(contents: Contents, into: Unit, *, by: Person | None, now: datetime, reason: str) -> None:
    shared: dict[str, Any] = {"by": by, "now": now, "reason": reason}
    for project in contents.projects:
        _point(project, {"unit": into}, about=project.about, **shared)
    for benefit in contents.benefits:
        _point(benefit, {"receiving_unit": into}, about=benefit.about, **shared)
    for indicator in contents.indicators:
        _point(indicator, {"at_unit": into}, about=indicator.about, **shared)
    for below in contents.units:
        if below.pk != into.pk:
            _point(below, {"parent": into}, about=below.pk, **shared)
    for handover in contents.handovers:
        row: Handover = _point(handover, {"receiving_unit": into}, about=handover.about, **shared)
        if row.state == HandoverState.SENT:  # who reads it now shall sign what it says now
            handovers.freeze(row, by=by, now=now)


def _point(row: Any, changes: dict[str, Any], **how: Any) -> Any:
    return editing.update(row=row, changes=changes, action="moved", **how)


def _ask(contents: Contents, into: Unit, *, by: Person | None, now: datetime) -> None:
    """The new line manager says yes or no to what now is theirs; until then it stands without an owner."""
    manager = Unit.objects.get(pk=into.pk).line_manager
    keys = [one.key for one in contents.held if manager and one.holder != manager]
    if manager is not None and manager.is_active and keys:
        held = one_by_one(into.organisation, keys, _today(into, now))
        successions.propose(held=held, to=manager, by=by, now=now, reason=SuccessionReason.REORGANISED)


def _record(
    kind: str, unit: Unit, into: Unit | None, contents: Contents, *, by: Person | None, now: datetime, reason: str
) -> Reorganisation:
    row = Reorganisation(
        organisation_id=unit.organisation_id,
        kind=ReorganisationKind(kind),
        unit=unit,
        into=into,
        reason=reason,
        done_by=by,
        counts=contents.counts,
    )
    return editing.create(row=row, by=by, now=now, about=unit.pk)
