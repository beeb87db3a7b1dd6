"""What else may be answered when a figure is due: the same as last time, or that it comes later."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Measurement
from projects.services import checks, transitions
from projects.services.measurements import OPEN
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.services import editing

LONGEST_WAIT = timedelta(days=92)
MOST_TIMES = 2


@transaction.atomic
def report_same(*, measurement: Measurement, by: Person | None, now: datetime) -> Measurement:
    """Report the newest earlier figure again; it stays marked as such."""
    ensure(permissions.REPORTS, subject=measurement, by=by)
    before = measurement.get_previous()
    if before is None or before.figure is None:
        raise NotPossible(_("There is no earlier figure to repeat: write this one."), code="no_earlier_figure")
    given = {**{name: getattr(before, name) for name in checks.FIGURE}, "same_as_last": True}
    row: Measurement = transitions.take(subject=measurement, name="report", by=by, now=now, given=given)
    return row


@transaction.atomic
def expect_on(
    *, measurement: Measurement, expected_on: date, reason: str = "", by: Person | None, now: datetime
) -> Measurement:
    """Say when the figure comes: reminders count from that day, and those who are told of the delay read it."""
    ensure(permissions.REPORTS, subject=measurement, by=by)
    row = editing.lock(measurement)
    if row.state not in OPEN:
        raise NotPossible(_("This figure is not asked for any more."), code="wrong_state")
    if row.expected_times >= MOST_TIMES:
        words = _("It has been said twice already when this figure comes. Report it, or ask a colleague for it.")
        raise NotPossible(words, code="said_twice")
    today = row.organisation.local_date(now)
    if not today <= expected_on <= today + LONGEST_WAIT:
        words = _("Choose a day from today to %(day)s, 92 days ahead at most.")
        last = date_format(today + LONGEST_WAIT)
        raise InvalidInput.single("expected_on", words % {"day": last}, code="out_of_range")
    changes = {
        "expected_on": expected_on,
        "expected_reason": reason.strip(),
        "expected_since": now,
        "expected_times": row.expected_times + 1,
    }
    return editing.update(row=row, changes=changes, by=by, now=now, about=row.about, action="measurement.expected")


@transaction.atomic
def confirm(*, measurement: Measurement, by: Person, now: datetime) -> Measurement:
    """Whoever asked a colleague stands by the figure as well."""
    row = editing.lock(measurement)
    if row.asked_by_id is None or row.state != "reported" or row.confirmed_at is not None:
        raise NotPossible(_("There is nothing to confirm about this figure."), code="nothing_to_confirm")
    if by.pk != row.asked_by_id:
        raise NotPermitted(_("Only the person who asked for this figure can confirm it."))
    changes = {"confirmed_at": now}
    return editing.update(row=row, changes=changes, by=by, now=now, about=row.about, action="measurement.confirmed")
