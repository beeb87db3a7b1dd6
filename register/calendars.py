"""Working days: neither weekend, nor public holiday, nor closed by the organisation; and moments by the clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays

WEEKEND = (5, 6)
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
LONGEST_BREAK = timedelta(days=366)
"""An organisation that is closed for longer than this is taken to be open again."""


@dataclass(frozen=True)
class Closed:
    """Days without work, both included; in every year where `yearly`, then counted by month and day."""

    first: date
    last: date
    yearly: bool = False

    def holds(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, at = ((one.month, one.day) for one in (self.first, self.last, day))
        return first <= at <= last if first <= last else at >= first or at <= last


@dataclass(frozen=True)
class Calendar:
    """When people are at work: `country` as ISO 3166-1 alpha-2, the organisation's own days off, its holiday month."""

    country: str
    closed: tuple[Closed, ...] = ()
    holiday_month: int | None = None

    def is_working_day(self, day: date) -> bool:
        return _works(self, day)

    def on_or_before(self, day: date) -> date:
        """The last working day up to a day."""
        return self._first(day, -ONE_DAY)

    def on_or_after(self, day: date) -> date:
        """The first working day from a day on."""
        return self._first(day, ONE_DAY)

    def due(self, day: date) -> date:
        """A due date that Varig works out: one in the holiday month moves to the first working day after it."""
        if day.month != self.holiday_month:
            return day
        return self.on_or_after(date(day.year + day.month // 12, day.month % 12 + 1, 1))

    def _first(self, day: date, step: timedelta) -> date:
        found = day
        while not _works(self, found):
            found += step
            if abs(found - day) > LONGEST_BREAK:
                return day
        return found


def closed_days(stored: Iterable[Mapping[str, str]]) -> tuple[Closed, ...]:
    """What an organisation has stored: `{"from", "to"}` in ISO 8601, with `"yearly"` where it comes back."""
    return tuple(
        Closed(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]), bool(one.get("yearly")))
        for one in stored
    )


def moment_on(day: date, at: time, zone: str) -> datetime:
    """When the clocks of a zone show a time on a day, in UTC.

    A time that is skipped when the clocks go forward is the first one after it; one that comes twice is the first.
    """
    wanted, place = datetime.combine(day, at), ZoneInfo(zone)
    while True:
        moment = wanted.replace(tzinfo=place).astimezone(UTC)
        if moment.astimezone(place).replace(tzinfo=None) == wanted:
            return moment
        wanted = (wanted + ONE_MINUTE).replace(second=0)


@lru_cache(maxsize=20_000)
def _works(calendar: Calendar, day: date) -> bool:
    if day.weekday() in WEEKEND or day in _public_holidays(calendar.country):
        return False
    return not any(closed.holds(day) for closed in calendar.closed)


@cache
def _public_holidays(country: str) -> holidays.HolidayBase:
    # Years are worked out as they are asked for, and remembered.
    return holidays.country_holidays(country)
