"""Migrations take the time they need: the limits of the web are lifted for them, and hold again afterwards."""

from typing import Any

from django.db import connections

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def lift_limits(using: str, **_signal: Any) -> None:
    """Before migrations."""
    _say(using, "SET {} = 0")


def restore_limits(using: str, **_signal: Any) -> None:
    """After them: what the settings say."""
    _say(using, "RESET {}")


def _say(using: str, words: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            for limit in LIMITS:
                cursor.execute(words.format(limit))
