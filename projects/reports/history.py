"""The history of a project: who did what to which part of it, from what to what, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from projects.models import GateDecision, Project
from projects.reports.history_words import (
    KINDS,
    action_in_words,
    column_of,
    is_told,
    label_of,
    step_in_words,
    value_in_words,
)
from register.models import AuditEvent, Person

PAGE_SIZE = 50
NAMES_OF_GONE = ("title", "name", "text")
RELATED = ("indicator", "handover__receiving_unit", "receiving_unit", "project__organisation", "follow_up", "benefit")
Names = dict[str, str]


@dataclass(frozen=True)
class Change:
    """One field; a value that was erased or is empty is a dash."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    row: AuditEvent
    kind: str
    what: str
    action: str
    note: str
    changes: Sequence[Change]

    @property
    def is_example(self) -> bool:
        return bool(self.row.details.get("example"))

    @property
    def is_override(self) -> bool:
        return bool(self.row.details.get("overridden"))


@dataclass(frozen=True)
class History:
    """A page of it, newest first; `older` is the last event on it, after which the next page goes on."""

    events: Sequence[Event]
    older: UUID | None


def history_of(project: Project, *, kind: str = "", before: UUID | None = None) -> History:
    """What happened, optionally to parts of one kind only."""
    rows = AuditEvent.objects.history_of(project.pk)
    if kind in KINDS:
        rows = rows.filter(subject_type=kind)
    if last := rows.filter(pk=before).first() if before else None:
        rows = rows.before(last)
    found = list(rows[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    names = _names(page)
    older = page[-1].pk if len(found) > PAGE_SIZE else None
    return History([_event(row, names) for row in page], older)


def _event(row: AuditEvent, names: Names) -> Event:
    model, values = apps.get_model(row.subject_type), row.changes_in_full()
    gone = next((str(values[name][0]) for name in NAMES_OF_GONE if name in values and values[name][0]), "")
    came_to_be = bool(values) and all(old is None for old, _new in values.values())
    told = {} if came_to_be else {name: pair for name, pair in values.items() if is_told(name)}
    return Event(
        row=row,
        kind=str(KINDS.get(row.subject_type, row.subject_type)),
        what=names.get(str(row.subject_id), gone),
        action=action_in_words(row.action),
        note=row.note_in_full(),
        changes=[
            Change(label_of(model, name), *(value_in_words(column_of(model, name), one, names) for one in pair))
            for name, pair in told.items()
        ],
    )


def _names(rows: Iterable[AuditEvent]) -> Names:
    """The names of everything the events speak of, one query for each kind of thing."""
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for row in rows:
        model = apps.get_model(row.subject_type)
        wanted[model].add(str(row.subject_id))
        for name, pair in row.changes.items():
            if target := getattr(column_of(model, name), "related_model", None):
                wanted[target].update(_references(pair))
    return {str(pk): name for model, pks in wanted.items() for pk, name in _named(model, pks)}


def _references(pair: dict[str, Any]) -> Iterator[str]:
    for value in pair.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (str(one) for one in value)


def _named(model: type[Model], pks: set[str]) -> Iterator[tuple[Any, str]]:
    rows = model._default_manager.filter(pk__in=pks)
    related = [name for name in RELATED if _has(model, name)]
    for row in rows.select_related(*related) if related else rows:
        yield row.pk, _name(row)


def _name(row: Any) -> str:
    if isinstance(row, GateDecision):
        return row.project.organisation.gate_label(row.gate) or step_in_words("project", row.gate)
    return row.name if isinstance(row, Person) else str(row)


def _has(model: type[Model], path: str) -> bool:
    return column_of(model, path.partition("__")[0]) is not None
