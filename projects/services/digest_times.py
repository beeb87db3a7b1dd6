"""On which days a digest may go to a person, and when: at the time and on the weekday they chose, else at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from register.calendars import Calendar, moment_on
from register.models import Digest, Organisation, Person

USUAL_HOUR = 7
WEEK = timedelta(weeks=1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """The day a digest is of, and the moment from which on it may be sent."""

    on: date
    at: datetime


def slots(person: Person, now: datetime, *, at_once: bool, day_off_too: bool = True) -> Iterator[Slot]:
    """The next days, today's first even where its time is past.

    To those who have chosen nothing it goes ``at_once``, or from the organisation's hour on, so that nobody is
    woken; on a day off only if ``day_off_too``. A chosen time counts on working days, in the person's own time zone.
    """
    organisation = person.organisation
    if has_chosen(person):
        zone, at = zone_of(person), person.digest_time or usual_time(organisation)
        today = now.astimezone(ZoneInfo(zone)).date()
        days = _weekly(person, today) if person.digest == Digest.WEEKLY else _daily(today, organisation.calendar)
        yield from (Slot(day, moment_on(day, at, zone)) for day in days)
        return
    zone, today = organisation.time_zone, organisation.local_date(now)
    usual = usual_time(organisation)
    if day_off_too or organisation.calendar.is_working_day(today):
        yield Slot(today, now if at_once else max(now, moment_on(today, usual, zone)))
    for day in _daily(today + ONE_DAY, organisation.calendar):
        yield Slot(day, moment_on(day, usual, zone))


def first_slots(person: Person, now: datetime, *, at_once: bool, day_off_too: bool = True) -> list[Slot]:
    """More than there can be digests for already, even after a clock that was days ahead."""
    return list(islice(slots(person, now, at_once=at_once, day_off_too=day_off_too), 10))


def has_chosen(person: Person) -> bool:
    """Whether the person has said when to be told."""
    return person.digest_time is not None or person.digest == Digest.WEEKLY


def zone_of(person: Person) -> str:
    return person.time_zone or person.organisation.time_zone


def usual_time(organisation: Organisation) -> time:
    """When digests go to those who have chosen no time."""
    return time(organisation.limits.get("digest_hour", USUAL_HOUR))


def _daily(today: date, calendar: Calendar) -> Iterator[date]:
    day = calendar.on_or_after(today)
    while True:
        yield day
        day = calendar.on_or_after(day + ONE_DAY)


def _weekly(person: Person, today: date) -> Iterator[date]:
    """The chosen weekday of every week, or the next working day where nobody is at work."""
    calendar, last = person.organisation.calendar, None
    monday = today - timedelta(days=today.weekday()) - WEEK
    for week in count():
        day = calendar.on_or_after(monday + week * WEEK + timedelta(days=person.digest_weekday - 1))
        if day >= today and day != last:
            yield (last := day)
