"""The line manager's decision on a handover: signed on exactly the text that was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects import permissions
from projects.lifecycles.handover import HandoverState
from projects.models import Handover, HandoverSignOff
from projects.reports.signers import Signer, signer_of
from projects.reports.snapshots import handover_snapshot, substance
from projects.services import asking, demands, handover_comments, handover_steps, remaining_work, transitions
from projects.services.marks import Mark, kept_marks
from projects.services.permission import ensure
from projects.services.simultaneous import look_anew_at
from register.errors import InvalidInput, NotPermitted, NotPossible, PasswordNeeded
from register.models import Person
from register.services import editing
from workflows.lifecycle import perform

STEPS = {"accept": "accept", "accept_with_reservations": "accept_with_reservations", "return": "return_it"}


@dataclass(frozen=True)
class Answer:
    """What the line manager answers: a decision on the text with that hash, in words.

    ``reservations`` are ``{text, owner, due_date}``; without an owner the signer keeps it. ``benefits`` and
    ``remaining_work`` are marks, ``{benefit | item, accepted, comment}``; what is not marked goes with the whole.
    ``comments`` are ``{section, text}``. With ``override`` an administrator signs where nobody else can.
    ``authenticated_by`` says how the signer proved who they are, and when; empty where that is too long ago.
    """

    decision: str
    snapshot_sha256: str
    comment: str = ""
    reservations: Sequence[Mapping[str, Any]] = ()
    benefits: Sequence[Mapping[str, Any]] = ()
    remaining_work: Sequence[Mapping[str, Any]] = ()
    comments: Sequence[Mapping[str, Any]] = ()
    authenticated_by: str = ""
    override: bool = False

    @property
    def words(self) -> str:
        """The comment; where only sections were commented on, a pointer to them."""
        return self.comment or (_("See the comments at the sections.") if self.comments else "")


@transaction.atomic
def decide(*, handover: Handover, answer: Answer, by: Person, now: datetime) -> Handover:
    """Take over, take over with reservations, or return; of two decisions at once the first one counts.

    Where the line manager leads the project, both the line manager and the superior sign.
    """
    row = editing.lock(handover)
    look_anew_at(by)
    row.asked_on = row.organisation.local_date(now)
    _check(answer)
    _ensure_waiting(row)
    _ensure_signs(row, answer, by=by)
    _ensure_read(row, answer.snapshot_sha256)
    _ensure_authenticated(answer)
    signer = signer_of(row, by, row.asked_on)
    waits = _waits_for_another(row, signer, answer.decision)
    sign_off = _sign(row, signer, answer, now=now)
    demanded = [{**item, "owner": item.get("owner") or by} for item in answer.reservations]
    demands.demand(project=row.project, conditions=demanded, by=by, now=now, sign_off=sign_off)
    handover_comments.add(row, answer.comments, by=by, now=now)
    if not waits:
        row = _carry_out(row, answer, sign_off, by=by, now=now)
    asking.tell(project=row.project, by=by, now=now)
    return row


def _carry_out(row: Handover, answer: Answer, sign_off: HandoverSignOff, *, by: Person, now: datetime) -> Handover:
    standing = list(standing_signatures(row))
    reserved = any(one.decision == "accept_with_reservations" for one in standing)
    step = STEPS["accept_with_reservations" if reserved and answer.decision == "accept" else answer.decision]
    given = {"reservations": reserved}
    row = perform(step, on=row, by=by, now=now, comment=answer.words, given=given, consequence=True)
    if row.is_taken_over:
        marks = [mark for one in standing for mark in one.remaining_work]
        remaining_work.become_duties(row, sign_off=sign_off, marks=marks, by=by, now=now)
        handover_steps.track_benefits(row, by=by, now=now, given={"comment": answer.comment})
        _complete_light_project(row, by=by, now=now)
    return row


def _check(answer: Answer) -> None:
    if answer.decision not in STEPS:
        raise InvalidInput.single("decision", _("Decide accept, accept_with_reservations or return."))
    if answer.decision == "return" and not answer.words:
        raise InvalidInput.single("comment", _("Say what is missing, so that it can be mended."), code="required")
    if answer.decision == "accept_with_reservations" and not answer.reservations:
        raise InvalidInput.single("reservations", _("Name at least one reservation."), code="required")
    if answer.decision != "accept_with_reservations" and answer.reservations:
        raise InvalidInput.single("reservations", _("Only a decision with reservations takes reservations."))
    owned = [{**item, "owner": item.get("owner") or "the signer"} for item in answer.reservations]
    demands.check_conditions(owned, field="reservations")


def _ensure_waiting(row: Handover) -> None:
    if row.state == HandoverState.SENT:
        return
    last = row.sign_offs.select_related("signed_by").order_by("-signed_at").first()
    if last is None or row.state == HandoverState.DRAFT:
        raise NotPossible(_("This handover is not sent: there is nothing to sign."), code="not_sent")
    raise NotPossible(
        _("%(name)s already decided this on %(moment)s: %(state)s.")
        % {
            "name": last.signer_name,
            "moment": date_format(localtime(last.signed_at, ZoneInfo(row.organisation.time_zone)), "DATETIME_FORMAT"),
            "state": row.get_state_display(),
        },
        code="already_decided",
    )


def _ensure_signs(row: Handover, answer: Answer, *, by: Person) -> None:
    if not answer.override:
        ensure(permissions.TAKES_OVER, subject=row, by=by)
        return
    beyond = permissions.TAKES_OVER.override_refusal(row, by)
    if beyond:
        raise NotPermitted(beyond)
    if not answer.comment:
        raise InvalidInput.single("comment", _("An override needs its reason."), code="required")


def _ensure_read(row: Handover, snapshot_sha256: str) -> None:
    current = row.snapshot and substance(handover_snapshot(row)) == substance(row.snapshot)
    if not snapshot_sha256:
        raise InvalidInput.single("snapshot_sha256", _("Send the hash of the text that was read."), code="required")
    if snapshot_sha256 != row.snapshot_sha256 or not current:
        raise NotPossible(
            _("This handover has changed since you opened it. Read it again; then you can sign."),
            code="stale_snapshot",
        )


def _ensure_authenticated(answer: Answer) -> None:
    if not answer.authenticated_by:
        raise PasswordNeeded(
            _("To sign, give your password once more: more than ten minutes have passed since you last gave it.")
        )


def _waits_for_another(row: Handover, signer: Signer, decision: str) -> bool:
    """Where the line manager leads the project, the unit's side and the superior both sign; the first one waits."""
    if decision == "return" or signer.role == "administrator" or row.project.leader_id != row.line_manager_id:
        return False
    signed = {_side(one.signer_role) for one in standing_signatures(row)}
    return signed | {_side(signer.role)} != {"unit", "superior"}


