"""Days off as people write them: one line for each time off, without a year where it comes back every year."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = r"(\d{1,2})[./](\d{1,2})\.?(?:[./]?(\d{4}))?"
ISO = r"(\d{4})-(\d{2})-(\d{2})"
A_DAY = re.compile(DAY, re.ASCII)
AN_ISO_DAY = re.compile(ISO, re.ASCII)
BETWEEN = re.compile(r"\s*[\u2013\u2014]\s*|\s+-\s+")
ANY_YEAR = 2020  # a leap year

Stored = dict[str, Any]


class ClosedDaysField(forms.CharField):
    """Cleans to what an organisation stores as its closed days."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}))
        super().__init__(required=False, max_length=5000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(in_a_line, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Stored]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [_read(line) for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or []))
        except forms.ValidationError:
            return True


def in_a_line(stored: Stored) -> str:
    """6.7.2026 - 24.7.2026, or 24.12. where it comes back."""
    first, last = (date.fromisoformat(stored[name]) for name in ("from", "to"))
    words = [f"{day.day}.{day.month}." + ("" if stored.get("yearly") else str(day.year)) for day in (first, last)]
    return " - ".join(dict.fromkeys(words))


def _read(line: str) -> Stored:
    ends = [_day(text) for text in BETWEEN.split(line)]
    days = [day for day in ends if day is not None]
    years = {year is None for year, _month, _number in days}
    if len(days) != len(ends) or len(days) not in (1, 2) or len(years) > 1:
        raise _unreadable(line)
    yearly = True in years
    try:
        first, last = (date(year or ANY_YEAR, month, number) for year, month, number in (days[0], days[-1]))
    except ValueError as error:
        raise _unreadable(line) from error
    if yearly and last < first:
        last = last.replace(year=ANY_YEAR + 1)
    if last < first:
        raise forms.ValidationError(_("“%(line)s” ends before it begins."), params={"line": line})
    return {"from": first.isoformat(), "to": last.isoformat()} | ({"yearly": True} if yearly else {})


def _day(text: str) -> tuple[int | None, int, int] | None:
    """Year, month and day, the year missing where none was written."""
    if found := AN_ISO_DAY.fullmatch(text):
        year, month, number = map(int, found.groups())
        return year, month, number
    if found := A_DAY.fullmatch(text):
        number, month = int(found[1]), int(found[2])
        return int(found[3]) if found[3] else None, month, number
    return None


def _unreadable(line: str) -> forms.ValidationError:
    words = _("“%(line)s” cannot be read. Write 17.12.2026, 6.7.2026 - 24.7.2026, or 24.12. for every year.")
    return forms.ValidationError(words, params={"line": line[:80]})
