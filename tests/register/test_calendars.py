"""Working days follow the public holidays of the organisation's country."""

from datetime import date

import pytest

from register.calendars import is_working_day, working_day_on_or_after, working_day_on_or_before

FRIDAY, SATURDAY, MONDAY = date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2)


@pytest.mark.parametrize("country", ["NO", "DK", "SE", "FI", "IS", "GB"])
def test_people_work_from_monday_to_friday(country: str) -> None:
    assert is_working_day(FRIDAY, country)
    assert not is_working_day(SATURDAY, country)
    assert working_day_on_or_before(SATURDAY, country) == FRIDAY
    assert working_day_on_or_after(SATURDAY, country) == MONDAY
    assert working_day_on_or_after(MONDAY, country) == working_day_on_or_before(MONDAY, country) == MONDAY


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (date(2028, 5, 17), "NO", False),
        (date(2028, 5, 17), "DK", True),
        (date(2026, 4, 2), "NO", False),
        (date(2026, 4, 2), "SE", True),
        (date(2023, 5, 5), "DK", False),
        (date(2024, 4, 26), "DK", True),
        (date(2024, 6, 17), "IS", False),
        (date(2024, 12, 6), "FI", False),
        (date(2026, 8, 31), "GB", True),
    ],
)
def test_each_country_has_holidays_of_its_own(day: date, country: str, *, works: bool) -> None:
    assert is_working_day(day, country) is works


def test_easter_is_passed_over_whole() -> None:
    assert working_day_on_or_before(date(2026, 4, 5), "NO") == date(2026, 4, 1)
    assert working_day_on_or_after(date(2026, 4, 2), "NO") == date(2026, 4, 7)
