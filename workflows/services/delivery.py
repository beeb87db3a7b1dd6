"""Sending what is due from the outbox, so that a worker may die at any moment and nothing is lost.

A mail is marked as sent right after the server has taken it. Only a worker that dies between the two, or a
server that takes a mail without saying so, makes it go out again, then with the same Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

import structlog
from django.core.mail import EmailMessage

from workflows.mail import Mail, Skip, message_of
from workflows.models import Notice
from workflows.services import claims
from workflows.services.claims import Batch
from workflows.services.postman import Postman, Unreachable, is_final, words_of
from workflows.smtp import LONGEST_MAIL

Compose = Callable[[Notice], Mail | Skip]

LARGEST_BATCH = 100
SMALLEST_BATCH = 25

log = structlog.get_logger(__name__)


@dataclass
class Tally:
    """What became of the notices of one round; `failed` ones are tried again later."""

    sent: int = 0
    skipped: int = 0
    dead: int = 0
    failed: int = 0

    def total(self) -> int:
        return self.sent + self.skipped + self.dead + self.failed


def deliver_due(
    *, compose: Compose, now: datetime | None = None, limit: int | None = None, seconds: float | None = None
) -> Tally:
    """Send what is due by `now` (None: by the database's clock) until nothing is left, or a limit is reached.

    `compose` decides by what is true now: the words of the mail, or a Skip. If it raises, that notice alone is
    put off. Organisations take turns, so that one with much or slow mail does not hold up the others. After
    `seconds`, or when the mail server cannot be reached, the round ends, and the rest waits for the next one.
    """
    delivery_round = _Round(compose, now, limit, seconds)
    try:
        delivery_round.run()
    except Unreachable as error:
        log.warning("mail_server_unreachable", words=str(error))
    finally:
        delivery_round.postman.hang_up()
    return delivery_round.tally


class _Round:
    def __init__(self, compose: Compose, now: datetime | None, limit: int | None, seconds: float | None) -> None:
        self.compose, self.now, self.limit = compose, now, limit
        self.ends_at = None if seconds is None else monotonic() + seconds
        self.postman = Postman()
        self.tally = Tally()

    def run(self) -> None:
        found = True
        while found and self.room():
            waiting = claims.organisations_waiting(self.now)
            share = max(SMALLEST_BATCH, LARGEST_BATCH // max(len(waiting), 1))
            found = sum(self.take_turn(organisation_id, share) for organisation_id in waiting) > 0

    def room(self) -> int:
        """How many more notices this round may take."""
        if self.ends_at is not None and monotonic() >= self.ends_at:
            return 0
        return LARGEST_BATCH if self.limit is None else self.limit - self.tally.total()

    def take_turn(self, organisation_id: UUID, share: int) -> int:
        """Work off one batch of one organisation; returns how many notices were claimed.

        What is given back when the lease runs short is due at once, but after the others' turn.
        """
        share = min(share, self.room())
        if not share:
            return 0
        batch = claims.claim(organisation_id=organisation_id, now=self.now, limit=share)
        try:
            self.work_off(batch)
        finally:
            claims.release(batch)
        return len(batch.notices)

    def work_off(self, batch: Batch) -> None:
        for place, notice in enumerate(batch.notices):
            try:
                goes_on = self.room() and self.settle(notice, batch)
            except Unreachable as error:
                for untried in batch.notices[place:]:
                    self.fail(untried, str(error))
                raise
            if not goes_on:
                return

    def settle(self, notice: Notice, batch: Batch) -> bool:
        """Bring one notice to an end; False when the batch has to stop."""
        if notice.pk in batch.left_behind:
            if notice.attempts >= claims.MOST_TRIES:
                return self.count("dead", held=claims.mark_dead(notice, "Every worker that tried to send this died."))
            claims.count_before_trying(notice)
        try:
            message = self.message_for(notice)
        except Exception as error:
            log.exception("notice_cannot_be_composed", notice=str(notice.pk), kind=notice.kind)
            return self.fail(notice, words_of(error))
        if isinstance(message, Skip):
            return self.count("skipped", held=claims.mark_skipped(notice, message.reason))
        notice.last_subject = str(message.subject)  # what it was about, for whoever looks at why it is not sent
        self.postman.open()
        if batch.seconds_left() < LONGEST_MAIL:  # a mail that outlasts the lease could be sent by another as well
            return False
        return self.send(message, notice)

    def message_for(self, notice: Notice) -> EmailMessage | Skip:
        if not (notice.recipient.is_active and notice.recipient.email):
            return Skip("The recipient is not active any more or has no address.")
        mail = self.compose(notice)
        return mail if isinstance(mail, Skip) else message_of(mail, notice)

    def send(self, message: EmailMessage, notice: Notice) -> bool:
        try:
            self.postman.send(message)
        except Exception as error:
            log.warning("mail_not_taken", notice=str(notice.pk), exc_info=True)
            return self.fail(notice, words_of(error), final=is_final(error))
        return self.count("sent", held=claims.mark_sent(notice))

    def fail(self, notice: Notice, words: str, *, final: bool = False) -> bool:
        moment = self.now or notice.claimed_at
        if final or claims.is_tried_enough(notice, moment):
            return self.count("dead", held=claims.mark_dead(notice, words))
        return self.count("failed", held=claims.put_off(notice, words, moment))

    def count(self, outcome: str, *, held: bool) -> bool:
        """A lease that was lost shows that this worker was away for long: its batch is no longer its own."""
        if held:
            setattr(self.tally, outcome, getattr(self.tally, outcome) + 1)
        else:
            log.warning("lease_lost", outcome=outcome)
        return held
