"""Periods of the calendar as people write them: 2013, 2013-H1, 2013-Q2, 2013-T2, 2013-05, 2013-05-01."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2100

FREQUENCY_MONTHS = {"month": 1, "quarter": 3, "four_months": 4, "half_year": 6, "year": 12}
"""How many months a period of each frequency has."""

_MONTHS_OF_LETTER = {"H": 6, "Q": 3, "T": 4}
_SINGLE = re.compile(
    r"(?P<year>\d{4})"
    r"(-((?P<letter>[HQT])(?P<part>\d)|(?P<month>\d\d)(-(?P<day>\d\d))?))?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both days included, and the text it was `entered` as."""

    start: date
    end: date
    entered: str


def parse_period(text: str, until: str = "") -> Period:
    """The period written as `text`; or from the first day of `text` to the last of `until`, also joined by "/".

    A day, a month, a tertial (four months), a quarter, a half-year or a year; H, Q and T in either case.
    ValueError, in the user's words, where it cannot be read.
    """
    text, until = text.strip(), until.strip()
    if "/" in text and not until:
        text, until = (part.strip() for part in text.split("/", 1))
        if not until:
            raise ValueError(_unreadable())
    if not until:
        start, end = _days(text)
        return Period(start, end, text)
    start, end = _days(text)[0], _days(until)[1]
    if end < start:
        raise ValueError(_("The period ends before it starts: give the first day first."))
    return Period(start, end, f"{text}/{until}")


def format_period(start: date, end: date) -> str:
    """The shortest text that `parse_period` reads as `start` to `end`."""
    if start == end:
        return start.isoformat()
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day != 1 or end != _last_day(end.year, end.month) or (start.month - 1) % months or months > 12:
        return f"{start.isoformat()}/{end.isoformat()}"
    number = (start.month - 1) // months + 1
    forms = {1: f"-{start.month:02}", 3: f"-Q{number}", 4: f"-T{number}", 6: f"-H{number}", 12: ""}
    if months not in forms:
        return f"{start.isoformat()}/{end.isoformat()}"
    return f"{start.year:04}{forms[months]}"


def period_of(day: date, frequency: str) -> Period:
    """The calendar period of `frequency` (a key of FREQUENCY_MONTHS) in which `day` lies."""
    months = FREQUENCY_MONTHS[frequency]
    first = (day.month - 1) // months * months + 1
    start, end = date(day.year, first, 1), _last_day(day.year, first + months - 1)
    return Period(start, end, format_period(start, end))


def next_period(period: Period, frequency: str) -> Period:
    """The calendar period of `frequency` that comes after `period`."""
    return period_of(period.end + timedelta(days=1), frequency)


def periods_from(day: date, frequency: str) -> Iterator[Period]:
    """The calendar periods of `frequency` in turn, from the one in which `day` lies to the end of LAST_YEAR."""
    period = period_of(day, frequency)
    while period.end.year <= LAST_YEAR:
        yield period
        period = next_period(period, frequency)


def _days(text: str) -> tuple[date, date]:
    """The first and the last day of the single date `text`."""
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise ValueError(_unreadable())
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("The year must be from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    if match["letter"]:
        months = _MONTHS_OF_LETTER[match["letter"].upper()]
        return _months(year, int(match["part"]), months)
    if match["day"]:
        return _one_day(text)
    return _months(year, int(match["month"]), 1) if match["month"] else _months(year, 1, 12)


def _months(year: int, number: int, months: int) -> tuple[date, date]:
    """The days of the `number`th period of `months` months of `year`."""
    if not 1 <= number <= 12 // months:
        raise ValueError(_unreadable())
    return date(year, (number - 1) * months + 1, 1), _last_day(year, number * months)


def _one_day(text: str) -> tuple[date, date]:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_unreadable()) from error
    return day, day


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _unreadable() -> str:
    return _(
        "This date cannot be read. Write a year (2013), a half-year (2013-H1), a quarter (2013-Q2), "
        "four months (2013-T2), a month (2013-05) or a day (2013-05-01)."
    )
