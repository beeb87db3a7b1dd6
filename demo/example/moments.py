"""Dates of the story, given relative to day 0: "-14d", "+3m", "Q-1"; see organisation.toml."""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"M": 1, "Q": 3, "T": 4, "H": 6, "Y": 12}
_SPAN = re.compile(r"([+-]?\d+)([dm])")
_PERIOD = re.compile(r"([MQTHY])([+-]?\d+)")


def entered(moment: str, day_0: date) -> str:
    """The moment as a person would type it into Varig: "2026-Q3", "2025", "2026-05-01"; an empty one stays empty."""
    if not moment:
        return ""
    if match := _PERIOD.fullmatch(moment):
        return _period(match[1], int(match[2]), day_0)
    return day(moment, day_0).isoformat()


def day(moment: str, day_0: date) -> date:
    """The day that lies so many days or months from day 0; the last of the month where it is shorter."""
    match = _SPAN.fullmatch(moment)
    if not match:
        raise ValueError(f"{moment!r} is no day of the story: write for example -14d or +3m.")
    count = int(match[1])
    if match[2] == "d":
        return day_0 + timedelta(days=count)
    year, month = divmod(day_0.year * 12 + day_0.month - 1 + count, 12)
    return date(year, month + 1, min(day_0.day, monthrange(year, month + 1)[1]))


def _period(letter: str, count: int, day_0: date) -> str:
    length = MONTHS[letter]
    number = (day_0.year * 12 + day_0.month - 1) // length + count
    year, part = divmod(number, 12 // length)
    if letter == "Y":
        return str(year)
    return f"{year}-{part + 1:02}" if letter == "M" else f"{year}-{letter}{part + 1}"
