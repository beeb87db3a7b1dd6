"""Working days follow the public holidays of the country and the organisation's own closed days; clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from register.calendars import Calendar, Closed, closed_days, moment_on

FRIDAY, SATURDAY, MONDAY = date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2)
CAPITALS = ("Europe/Oslo", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Helsinki", "Atlantic/Reykjavik")


@pytest.mark.parametrize("country", ["NO", "DK", "SE", "FI", "IS", "GB"])
def test_people_work_from_monday_to_friday(country: str) -> None:
    calendar = Calendar(country)
    assert calendar.is_working_day(FRIDAY)
    assert not calendar.is_working_day(SATURDAY)
    assert calendar.on_or_before(SATURDAY) == FRIDAY
    assert calendar.on_or_after(SATURDAY) == MONDAY
    assert calendar.on_or_after(MONDAY) == calendar.on_or_before(MONDAY) == MONDAY


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
        (date(2026, 6, 19), "SE", True),  # Midsummer Eve is a day off by agreement, not by law
        (date(2026, 12, 24), "SE", True),
        (date(2026, 6, 19), "FI", False),
        (date(2026, 12, 24), "FI", False),
        (date(2026, 6, 5), "DK", True),
        (date(2026, 12, 24), "NO", True),
        (date(2026, 4, 23), "IS", False),
    ],
)
def test_each_country_has_holidays_of_its_own(day: date, country: str, *, works: bool) -> None:
    assert Calendar(country).is_working_day(day) is works


def test_easter_is_passed_over_whole() -> None:
    assert Calendar("NO").on_or_before(date(2026, 4, 5)) == date(2026, 4, 1)
    assert Calendar("NO").on_or_after(date(2026, 4, 2)) == date(2026, 4, 7)


def test_an_organisation_closes_when_it_likes() -> None:
    stored = [
        {"from": "2026-07-06", "to": "2026-07-24"},
        {"from": "2020-12-24", "to": "2020-12-24", "yearly": True},
    ]
    calendar = Calendar("NO", closed_days(stored))
    assert calendar.on_or_before(date(2026, 7, 20)) == date(2026, 7, 3)
    assert calendar.on_or_after(date(2026, 7, 6)) == date(2026, 7, 27)
    assert not calendar.is_working_day(date(2031, 12, 24))
    assert calendar.is_working_day(date(2027, 7, 6))


def test_days_off_that_come_back_may_pass_over_new_year() -> None:
    over_new_year = Closed(date(2026, 12, 28), date(2027, 1, 2), yearly=True)
    assert [over_new_year.holds(date(2030, *day)) for day in ((12, 27), (12, 28), (1, 2), (1, 3))] == [
        False,
        True,
        True,
        False,
    ]


def test_who_never_works_is_reminded_as_if_they_did() -> None:
    calendar = Calendar("NO", (Closed(date(2020, 1, 1), date(2040, 1, 1)),))
    assert calendar.on_or_before(MONDAY) == calendar.on_or_after(MONDAY) == MONDAY


def test_due_dates_leave_the_holiday_month_alone() -> None:
    calendar = Calendar("NO", holiday_month=7)
    assert calendar.due(date(2026, 7, 1)) == calendar.due(date(2026, 7, 31)) == date(2026, 8, 3)
    assert calendar.due(date(2026, 6, 30)) == date(2026, 6, 30)
    assert Calendar("NO", holiday_month=12).due(date(2026, 12, 10)) == date(2027, 1, 4)
    assert Calendar("NO").due(date(2026, 7, 14)) == date(2026, 7, 14)


def test_half_past_two_is_three_when_it_is_skipped_and_comes_once_when_it_comes_twice() -> None:
    spring = moment_on(date(2026, 3, 29), time(2, 30), "Europe/Oslo")
    assert spring == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert spring.astimezone(ZoneInfo("Europe/Oslo")).time() == time(3, 0)
    assert moment_on(date(2026, 10, 25), time(2, 30), "Europe/Oslo") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", CAPITALS)
@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(3, 0), time(7, 0), time(23, 59)])
def test_every_day_from_2024_to_2035_has_each_moment_once_and_in_order(zone: str, at: time) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(12 * 365 + 3)]
    moments = [moment_on(day, at, zone) for day in days]
    assert moments == sorted(set(moments))
    assert [moment.astimezone(ZoneInfo(zone)).date() for moment in moments] == days
    shown = {moment.astimezone(ZoneInfo(zone)).time() for moment in moments}
    skipped = zone != "Atlantic/Reykjavik" and at == {"Europe/Helsinki": time(3, 0)}.get(zone, time(2, 30))
    assert shown == ({at, time(4, 0) if zone == "Europe/Helsinki" else time(3, 0)} if skipped else {at})
