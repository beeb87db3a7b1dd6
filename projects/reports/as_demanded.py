"""What a signature reserved, as it was demanded: a condition may get another owner or date afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from projects.models import Condition
from register.models import AuditEvent, Person


@dataclass(frozen=True)
class Demanded:
    """One reservation with the owner and the date it had when it was signed."""

    text: str
    owner: str
    due_date: date


def as_demanded(conditions: Sequence[Condition]) -> list[Demanded]:
    """In the order given, by the audit trail's first line about each; a row that has none as it stands."""
    first = _first_lines([row.pk for row in conditions])
    people = dict(Person.objects.filter(pk__in=[line["owner"] for line in first.values()]).values_list("pk", "name"))
    return [_demanded(row, first.get(row.pk, {}), people) for row in conditions]


def _first_lines(conditions: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    lines = AuditEvent.objects.filter(subject_id__in=conditions, subject_version=1).prefetch_related("personal_values")
    noted = {line.subject_id: line.changes_in_full() for line in lines}
    return {
        pk: {name: pair[1] for name, pair in changes.items()}
        for pk, changes in noted.items()
        if changes.keys() >= {"owner", "due_date"}
    }


def _demanded(row: Condition, noted: Mapping[str, str], people: Mapping[UUID, str]) -> Demanded:
    if not noted:
        return Demanded(row.text, row.owner.name, row.due_date)
    owner = people.get(UUID(noted["owner"]), row.owner.name)
    return Demanded(noted.get("text") or row.text, owner, date.fromisoformat(noted["due_date"]))
