"""The signatures under a handover: whose they are, under which version of the text, and what follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.models import Condition, Handover, HandoverSignOff, Measurement
from projects.reports.signers import Signer
from register.models import AuditEvent, Person

DECISIONS = {
    "accept": _("Taken over"),
    "accept_with_reservations": _("Taken over with reservations"),
    "return": _("Returned"),
}
ROLES = {
    "line_manager": _("line manager"),
    "deputy": _("deputy"),
    "superior": _("superior"),
    "stand_in": _("stand-in during absence"),
    "administrator": _("administrator, overriding who signs"),
}
ACCEPTED = {True: _("accepted"), False: _("not accepted")}


@dataclass(frozen=True)
class Frozen:
    """One text that was put up for signature."""

    number: int
    sha256: str
    snapshot: Mapping[str, Any]


@dataclass(frozen=True)
class Signature:
    """A decision with what it demanded; `left` is the remaining work that became duties with it."""

    row: HandoverSignOff
    version: int | None
    reservations: Sequence[Condition]
    left: Sequence[Condition] = ()

    @property
    def decision(self) -> str:
        return str(DECISIONS.get(self.row.decision, self.row.decision))

    @property
    def role(self) -> str:
        return str(ROLES.get(self.row.signer_role, self.row.signer_role))

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """What was said item by item: of what, whether accepted, the words."""
        marks = [*self.row.benefits, *self.row.remaining_work]
        return [(mark["title"], str(ACCEPTED[mark["accepted"]]), mark["comment"]) for mark in marks]

    @property
    def counts(self) -> bool:
        return self.row.superseded_at is None

    @property
    def short_hash(self) -> str:
        return self.row.snapshot_sha256[:12]


def frozen_texts(handover: Handover) -> list[Frozen]:
    """Every text of the handover that was ever up for signature, oldest first, by the audit trail."""
    events = AuditEvent.objects.filter(subject_id=handover.pk, action="handover.frozen")
    found: list[Frozen] = []
    for event in events.prefetch_related("personal_values").oldest_first():
        changes = event.changes_in_full()
        sha256 = changes.get("snapshot_sha256", ("", ""))[1]
        snapshot = changes.get("snapshot", ({}, {}))[1]
        found.append(Frozen(len(found) + 1, sha256 or "", snapshot or {}))
    return found


def version_of(frozen: Sequence[Frozen], sha256: str) -> int | None:
    """The number under which a text was last put up for signature."""
    return next((text.number for text in reversed(frozen) if text.sha256 == sha256), None)


def signatures_of(handover: Handover, frozen: Sequence[Frozen]) -> list[Signature]:
    """All decisions, newest first."""
    rows = handover.sign_offs.select_related("signed_by", "acting_for")
    rows = rows.prefetch_related("reservations__owner", "reservations__remaining_items")
    return [_signature(row, version_of(frozen, row.snapshot_sha256)) for row in rows.order_by("-signed_at")]


def _signature(row: HandoverSignOff, version: int | None) -> Signature:
    demanded = sorted(row.reservations.all(), key=lambda one: (one.due_date, str(one.pk)))
    left = [one for one in demanded if one.remaining_items.all()]
    return Signature(row, version, [one for one in demanded if one not in left], left)


def second_signers(handover: Handover, signatures: Sequence[Signature]) -> list[Person]:
    """Who must still sign where one signature of two is there; empty otherwise."""
    standing = {one.row.signed_by_id for one in signatures if one.counts and one.row.round == handover.round}
    if handover.state != "sent" or not standing:
        return []
    return [signer for signer in handover.get_signers() if signer.pk not in standing]


def other_side(handover: Handover, signer: Signer) -> list[Person]:
    """Who must sign as well, once this signer has: the superior after the unit, the unit after the superior."""
    if handover.project.leader_id != handover.line_manager_id or signer.role == "administrator":
        return []
    superior = handover.receiving_unit.superior()
    if signer.role != "superior":
        return [superior] if superior else []
    return [one for one in handover.get_signers() if one != superior]


def first_measurement(handover: Handover) -> Measurement | None:
    """What the unit is asked to report first."""
    due = Measurement.objects.filter(indicator__benefit__in=handover.get_benefits(), state="due")
    return due.select_related("indicator").order_by("due_date", "period_end").first()
