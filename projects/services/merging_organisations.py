"""Merging a whole organisation into another: all of it, or nothing."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from projects.lifecycles.handover import HandoverState
from projects.models import GateDecider, Handover, ReminderRound
from projects.reports.snapshots import handover_snapshot, substance
from projects.services import handovers
from projects.services.merging_people import match_people
from projects.services.merging_rows import end_what_is_of_this_one, move, repoint_people, tell_apart
from register.errors import InvalidInput
from register.models import ApiToken, Organisation, Person, RoleAssignment, Unit
from register.permissions import require_administrator_of_both
from register.services import audit, editing

Counts = dict[str, int]


class _Rehearsed(Exception):  # noqa: N818 a way out of the transaction, not an error
    def __init__(self, counts: Counts) -> None:
        self.counts = counts


def rehearse(*, gone: Organisation, into: Organisation, by: Person | None, now: datetime) -> Counts:
    """What it would come to: the same refusals and the same counts, and nothing is kept."""
    try:
        with transaction.atomic():
            raise _Rehearsed(merge(gone=gone, into=into, by=by, now=now))
    except _Rehearsed as rehearsed:
        return rehearsed.counts


@transaction.atomic
def merge(*, gone: Organisation, into: Organisation, by: Person | None, now: datetime, reason: str = "") -> Counts:
    """Everything goes to the other organisation, below a new unit with the old name; the old one is closed.

    Its audit trail stays where it is and as it is. Whoever had a role in the whole organisation has it on the new
    unit, so that nobody sees more than before; administrators and machines end.
    """
    require_administrator_of_both(by, gone, into)
    for chain in sorted((gone.pk, into.pk), key=str):
        audit.hold(chain)
    gone, into = Organisation.objects.get(pk=gone.pk), Organisation.objects.get(pk=into.pk)
    _refuse_what_does_not_fit(gone, into)
    list(ReminderRound.objects.select_for_update().filter(organisation=gone))  # a round that is being made ends first
    ended = _end_keys(gone, by=by, now=now)
    people = match_people(gone, into, by=by, now=now)
    end_what_is_of_this_one(gone)
    renamed = tell_apart(gone, into)
    sent = list(Handover.objects.filter(organisation=gone, state=HandoverState.SENT).values_list("pk", flat=True))
    _put_below_one_unit(gone, into, by=by, now=now)
    repoint_people(gone)
    counts = move(gone, into, now)
    counts |= {"people_matched": len(people), "references_renamed": len(renamed), **ended}
    told = {**counts, "people": [list(pair) for pair in people], "renamed": renamed}
    _close(gone, into, told, by=by, now=now, reason=reason)
    counts["handovers_sent_anew"] = _put_up_anew(sent, by=by, now=now)
    return counts


def _refuse_what_does_not_fit(gone: Organisation, into: Organisation) -> None:
    if gone.pk == into.pk:
        raise InvalidInput.single("into", _("Choose another organisation than the one that goes."), code="same")
    for name, one in (("gone", gone), ("into", into)):
        if one.closed_at is not None:
            raise InvalidInput.single(name, _("This organisation has gone into another one already."), code="closed")
    if gone.currency != into.currency:
        words = _(
            "The amounts of both must be in the same currency; those of one are in %(one)s, of the other in %(other)s."
        )
        raise InvalidInput.single("into", words % {"one": gone.currency, "other": into.currency}, code="currency")
    if gone.is_example != into.is_example:
        words = _("An invented example and a real organisation cannot be merged.")
        raise InvalidInput.single("into", words, code="example")


def _end_keys(gone: Organisation, *, by: Person | None, now: datetime) -> Counts:
    """Tokens open nothing any more, machines are at rest, and nobody administers what is no more."""
    tokens = list(ApiToken.objects.filter(organisation=gone))
    for token in tokens:
        editing.delete(row=token, by=by, now=now, about=token.person_id)
    for machine in Person.objects.filter(organisation=gone, is_service=True, is_active=True):
        editing.update(row=machine, changes={"is_active": False}, by=by, now=now, action="deactivated")
    roles = RoleAssignment.objects.filter(organisation=gone)
    administrators = list(roles.filter(role=RoleAssignment.Role.ADMINISTRATOR))
    for role in (*administrators, *roles.filter(person__is_service=True).exclude(role="administrator")):
        editing.delete(row=role, by=by, now=now, about=role.person_id)
    return {"tokens_revoked": len(tokens), "administrators_ended": len(administrators)}


def _put_below_one_unit(gone: Organisation, into: Organisation, *, by: Person | None, now: datetime) -> Unit:
    top = editing.create(row=Unit(organisation=into, name=gone.name), by=by, now=now)
    Unit.objects.filter(organisation=gone, parent=None).update(parent=top)
    RoleAssignment.objects.filter(organisation=gone, unit=None).update(unit=top)
    GateDecider.objects.filter(organisation=gone, unit=None).update(unit=top)
    return top


def _close(
    gone: Organisation,
    into: Organisation,
    told: dict[str, object],
    *,
    by: Person | None,
    now: datetime,
    reason: str,
) -> None:
    """The last line of the one chain, and a line in the other."""
    changes = {"closed_at": (None, now), "merged_into": (None, into)}
    shared = {"by": by, "now": now, "note": reason}
    gone.closed_at, gone.merged_into, gone.version = now, into, gone.version + 1
    audit.record(action="organisation.merged", subject=gone, changes=changes, details=told, **shared)  # type: ignore[arg-type]
    gone.save(update_fields=["closed_at", "merged_into", "version", "updated_at"])
    audit.record(
        action="organisation.took_in",
        subject=into,
        details={"from": gone.pk, **told},
        **shared,  # type: ignore[arg-type]
    )


def _put_up_anew(sent: Collection[UUID], *, by: Person | None, now: datetime) -> int:
    """A handover that waits for its signature is signed as it reads now; what was signed stands."""
    number = 0
    for handover in Handover.objects.filter(pk__in=sent).select_related("project"):
        if substance(handover_snapshot(handover)) != substance(handover.snapshot or {"project": {}}):
            handovers.freeze(handover, by=by, now=now)
            number += 1
    return number
