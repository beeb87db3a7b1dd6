"""What the register knew at the end of a day: today's rows, taken back along the audit trail.

Every change since stands in the trail with what was there before. So the rows of a model are read as they are, and
the changes since are undone, the newest first: what was created since is not there yet, what was deleted is. What
was erased for good by law is empty then too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model

from projects.models import Benefit, BenefitYear, BudgetEntry, BudgetLine, Indicator, Measurement, Project, Target
from projects.reports.rows import Values
from register.models import AuditEvent, AuditPersonalValue, Organisation, SortKeyField
from register.models.sorting import sort_key

REWOUND = (Project, Benefit, Indicator, Target, Measurement, BenefitYear, BudgetLine, BudgetEntry)

Undoing = tuple[str, dict[str, Any], UUID]
"""An action, its changes and the event's id."""


class Knowledge:
    """The organisation's rows as the register knew them at the end of `day`."""

    def __init__(self, organisation: Organisation, day: date) -> None:
        self.organisation, self.day = organisation, day

    @cached_property
    def until(self) -> datetime:
        """The first moment after the day, where the organisation is."""
        return datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(self.organisation.time_zone))

    def rewound(self, model: type[Model], columns: Sequence[str], rows: Iterable[Values]) -> list[Values]:
        """The rows as they were known; `id` must be among their columns.

        Besides them come rows of the organisation that were deleted since. So the rows given may be chosen by what
        never changes, as whose part they are, but not by what may have been otherwise then.
        """
        now = {row["id"]: row for row in rows}
        for pk, events in self._since[model._meta.label_lower].items():
            if (row := self._taken_back(model, columns, pk, now.get(pk), events)) is None:
                now.pop(pk, None)
            else:
                now[pk] = row
        return list(now.values())

    def links(self, model: type[Model], name: str, now: dict[UUID, set[UUID]]) -> dict[UUID, set[UUID]]:
        """A many-to-many relation as it was known, from what it is: the others' ids by the row's."""
        before = dict(now)
        for pk, events in self._since[model._meta.label_lower].items():
            for _action, changes, _event in events:
                if name in changes:
                    before[pk] = {UUID(one) for one in changes[name]["old"] or ()}
        return before

    def _taken_back(
        self, model: type[Model], columns: Sequence[str], pk: UUID, row: Values | None, events: Iterable[Undoing]
    ) -> Values | None:
        for action, changes, event in events:
            if action.endswith(".deleted"):
                row = {**_empty(model, columns, self.until), "id": pk, "organisation_id": self.organisation.pk}
            if row is None:
                continue
            if action.endswith(".created"):
                return None
            row |= self._old_values(model, columns, changes, event)
        return row and {**row, **_sort_keys(model, row)}

    def _old_values(self, model: type[Model], columns: Sequence[str], changes: dict[str, Any], event: UUID) -> Values:
        old: Values = {}
        for name, pair in changes.items():
            if (field := _field(model, name)) is None or field.attname not in columns:
                continue
            value = pair["old"]
            if isinstance(value, dict):
                value = self._personal.get((event, f"{name}.old"), "")
            old[field.attname] = _empty_value(field) if value is None else field.to_python(value)
        return old

    @cached_property
    def _since(self) -> dict[str, dict[UUID, list[Undoing]]]:
        """What happened since, by kind of row and by row, the newest first."""
        found: dict[str, dict[UUID, list[Undoing]]] = defaultdict(lambda: defaultdict(list))
        for kind, pk, action, changes, event in self._events:
            found[kind][pk].append((action, changes, event))
        return found

    @property
    def _events(self) -> Iterator[tuple[str, UUID, str, dict[str, Any], UUID]]:
        since = AuditEvent.objects.filter(chain=self.organisation.pk, at__gte=self.until)
        since = since.filter(subject_type__in=[model._meta.label_lower for model in REWOUND]).order_by("-position")
        return since.values_list("subject_type", "subject_id", "action", "changes", "id").iterator()

    @cached_property
    def _personal(self) -> dict[tuple[UUID, str], Any]:
        """What stood in free text before."""
        since = AuditEvent.objects.filter(chain=self.organisation.pk, at__gte=self.until)
        kept = AuditPersonalValue.objects.filter(event__in=since, path__endswith=".old")
        return {(event, path): value for event, path, value in kept.values_list("event", "path", "value")}


def _sort_keys(model: type[Model], row: Values) -> Values:
    """What a row is sorted by follows from its name and is no part of the trail."""
    fields = (one for one in model._meta.concrete_fields if isinstance(one, SortKeyField) and one.attname in row)
    return {one.attname: sort_key(row[one.source]) for one in fields}


def _field(model: type[Model], name: str) -> Any:
    return next((field for field in model._meta.concrete_fields if name in (field.name, field.attname)), None)


def _empty(model: type[Model], columns: Sequence[str], until: datetime) -> Values:
    """When it was made is no part of the trail's changes: before that day's end."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: until if name == "created_at" else _empty_value(fields[name]) for name in columns}


def _empty_value(field: Any) -> Any:
    """What a column holds of which the trail says nothing: its own default, since only what says something is kept."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""
