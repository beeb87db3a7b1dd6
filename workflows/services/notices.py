"""Writing notices into the outbox, and what a person does about those that cannot be delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Organisation, Person
from register.services import audit
from workflows.mail import message_id_for
from workflows.models import Notice, NoticeStatus
from workflows.models.notices import LATE, NoticeQuerySet
from workflows.services import doorbell


@dataclass(frozen=True)
class Told:
    """Who is told, once for each `once_key`; `payload` holds ids of rows, never words."""

    recipient: Person
    once_key: str
    payload: dict[str, Any]


def enqueue(
    *,
    organisation: Organisation,
    recipient: Person,
    kind: str,
    once_key: str,
    payload: dict[str, Any],
    send_after: datetime,
    now: datetime,
) -> None:
    """Have one person told one thing once: a second notice with the same key is left out.

    The row goes in with the caller's transaction. ``payload`` holds ids of rows, never words.
    """
    told = [Told(recipient, once_key, payload)]
    enqueue_many(organisation=organisation, kind=kind, told=told, send_after=send_after, now=now)


def enqueue_many(
    *, organisation: Organisation, kind: str, told: Iterable[Told], send_after: datetime, now: datetime
) -> None:
    """Have many people told, in few statements, as ``enqueue`` does for one."""
    notices = [
        Notice(
            organisation=organisation,
            recipient=one.recipient,
            kind=kind,
            once_key=one.once_key,
            payload=one.payload,
            message_id=message_id_for(organisation.pk, one.once_key),
            created_at=now,
            send_after=send_after,
            try_after=send_after,
        )
        for one in told
    ]
    for notice in notices:
        if notice.recipient.organisation_id != organisation.pk:
            raise ValueError("The recipient of a notice belongs to the notice's organisation.")
        notice.clean_fields(exclude=["organisation", "recipient"])  # SQLite would leave an invalid row out in silence
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    if notices and send_after <= now:
        transaction.on_commit(doorbell.ring)


def dead_notices(*, organisation: Organisation | None = None, now: datetime) -> NoticeQuerySet:
    """What could not be delivered, of one organisation or of all: given up, or late by more than 24 hours."""
    notices = Notice.objects.undelivered(now)
    return notices if organisation is None else notices.filter(organisation=organisation)


@transaction.atomic
def retry_dead(*, notice: Notice, by: Person, now: datetime) -> Notice:
    """Send a notice again that was given up, or try at once one that waits: the mail keeps its Message-ID.

    It goes to the address that the recipient has now.
    """
    row = _lock(notice, by)
    if not _is_stuck(row, now):
        raise NotPossible(_("This notice has not been given up, so there is nothing to send again."))
    before, row.status = row.status, NoticeStatus.NEW
    row.attempts, row.first_failed_at, row.try_after = 0, None, now
    row.save()
    _record("notice.sent_again", row, before, by=by, now=now)
    transaction.on_commit(doorbell.ring)
    return row


@transaction.atomic
def drop(*, notice: Notice, reason: str, by: Person, now: datetime) -> Notice:
    """Give up for good a notice that cannot be delivered, with the reason: it was told otherwise, or is needless."""
    row = _lock(notice, by)
    if not _is_stuck(row, now):
        raise NotPossible(_("This notice is being sent, or has been. There is nothing to give up."))
    if not reason.strip():
        raise InvalidInput.single("change_reason", _("Say in a few words why."), code="required")
    before, row.status = row.status, NoticeStatus.DROPPED
    row.save()
    _record("notice.dropped", row, before, by=by, now=now, note=reason.strip())
    return row


def _lock(notice: Notice, by: Person) -> Notice:
    if not by.standing.administrator or by.organisation_id != notice.organisation_id:
        raise NotPermitted(_("Only an administrator of the organisation can send a notice again."))
    audit.hold(notice.organisation_id)  # before the row, as everywhere, so that no two wait for each other
    return Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)


def _is_stuck(row: Notice, now: datetime) -> bool:
    """Given up or late, and in nobody's hands."""
    return row.status == NoticeStatus.DEAD or (row.status == NoticeStatus.NEW and row.send_after < now - LATE)


def _record(action: str, row: Notice, before: str, *, by: Person, now: datetime, note: str = "") -> None:
    changes = {"status": (str(before), str(row.status))}
    audit.record(action=action, subject=row, by=by, now=now, changes=changes, note=note)
