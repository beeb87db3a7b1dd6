"""What people have put off, and what of a duty is silent for that reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from projects.models import Receiver, Reminder, Snooze
from projects.reports.duties import Duty
from projects.reports.duty_scope import Found
from projects.reports.line import Line
from register.models import Organisation

Key = tuple[UUID, str, UUID, date]


@dataclass(frozen=True)
class PutOff:
    """The snoozes of an organisation that reach to a day or further; who stands in snoozes for whose duty it is."""

    rows: Mapping[Key, Snooze]
    line: Line
    today: date

    @property
    def due_dates(self) -> frozenset[date]:
        """When what was put off is due."""
        return frozenset(due_date for _person, _kind, _subject, due_date in self.rows)

    def of(self, duty: Found) -> Snooze | None:
        """How the duty was put off, if it was."""
        people = self.line.with_stand_ins(duty.person) if self.rows else []
        keys = ((person, duty.kind, duty.row.pk, duty.due_date) for person in people)
        return next((self.rows[key] for key in keys if key in self.rows), None)

    def silences(self, duty: Found, reminder: Reminder) -> bool:
        """Whether a reminder to whose duty it is need not be sent: put off since then, or said when it will be done."""
        if reminder.receiver != Receiver.OWNER:
            return False
        snooze, said_at = self.of(duty), getattr(duty.row, "expected_since", None)
        is_expected = getattr(duty.row, "expected_on", None) is not None
        return (snooze is not None and self.today < snooze.until) or (is_expected and reminder.created_at < said_at)


def put_off(organisation: Organisation, line: Line, today: date, *, since: date | None) -> PutOff:
    """What is silent today, and what was since a day."""
    rows = Snooze.objects.filter(organisation=organisation)
    if since is not None:
        rows = rows.filter(until__gte=since)
    found = {(row.person_id, row.duty_kind, row.subject_id, row.due_date): row for row in rows}
    return PutOff(found, line, today)


def snoozes_of(duties: Iterable[Duty]) -> dict[UUID, Snooze]:
    """By the duty's id; one query for however many."""
    ids = {(duty.person.pk, duty.kind, duty.subject_id, duty.due_date): duty.id for duty in duties}
    if not ids:
        return {}
    people, subjects = {key[0] for key in ids}, {key[2] for key in ids}
    rows = Snooze.objects.filter(person__in=people, subject_id__in=subjects)
    found = {(row.person_id, row.duty_kind, row.subject_id, row.due_date): row for row in rows}
    return {pk: found[key] for key, pk in ids.items() if key in found}
