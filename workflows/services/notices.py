"""Writing notices into the outbox, and what a person does about those that cannot be delivered."""

from datetime import datetime
from typing import Any

from django.db import transaction

from register.models import Organisation, Person
from workflows.mail import message_id_for
from workflows.models import Notice
from workflows.models.notices import NoticeQuerySet
from workflows.services import doorbell


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
    if recipient.organisation_id != organisation.pk:
        raise ValueError("The recipient of a notice belongs to the notice's organisation.")
    notice = Notice(
        organisation=organisation,
        recipient=recipient,
        kind=kind,
        once_key=once_key,
        payload=payload,
        message_id=message_id_for(organisation.pk, once_key),
        created_at=now,
        send_after=send_after,
        try_after=send_after,
    )
    notice.clean_fields(exclude=["organisation", "recipient"])  # SQLite would leave an invalid row out in silence
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if send_after <= now:
        transaction.on_commit(doorbell.ring)


def dead_notices(*, organisation: Organisation | None = None, now: datetime) -> NoticeQuerySet:
    """What could not be delivered, of one organisation or of all: given up, or late by more than 24 hours."""
    notices = Notice.objects.undelivered(now)
    return notices if organisation is None else notices.filter(organisation=organisation)
