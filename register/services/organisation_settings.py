"""What an organisation may set for itself, checked before it is stored.

`limits` overrides what the contract gives by default. Shares and rates are numbers or decimal text from 0 to 1
(`on_track`, `at_risk`, `about`, `discount_rate`), days are whole numbers (`grace_days`, `answer_days`, `silence_days`),
by frequency (`frequency_days`, `lag_days`), by receiver (`escalate_after`), or lists (`remind_before`, `remind_after`);
`follow_up_months` are the months after a handover, `follow_up_months_light` those of the light track.
"""

import re
import zoneinfo
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from register.countries import GATES
from register.errors import FieldError

CURRENCY = re.compile(r"[A-Z]{3}")
LONGEST_LABEL = 40
FREQUENCIES = ("month", "quarter", "four_months", "half_year", "year")
RECEIVERS = ("superior", "owner", "benefits_responsible", "controller")

Check = Callable[[Any], bool]


def is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 3660


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
    "escalate_after": is_days_by(RECEIVERS),
    "remind_before": is_list_of_days,
    "remind_after": is_list_of_days,
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


CHECKS: Mapping[str, Callable[[Any], list[FieldError]]] = {
    "time_zone": _check_time_zone,
    "currency": _check_currency,
    "gate_labels": _check_gate_labels,
    "limits": _check_limits,
}
