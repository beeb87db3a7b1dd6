"""Dates that follow a milestone: a start some months after it, or everything moved by as much as it moved."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

START, DUE = "start_date", "due_date"


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_after(day: date | None, months: int | None) -> date | None:
    """The start of effect some months after a milestone; None where nothing says it."""
    return None if day is None or months is None else months_after(day, months)


def moved_dates(
    dates: Mapping[str, date | None], *, months: int | None, before: date | None, day: date
) -> dict[str, date]:
    """Those of a benefit's `dates` that change when its milestone moves from `before` to `day`, as they then are."""
    changes: dict[str, date] = {}
    for name, old in dates.items():
        new = old + (day - before) if old and before else old
        if name == START:
            new = start_after(day, months) or new
        if new is not None and new != old:
            changes[name] = new
    return changes
