"""What an organisation may set for itself, checked before it is stored.

`limits` overrides what the contract gives by default. Shares and rates are numbers or decimal text from 0 to 1
(`on_track`, `at_risk`, `about`, `discount_rate`), days are whole numbers (`grace_days`, `answer_days`, `silence_days`),
or by frequency (`frequency_days`, `lag_days`); `follow_up_months` are the months after a handover,
`follow_up_months_light` those of the light track. `digest_hour` is when reminders go to those who have chosen no time.
For `reminder_ladder` see `ladder_settings`.
`closed_days` is a list of days off, `{"from": "2026-07-06", "to": "2026-07-24"}`, with `"yearly": true` where they come
back every year.
"""

import re
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from register.countries import GATES
from register.errors import FieldError
from register.services.ladder_settings import is_ladder

CURRENCY = re.compile(r"[A-Z]{3}")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST_LABEL = 40
MOST_CLOSED = 100
FREQUENCIES = ("month", "quarter", "four_months", "half_year", "year")

Check = Callable[[Any], bool]


def is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 3660


def is_hour(value: Any) -> bool:
    return is_days(value) and value < 24


def is_share(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    try:
        return Decimal(0) <= Decimal(str(value)) <= Decimal(1)
    except InvalidOperation:
        return False


def is_list_of_days(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 24 and all(is_days(one) for one in value)


def is_days_by(names: tuple[str, ...]) -> Check:
    return lambda value: isinstance(value, dict) and set(value) <= set(names) and all(map(is_days, value.values()))


LIMITS: Mapping[str, Check] = {
    "on_track": is_share,
    "at_risk": is_share,
    "about": is_share,
    "discount_rate": is_share,
    "grace_days": is_days,
    "answer_days": is_days,
    "silence_days": is_days,
    "frequency_days": is_days_by(FREQUENCIES),
    "lag_days": is_days_by(FREQUENCIES),
    "reminder_ladder": is_ladder,
    "digest_hour": is_hour,
    "follow_up_months": is_list_of_days,
    "follow_up_months_light": is_list_of_days,
}


def check_settings(changes: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong with the settings among the changes; fields of other kinds are not looked at."""
    return [error for name, check in CHECKS.items() if name in changes for error in check(changes[name])]


def _check_time_zone(value: Any) -> list[FieldError]:
    known = value in zoneinfo.available_timezones()
    return [] if known else [FieldError("time_zone", "invalid", _("Write a time zone like Europe/Oslo."))]


def _check_currency(value: Any) -> list[FieldError]:
    known = isinstance(value, str) and CURRENCY.fullmatch(value)
    return [] if known else [FieldError("currency", "invalid", _("Write a currency in capital letters, like NOK."))]


def _check_gate_labels(value: Any) -> list[FieldError]:
    words = _("Give each gate a short text, by the gate's name.")
    if not isinstance(value, dict) or not set(value) <= set(GATES):
        return [FieldError("gate_labels", "invalid", words)]
    right = all(isinstance(label, str) and len(label) <= LONGEST_LABEL for label in value.values())
    return [] if right else [FieldError("gate_labels", "invalid", words)]


def _check_limits(value: Any) -> list[FieldError]:
    if not isinstance(value, dict):
        return [FieldError("limits", "invalid", _("Give the limits by their names."))]
    return [
        FieldError(f"limits/{name}", "unknown", _("There is no such limit."))
        if name not in LIMITS
        else FieldError(f"limits/{name}", "invalid", _("This limit cannot have that value."))
        for name, one in value.items()
        if name not in LIMITS or not LIMITS[name](one)
    ]


def _check_closed_days(value: Any) -> list[FieldError]:
    right = isinstance(value, list) and len(value) <= MOST_CLOSED and all(map(is_closed, value))
    words = _("Give each time off as the first and the last day, like 2026-07-06 and 2026-07-24.")
    return [] if right else [FieldError("closed_days", "invalid", words)]


def is_closed(value: Any) -> bool:
    """Whether it is a time off: from a day to the same or a later one, both in ISO 8601."""
    if not isinstance(value, dict) or not {"from", "to"} <= set(value) <= {"from", "to", "yearly"}:
        return False
    first, last = value["from"], value["to"]
    both_days = all(isinstance(day, str) and ISO_DAY.fullmatch(day) for day in (first, last))
    if not both_days or not isinstance(value.get("yearly", False), bool):
        return False
    try:
        return date.fromisoformat(first) <= date.fromisoformat(last)
    except ValueError:
        return False


CHECKS: Mapping[str, Callable[[Any], list[FieldError]]] = {
    "time_zone": _check_time_zone,
    "currency": _check_currency,
    "gate_labels": _check_gate_labels,
    "limits": _check_limits,
    "closed_days": _check_closed_days,
}
