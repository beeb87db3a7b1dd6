"""Giving one's password once more, before something is signed: a session left open alone proves nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from register.services import accounts

COUNTS_FOR = timedelta(minutes=10)
GIVEN_AT = "password_given_at"


def remember_sign_in(*, request: HttpRequest, **_sender: Any) -> None:
    """Signing in counts as giving the password; called whenever a session begins, through whichever door."""
    request.session[GIVEN_AT] = timezone.now().isoformat()


def authenticated_by(request: HttpRequest, *, now: datetime, password: str = "") -> str:
    """How and when the person of this session last proved who they are, as a signature keeps it.

    For example `password, 2026-03-02 09:31 UTC`; empty when that is more than ten minutes ago. A password that is
    sent along is checked as at the sign-in, with the same limit on guesses.
    """
    if password:
        address = request.META.get("REMOTE_ADDR", "")
        accounts.confirm_password(account=request.user, password=password, address=address, now=now)
        request.session[GIVEN_AT] = now.isoformat()
    given = request.session.get(GIVEN_AT)
    moment = datetime.fromisoformat(given) if given else None
    if moment is None or abs(now - moment) > COUNTS_FOR:
        return ""
    return f"password, {moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
