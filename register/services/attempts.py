"""Counts what can be guessed at, in the database, so that attempts in parallel count one by one.

The count goes up before the guess is looked at; fifty wrong guesses at once count fifty.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from register.errors import TooManyAttempts
from register.models import AttemptCounter


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within a window that begins with the first of them."""

    name: str
    most: int
    window: timedelta


SIGN_IN_BY_EMAIL = Limit("sign-in by e-mail", 10, timedelta(minutes=15))
SIGN_IN_BY_ADDRESS = Limit("sign-in by address", 200, timedelta(minutes=15))
RESET_BY_EMAIL = Limit("reset by e-mail", 3, timedelta(hours=1))
FIGURE_REQUESTS = Limit("figure requests of a person", 20, timedelta(days=1))
ANSWERS_BY_ADDRESS = Limit("answers by address", 60, timedelta(hours=1))
RESET_BY_ADDRESS = Limit("reset by address", 30, timedelta(hours=1))


def count(limit: Limit, subject: str, *, now: datetime) -> None:
    """Count one attempt, for good whatever becomes of it; refuse it when it is one too many."""
    key = _key(limit, subject)
    over = When(window_start__lte=now - limit.window, then=Value(1))
    with transaction.atomic():
        AttemptCounter.objects.bulk_create([AttemptCounter(subject=key, window_start=now)], ignore_conflicts=True)
        AttemptCounter.objects.filter(subject=key).update(
            count=Case(over, default=F("count") + 1),
            window_start=Case(When(over.condition, then=Value(now)), default=F("window_start")),
        )
        counter = AttemptCounter.objects.get(subject=key)
    if counter.count > limit.most:
        raise TooManyAttempts(
            _("There have been too many attempts. Wait a quarter of an hour, or ask for a new password.")
            if limit is SIGN_IN_BY_EMAIL
            else _("There have been too many attempts. Try again later."),
            retry_after=max(1, int((counter.window_start + limit.window - now).total_seconds())),
        )


def forget(limit: Limit, subject: str) -> None:
    """The attempt was right: what came before it counts no more."""
    AttemptCounter.objects.filter(subject=_key(limit, subject)).delete()


def take_back(limit: Limit, subject: str) -> None:
    """The attempt was right, but others from there may still be wrong: it alone counts no more."""
    AttemptCounter.objects.filter(subject=_key(limit, subject)).update(count=Greatest(F("count") - 1, Value(0)))


def sweep(*, now: datetime) -> int:
    """Remove the counters whose window is long over."""
    return AttemptCounter.objects.filter(window_start__lt=now - timedelta(days=1)).delete()[0]


def _key(limit: Limit, subject: str) -> str:
    return salted_hmac(f"register.attempts.{limit.name}", subject, algorithm="sha256").hexdigest()
