"""The rows of the register that a file speaks of, fetched sheet by sheet with few queries."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from projects.interchange.format import IN_ORDER, PEOPLE, Sheet
from projects.interchange.queries import QUERIES
from projects.interchange.reading import Row
from register.models import Organisation, Person, Programme

AT_A_TIME = 400


class Known:
    """Finds rows of one organisation by key, by id, and people by e-mail address."""

    def __init__(self, organisation: Organisation, rows: dict[str, list[Row]]) -> None:
        self.organisation = organisation
        self.keys: dict[str, dict[str, Any]] = {}
        self.ids: dict[str, dict[UUID, Any]] = {}
        wanted = {name: set(keys) for name, keys in _keys_spoken_of(rows).items()}
        for sheet in IN_ORDER:
            found = self._fetch(sheet, wanted[sheet.name])
            ours = [row for row in found.values() if row.organisation_id == organisation.pk]
            for row in ours:
                row.organisation = organisation
            self.keys[sheet.name] = {row.key: row for row in ours if row.key}
            self.ids[sheet.name] = found
        self.people = {person.email.lower(): person for person in self.ids[PEOPLE].values()}

    def find(self, sheet: str, key: str) -> Any | None:
        """By key, then by id."""
        found = self.keys[sheet].get(key)
        return found or self.ids[sheet].get(as_id(key))  # type: ignore[arg-type]

    def person(self, email: str) -> Person | None:
        return self.people.get(email.lower())

    def _fetch(self, sheet: Sheet, keys: set[str]) -> dict[UUID, Any]:
        own = QUERIES[sheet.name].filter(organisation=self.organisation)
        found: dict[UUID, Any] = {}
        for some in _in_batches(sorted(keys)):
            ids = [one for key in some if (one := as_id(key))]
            asked = Q(key__in=some) | Q(pk__in=ids)
            if sheet.name == PEOPLE:
                own = own.alias(address=Lower("email"))
                asked |= Q(address__in=[key.lower() for key in some])
            shared = self._shared_programmes(ids) if sheet.model is Programme else ()
            found = {row.pk: row for row in (*own.filter(asked), *shared)} | found
        return found

    def _shared_programmes(self, ids: list[UUID]) -> Iterable[Programme]:
        return Programme.objects.filter(pk__in=ids, participants=self.organisation) if ids else ()


def as_id(key: str) -> UUID | None:
    """The id that a key spells out in full, if it does."""
    try:
        return UUID(key) if len(key) == 36 else None
    except ValueError:
        return None


def _keys_spoken_of(rows: dict[str, list[Row]]) -> dict[str, Iterable[str]]:
    wanted: dict[str, Any] = {sheet.name: set() for sheet in IN_ORDER}
    for sheet in IN_ORDER:
        references = [column for column in sheet.columns if column.to]
        for row in rows[sheet.name]:
            wanted[sheet.name].add(row.key)
            if sheet.name == PEOPLE:
                wanted[PEOPLE].add(row.values.get("email", ""))
            for column in references:
                named = row.values.get(column.name) or ()
                wanted[column.to].update((named,) if isinstance(named, str) else named)
    return wanted


def _in_batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]
