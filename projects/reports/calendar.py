"""A person's duties as a calendar that other programs read (iCalendar, RFC 5545): all-day events at the due dates."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from projects.reports.duties import Duty, duties_of
from register.models import Person

REFRESH = timedelta(hours=6)


def calendar_of(person: Person, now: datetime) -> bytes:
    """What waits within a month, in the person's language; what is done is no longer in it."""
    with translation.override(person.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Varig//Duties//EN")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("My duties: %(organisation)s") % {"organisation": person.organisation.name})
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        for duty in _in_order(duties_of(person, now)):
            calendar.add_component(_event(duty))
        return bytes(calendar.to_ical())


def fingerprint(calendar: bytes) -> str:
    """The same for the same calendar, so that a program need not fetch it again."""
    return f'"{sha256(calendar).hexdigest()}"'


def _in_order(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: (duty.awaited, str(duty.id)))


def _event(duty: Duty) -> Event:
    """The stamp is the day of asking, so that the same duty is written the same way each time."""
    event, link = Event(), f"{settings.BASE_URL}{duty.url}"
    event.add("uid", f"{duty.id}@varig")
    event.add("dtstamp", datetime.combine(duty.asked_on, time.min, UTC))
    event.add("dtstart", duty.awaited)
    event.add("dtend", duty.awaited + timedelta(days=1))
    event.add("summary", duty.title)
    event.add("location", duty.project.title)
    event.add("description", "\n".join(filter(None, [duty.detail, duty.answer, link])))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")  # it takes no time in the calendar
    return event
