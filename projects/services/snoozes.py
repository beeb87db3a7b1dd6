"""Putting a duty off once: no reminder before a working day within two weeks. Who is told of delays still is."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.models import Receiver, Snooze
from projects.reports.duties import Duty
from projects.reports.put_off import snoozes_of
from projects.services.ladder import day_of, ladder_of
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.services import audit, editing

LONGEST = timedelta(days=14)


@transaction.atomic
def snooze(*, duty: Duty, until: date, reason: str, by: Person, now: datetime) -> Snooze:
    """Do not remind the person of this duty before a day; why is kept."""
    if by.pk != duty.person.pk or by.is_service:
        raise NotPermitted(_("Only the person whose duty it is can put it off."))
    audit.hold(by.organisation_id)  # nobody puts it off at the same time
    today = by.organisation.local_date(now)
    refusal = why_not(duty, today)
    if refusal is not None:
        raise refusal
    _check_day(duty, until, today)
    if not reason.strip():
        raise InvalidInput.single("reason", _("Say in a few words why."), code="required")
    row = Snooze(
        organisation=by.organisation,
        person=by,
        duty_kind=duty.kind,
        subject_id=duty.subject_id,
        due_date=duty.due_date,
        until=until,
        reason=reason.strip(),
    )
    return editing.create(row=row, by=by, now=now, about=duty.project.pk)


def why_not(duty: Duty, today: date) -> NotPossible | None:
    """What stands against putting a duty off today, if anything."""
    if snooze_of(duty) is not None:
        return NotPossible(_("You have put this off once already."), code="snoozed_already")
    if is_past_escalation(duty, today):
        words = _("This is so late that others have been told of it. It cannot be put off any more.")
        return NotPossible(words, code="past_escalation")
    return None


def can_be_put_off(
    duties: Sequence[Duty], today: date, *, by: Person, before: Collection[UUID] | None = None
) -> set[UUID]:
    """Of duties, by their ids, those that `by` could put off today; one query for however many.

    `before` are those that were put off already, where that is known.
    """
    if before is None:
        before = snoozes_of(duties)
    own = (duty for duty in duties if duty.person.pk == by.pk and not by.is_service)
    return {duty.id for duty in own if duty.id not in before and not is_past_escalation(duty, today)}


def snooze_of(duty: Duty) -> Snooze | None:
    """How its person has put it off, if they have."""
    mine = Snooze.objects.filter(person=duty.person, duty_kind=duty.kind, subject_id=duty.subject_id)
    return mine.filter(due_date=duty.due_date).first()


def is_past_escalation(duty: Duty, today: date) -> bool:
    """Whether others have been told of the delay by now."""
    organisation = duty.person.organisation
    escalations = [rung.days for rung in ladder_of(organisation.limits, duty.kind) if rung.to != Receiver.OWNER]
    return bool(escalations) and today >= day_of(duty.due_date, min(escalations), organisation.calendar)


def _check_day(duty: Duty, until: date, today: date) -> None:
    if not today < until <= today + LONGEST:
        words = _("Choose a day from tomorrow to %(day)s, 14 days ahead at most.")
        raise InvalidInput.single("until", words % {"day": date_format(today + LONGEST)}, code="out_of_range")
    if not duty.person.organisation.calendar.is_working_day(until):
        raise InvalidInput.single("until", _("Choose a working day."), code="not_a_working_day")
