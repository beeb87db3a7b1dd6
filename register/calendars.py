"""Working days by country: neither weekend nor public holiday."""

from datetime import date, timedelta
from functools import cache

import holidays

WEEKEND = (5, 6)
ONE_DAY = timedelta(days=1)


@cache
def _public_holidays(country: str) -> holidays.HolidayBase:
    # Years are worked out as they are asked for, and remembered.
    return holidays.country_holidays(country)


def is_working_day(day: date, country: str) -> bool:
    """Whether people are at work; `country` as ISO 3166-1 alpha-2."""
    return day.weekday() not in WEEKEND and day not in _public_holidays(country)


def working_day_on_or_before(day: date, country: str) -> date:
    while not is_working_day(day, country):
        day -= ONE_DAY
    return day


def working_day_on_or_after(day: date, country: str) -> date:
    while not is_working_day(day, country):
        day += ONE_DAY
    return day
