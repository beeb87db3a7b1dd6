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
from register.models import Organisation, Person
from workflows.models import Notice

Told = tuple[Found, Reminder]
"""A duty that still stands, and the last rung reached for it."""


@dataclass(frozen=True)
class DigestFacts:
    """Of some digests of one organisation; `lines` by notice."""

    lines: dict[UUID, list[Told]]
    line: Line
    people: dict[UUID, Person]
    figures: dict[UUID, IndicatorFacts]


def facts_of_digests(notices: Sequence[Notice], organisation: Organisation, now: datetime) -> DigestFacts:
    """Only what is still so: nobody hears of what is done."""
    by_notice = _reminders(notices)
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for reminder in (one for several in by_notice.values() for one in several):
        subjects[reminder.duty_kind].add(reminder.subject_id)
    found: dict[tuple[str, UUID], list[Found]] = defaultdict(list)
    for kind, ids in subjects.items():
        for one in duties_on(kind, ids, organisation, now):
            found[kind, one.row.pk].append(one)
    duties = [one for several in found.values() for one in several]
    return DigestFacts(
        lines={notice: list(_standing(reminders, found)) for notice, reminders in by_notice.items()},
        line=Line(organisation, organisation.local_date(now)),
        people=people_of(duties),
        figures=facts_of({one.pk: one for duty in duties if (one := indicator_of(duty.row))}.values()),
    )


def _reminders(notices: Sequence[Notice]) -> dict[UUID, list[Reminder]]:
    days = {notice.payload["on"] for notice in notices}
    rows: dict[tuple[UUID, str], list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(recipient__in=[one.recipient_id for one in notices], on_date__in=days):
        rows[row.recipient_id, row.on_date.isoformat()].append(row)
    return {one.pk: rows[one.recipient_id, one.payload["on"]] for one in notices}


def _standing(reminders: Iterable[Reminder], found: dict[tuple[str, UUID], list[Found]]) -> Iterable[Told]:
    """Each duty that still falls due on the day of its reminders, with the last rung reached."""
    highest: dict[tuple[str, UUID], list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        highest[reminder.duty_kind, reminder.subject_id].append(reminder)
    for subject, several in highest.items():
        for one in found.get(subject, ()):
            own = [reminder for reminder in several if reminder.due_date == one.due_date]
            if own:
                yield one, max(own, key=lambda reminder: reminder.rung)
