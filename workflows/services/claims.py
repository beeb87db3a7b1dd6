"""Who works on which notice. A claim is a lease on the database's clock, and only its holder may finish the row.

A worker that dies leaves its rows leased; when the lease runs out the next worker takes them. One that was
frozen for longer wakes up with a token that fits no row any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, Now

from register.models import Organisation
from workflows.models import Notice, NoticeStatus

LEASE = timedelta(seconds=60)
MOST_TRIES = 10
LONGEST_TRYING = timedelta(hours=24)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_WORDS = 500


@dataclass(frozen=True)
class Batch:
    """Notices of one organisation that this worker holds until `ends_at` on its own steady clock."""

    token: UUID
    ends_at: float
    notices: Sequence[Notice]
    left_behind: set[UUID]  # those that another worker held when it died

    def seconds_left(self) -> float:
        return self.ends_at - monotonic()


def organisations_waiting(now: datetime | None) -> list[UUID]:
    """Those with something due, in random order, so that none is always last."""
    due = Notice.objects.due(now).filter(organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(due)).order_by("?").values_list("pk", flat=True))


@transaction.atomic(durable=True)
def claim(*, organisation_id: UUID, now: datetime | None, limit: int) -> Batch:
    """Take what has been due longest. Other workers pass over the rows; on SQLite the transaction keeps them out."""
    token, ends_at = uuid4(), monotonic() + LEASE.total_seconds()
    due = Notice.objects.due(now).filter(organisation=organisation_id).order_by("try_after", "pk")
    with_recipients = due.select_related("organisation", "recipient").annotate(clock=Now())
    notices = list(with_recipients.select_for_update(skip_locked=True, of=("self",))[:limit])
    left_behind = {notice.pk for notice in notices if notice.status == NoticeStatus.LEASED}
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
        status=NoticeStatus.LEASED, lease_token=token, lease_until=Now() + LEASE
    )
    for notice in notices:
        notice.lease_token, notice.claimed_at = token, notice.clock
    return Batch(token, ends_at, notices, left_behind)


def release(batch: Batch) -> None:
    """Give back what was not worked on."""
    Notice.objects.filter(status=NoticeStatus.LEASED, lease_token=batch.token).update(
        status=NoticeStatus.NEW, lease_token=None, lease_until=None
    )


def count_before_trying(notice: Notice) -> None:
    """Count the try on a notice whose last worker died, and put it at the end of the queue.

    Otherwise one that kills every worker would be tried for ever, and hold up what waits behind it.
    """
    _held(notice).update(attempts=F("attempts") + 1, try_after=Now())


def is_tried_enough(notice: Notice, now: datetime) -> bool:
    """Whether a notice that has failed once more is to be given up."""
    too_long = notice.first_failed_at is not None and now - notice.first_failed_at >= LONGEST_TRYING
    return too_long or notice.attempts + 1 >= MOST_TRIES


def mark_sent(notice: Notice) -> bool:
    """False, here and below: the lease was lost, and the row left to whoever has it now."""
    return _finish(
        notice, NoticeStatus.SENT, sent_at=Now(), last_error="", last_subject="", attempts=notice.attempts + 1
    )


def mark_skipped(notice: Notice, reason: str) -> bool:
    """It needs no mail any more."""
    return _finish(notice, NoticeStatus.SKIPPED, last_error=reason[:LONGEST_WORDS])


def mark_dead(notice: Notice, words: str) -> bool:
    """Given up; `words` are shown to the administrator."""
    return _finish(notice, NoticeStatus.DEAD, attempts=notice.attempts + 1, **_what_failed(notice, words))


def put_off(notice: Notice, words: str, now: datetime) -> bool:
    """Try again later, each time after twice as long.

    Neither workers that died, which count as attempts, nor a long queue make it longer.
    """
    failing_for = now - (notice.first_failed_at or now)
    wait = max(FIRST_WAIT, min(FIRST_WAIT * 2**notice.attempts, FIRST_WAIT + failing_for, LONGEST_WAIT))
    return _finish(
        notice,
        NoticeStatus.NEW,
        attempts=notice.attempts + 1,
        try_after=now + wait,
        first_failed_at=Coalesce("first_failed_at", now),
        **_what_failed(notice, words),
    )


def _what_failed(notice: Notice, words: str) -> dict[str, str]:
    return {"last_error": words[:LONGEST_WORDS], "last_subject": notice.last_subject}


def _finish(notice: Notice, status: NoticeStatus, **changes: Any) -> bool:
    return _held(notice).update(status=status, lease_token=None, lease_until=None, **changes) == 1


def _held(notice: Notice) -> Any:
    return Notice.objects.filter(pk=notice.pk, status=NoticeStatus.LEASED, lease_token=notice.lease_token)