def _side(role: str) -> str:
    return "superior" if role == "superior" else "unit"


def standing_signatures(row: Handover) -> QuerySet[HandoverSignOff]:
    """The signatures that count in the present round."""
    return row.sign_offs.filter(round=row.round, superseded_at__isnull=True)


def _sign(row: Handover, signer: Signer, answer: Answer, *, now: datetime) -> HandoverSignOff:
    standing = list(standing_signatures(row))
    if signer.role != "administrator" and _side(signer.role) in {_side(one.signer_role) for one in standing}:
        raise NotPossible(
            _("%(name)s has signed this already; it waits for the second signature.")
            % {"name": standing[0].signer_name},
            code="already_signed",
        )
    sign_off = HandoverSignOff(
        organisation_id=row.organisation_id,
        handover=row,
        round=row.round,
        is_countersignature=bool(standing),
        decision=answer.decision,
        words=answer.words,
        signed_by=signer.person,
        acting_for=signer.acting_for,
        signer_name=signer.person.name,
        signer_role=signer.role,
        signer_unit=row.receiving_unit.name,
        signed_at=now,
        authenticated_by=answer.authenticated_by,
        benefits=_marks(row, answer, answer.benefits, "benefits", "benefit"),
        remaining_work=_marks(row, answer, answer.remaining_work, "remaining_work", "item"),
        snapshot=row.snapshot,
        snapshot_sha256=row.snapshot_sha256,
    )
    return editing.create(
        row=sign_off, by=signer.person, now=now, about=row.about, action=f"handover.signed.{answer.decision}"
    )


def _marks(row: Handover, answer: Answer, given: Sequence[Mapping[str, Any]], field: str, name: str) -> list[Mark]:
    return kept_marks(row.snapshot or {}, given, field=field, name=name, decision=answer.decision)


def _complete_light_project(row: Handover, *, by: Person, now: datetime) -> None:
    """In the light track the last signature itself ends the project, when nothing else is lacking."""
    project = row.project
    if project.track != "light" or project.state != "handing_over":
        return
    try:
        with transaction.atomic():
            transitions.take(subject=project, name="complete_handover", by=by, now=now)
    except NotPossible:
        return
