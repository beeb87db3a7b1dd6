"""Asking somebody to take on what another one held. Nothing changes hands before the one asked has said yes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Succession, SuccessionAnswer, SuccessionReason
from projects.reports.holding_slots import SLOTS
from projects.reports.holdings import Held, default_for
from projects.reports.line import Line
from projects.services import asking, checks, handovers, referrals, transitions
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Absence, Person
from register.services import audit, editing
from register.services.validation import same_organisation

REASONS = {
    "": SuccessionReason.HANDED_ON,
    "left": SuccessionReason.LEFT,
    "new_line_manager": SuccessionReason.NEW_LINE_MANAGER,
    "declined": SuccessionReason.DECLINED,
    "not_accepted": SuccessionReason.DECLINED,
    "absence": SuccessionReason.HANDED_ON,
    "deputy_left": SuccessionReason.ABSENCE,
    "unnamed": SuccessionReason.HANDED_ON,
}
ACCEPTING = ("profiled", "accepted", "tracking")
"""The states in which a benefit is accepted by its owner; an identified one is not described well enough yet."""
NOT_SIGNED = (
    *("leader", "owner", "benefits_responsible", "gap", "follow_up", "action", "prerequisite", "risk"),
    "referral",
)
"""What stands in no handover."""


@dataclass(frozen=True)
class Answered:
    """What became of several yeses at once."""

    taken: list[Succession]
    refused: list[tuple[Succession, str]]


@transaction.atomic
def propose(
    *,
    held: Sequence[Held],
    to: Person,
    by: Person | None,
    now: datetime,
    words: str = "",
    reason: str = "",
    absence: Absence | None = None,
) -> list[Succession]:
    """Ask somebody to take on one thing or many, in one mail. Whoever was asked before need not answer any more.

    Who asks themselves takes it on at once.
    """
    if not held:
        raise InvalidInput.single("holdings", _("Choose at least one thing."), code="required")
    audit.hold(held[0].project.organisation_id)
    same_organisation(held[0].project.organisation_id, {"to_person": to})
    checks.active_people({"to_person": to})
    asked = [
        _ask(one, to, by=by, now=now, words=words, reason=reason or REASONS[one.why], absence=absence) for one in held
    ]
    if by is not None and by.pk == to.pk and not by.is_service:
        return [accept(succession=one, by=by, now=now) for one in asked]
    asking.tell_together(rows=asked, to=to, by=by, now=now)
    return asked


@transaction.atomic
def propose_each(
    *, held: Sequence[Held], to: Person | None, by: Person | None, now: datetime, words: str = ""
) -> list[Succession]:
    """As ``propose``; where nobody is named each unit's line manager is asked, else the deputy, else the one above."""
    if to is not None or not held:
        return propose(held=held, to=to or Person(), by=by, now=now, words=words)
    organisation = held[0].project.organisation
    line = Line(organisation, organisation.local_date(now))
    groups: dict[UUID | None, list[Held]] = defaultdict(list)
    for one in held:
        groups[default_for(one, line)].append(one)
    if lacking := groups.get(None):
        words = _("Nobody runs the unit of “%(what)s”: name who shall be asked.") % {"what": lacking[0].title}
        raise InvalidInput.single("to_person", words, code="required")
    people = Person.objects.select_related("organisation").in_bulk([one for one in groups if one])
    return [
        row
        for person, several in groups.items()
        if person is not None
        for row in propose(held=several, to=people[person], by=by, now=now, words=words)
    ]


@transaction.atomic
def accept(*, succession: Succession, by: Person, now: datetime, expected_version: int | None = None) -> Succession:
    """Take it on: from now on it rests on the one who was asked, and nobody else."""
    ensure(permissions.TAKES_ON, subject=succession, by=by)
    row = _open(succession, expected_version)
    _move(row, by=by, now=now)
    return _answer(row, SuccessionAnswer.ACCEPTED, by=by, now=now)


@transaction.atomic
def accept_several(*, asked: Sequence[Succession], by: Person, now: datetime) -> Answered:
    """Take on all that can be; what cannot, with the words that say why.

    What is gone by then is passed over: a handover that is reopened takes its follow-ups along.
    """
    answered = Answered([], [])
    for one in asked:
        if not Succession.objects.filter(pk=one.pk).exists():
            continue
        try:
            with transaction.atomic():
                answered.taken.append(accept(succession=one, by=by, now=now))
        except (InvalidInput, NotPermitted, NotPossible) as refusal:
            answered.refused.append((one, str(refusal)))
    return answered


