"""The ladder of one duty: its kind's, unless it was put off, or somebody has said when the figure comes.

Only the rungs to whose duty it is move. They are counted from the due date, as all rungs are.
"""

from collections.abc import Sequence
from datetime import date

from projects.models import Receiver
from projects.reports.duty_scope import Found
from projects.reports.put_off import PutOff
from projects.services.ladder import Rung, day_of
from register.calendars import Calendar
from register.models import Organisation


def rungs_of(duty: Found, ladder: Sequence[Rung], silent: PutOff, organisation: Organisation) -> list[Rung]:
    """The rungs that hold for this duty; the day until which it is put off is one, and none before it is."""
    calendar = organisation.calendar
    own = [rung for rung in ladder if rung.to == Receiver.OWNER]
    expected_on = getattr(duty.row, "expected_on", None)
    if expected_on is not None:
        said_on = organisation.local_date(duty.row.expected_since)
        days = [day_of(expected_on, rung.days, calendar) for rung in own]
        own = [_rung_on(day, duty) for day in days if day > said_on]
    snooze = silent.of(duty)
    if snooze is not None:
        own = [rung for rung in own if _day(rung, duty, calendar) > snooze.until] + [_rung_on(snooze.until, duty)]
    return [*own, *(rung for rung in ladder if rung.to != Receiver.OWNER)]


def _rung_on(day: date, duty: Found) -> Rung:
    return Rung((day - duty.due_date).days, Receiver.OWNER.value)


def _day(rung: Rung, duty: Found, calendar: Calendar) -> date:
    return day_of(duty.due_date, rung.days, calendar)
