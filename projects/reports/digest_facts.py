"""What stands behind digests now, looked up for several at once: as many queries for thirty mails as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from projects.formulas.facts import IndicatorFacts
from projects.models import Reminder
from projects.reports.duties import duties_on, people_of
from projects.reports.duty_facts import indicator_of
from projects.reports.duty_scope import Found
from projects.reports.figures import facts_of
from projects.reports.line import Line
from projects.reports.put_off import PutOff, put_off
from projects.reports.told import hidden_from, told_as
from register.models import Organisation, Person
from workflows.models import Notice

Told = tuple[Found, Reminder]
"""A duty that still stands, and the last rung reached for it."""


@dataclass(frozen=True)
class DigestFacts:
    """Of some digests of one organisation; `lines` by notice."""

    lines: dict[UUID, list[Told]]
    people: dict[UUID, Person]
    figures: dict[UUID, IndicatorFacts]


def facts_of_digests(notices: Sequence[Notice], organisation: Organisation, now: datetime) -> DigestFacts:
    """Only what is still so: nobody hears of what is done, is no longer theirs, or may not be seen by them."""
    by_notice = _reminders(notices)
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for reminder in (one for several in by_notice.values() for one in several):
        subjects[reminder.duty_kind].add(reminder.subject_id)
    found: dict[tuple[str, UUID], list[Found]] = defaultdict(list)
    for kind, ids in subjects.items():
        for one in duties_on(kind, ids, organisation, now):
            found[kind, one.row.pk].append(one)
    duties = [one for several in found.values() for one in several]
    today = organisation.local_date(now)
    silent = put_off(organisation, Line(organisation, today), today, since=today)
    lines = {notice.pk: list(_standing(by_notice[notice.pk], found, silent)) for notice in notices}
    return DigestFacts(
        lines={notice.pk: _visible(notice.recipient, lines[notice.pk]) for notice in notices},
        people=people_of(duties),
        figures=facts_of({one.pk: one for duty in duties if (one := indicator_of(duty.row))}.values()),
    )


def _reminders(notices: Sequence[Notice]) -> dict[UUID, list[Reminder]]:
    days = {notice.payload["on"] for notice in notices}
    rows: dict[tuple[UUID, str], list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(recipient__in=[one.recipient_id for one in notices], on_date__in=days):
        rows[row.recipient_id, row.on_date.isoformat()].append(row)
    return {one.pk: rows[one.recipient_id, one.payload["on"]] for one in notices}


def _standing(
    reminders: Iterable[Reminder], found: dict[tuple[str, UUID], list[Found]], silent: PutOff
) -> Iterable[Told]:
    """Each duty that still falls due on the day of its reminders and concerns their recipient, with the last rung."""
    by_duty: dict[tuple[str, UUID], list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_duty[reminder.duty_kind, reminder.subject_id].append(reminder)
    for subject, several in by_duty.items():
        for one in found.get(subject, ()):
            own = [
                reminder
                for reminder in several
                if (reminder.due_date, reminder.part) == (one.due_date, one.part)
                and reminder.recipient_id in told_as(reminder.receiver, one, silent.line)
                and not silent.silences(one, reminder)
            ]
            if own:
                yield one, max(own, key=lambda reminder: reminder.rung)


def _visible(recipient: Person, lines: list[Told]) -> list[Told]:
    hidden = hidden_from(recipient, [found.project for found, _reminder in lines])
    return [told for told in lines if told[0].project.pk not in hidden]