@transaction.atomic
def decline(
    *, succession: Succession, reason: str, by: Person, now: datetime, expected_version: int | None = None
) -> Succession:
    """Say no, and why, so that somebody else can be asked."""
    ensure(permissions.TAKES_ON, subject=succession, by=by)
    row = _open(succession, expected_version)
    if not reason.strip():
        raise InvalidInput.single("comment", _("Say why, so that somebody else can be asked."), code="required")
    return _answer(row, SuccessionAnswer.DECLINED, by=by, now=now, words=reason.strip())


@transaction.atomic
def withdraw(*, succession: Succession, held: Held, by: Person | None, now: datetime) -> Succession:
    """Ask no longer; it stays with whom it is."""
    ensure(permissions.HANDS_ON, subject=held, by=by)
    return take_back(succession=succession, by=by, now=now)


@transaction.atomic
def take_back(*, succession: Succession, by: Person | None, now: datetime) -> Succession:
    """The reason for asking is gone."""
    return _answer(_open(succession), SuccessionAnswer.WITHDRAWN, by=by, now=now)


def _ask(
    held: Held, to: Person, *, by: Person | None, now: datetime, words: str, reason: str, absence: Absence | None
) -> Succession:
    ensure(permissions.HANDS_ON, subject=held, by=by)
    if held.asked:
        _answer(held.asked, SuccessionAnswer.WITHDRAWN, by=by, now=now)
    row = Succession(
        organisation_id=held.project.organisation_id,
        kind=held.kind,
        from_person=held.holder,
        to_person=to,
        reason=reason,
        words=words,
        proposed_by=by,
        absence=absence,
        **{"project": held.project, SLOTS[held.kind].subject: held.row},
    )
    return editing.create(row=row, by=by, now=now, about=held.project.pk, action="succession.proposed")


def _open(succession: Succession, expected_version: int | None = None) -> Succession:
    row = editing.lock(succession, expected_version=expected_version)
    if not row.is_open:
        raise NotPossible(_("This has been answered already."), code="already_done")
    return row


def _answer(
    row: Succession, answer: SuccessionAnswer, *, by: Person | None, now: datetime, words: str = ""
) -> Succession:
    changes = {"answer": answer, "answered_at": now, "answer_words": words}
    return editing.update(row=row, changes=changes, by=by, now=now, about=row.about, action=f"succession.{answer}")


def _move(row: Succession, *, by: Person, now: datetime) -> None:
    """Put the one who accepts in the place of whoever held it when they were asked."""
    slot = SLOTS[row.kind]
    subject = editing.lock(row.subject)
    if not type(subject)._default_manager.filter(slot.living, pk=subject.pk).exists():
        raise NotPossible(_("This is over: there is nothing left to take on."), code="over")
    if getattr(subject, f"{slot.field}_id") != row.from_person_id:
        raise NotPossible(_("Somebody else has taken this on meanwhile."), code="changed_hands")
    if row.kind == "referral":
        referrals.ensure_may_record(row.project, by)
    subject = editing.update(
        row=subject, changes=_new_holder(row, subject, by, now), by=by, now=now, about=row.about, action="taken_on"
    )
    if row.kind == "benefit" and subject.state in ACCEPTING:
        transitions.take(subject=subject, name="accept", by=by, now=now)
    if row.kind not in NOT_SIGNED:
        handovers.review_signed(project=row.project, by=by, now=now)


def _new_holder(row: Succession, subject: Any, by: Person, now: datetime) -> dict[str, Any]:
    field = SLOTS[row.kind].field
    changes: dict[str, Any] = {field: by}
    if row.kind == "handover":  # what is signed names the one who signs wherever it named the one before
        named = ("first_action_owner", "operations_owner")
        changes |= {name: by for name in named if row.from_person and getattr(subject, name) == row.from_person}
    elif row.kind == "benefit":
        changes |= {"owner_asked_at": row.created_at, "accepted_at": None}
    elif hasattr(subject, f"{field}_accepted_at"):
        changes |= {f"{field}_asked_at": row.created_at, f"{field}_accepted_at": now}
    return changes
