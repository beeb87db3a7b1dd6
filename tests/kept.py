"""A project that one test has walked to a state is put back for the next one, row by row, without walking again.

A place is what the cast has done since the test began, call by call. Whatever else writes leads to an unknown place,
from which everything is walked for real; so is everything the first two times. What tests are about is never kept.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|SET|SHOW|DECLARE|FETCH)\b", re.IGNORECASE)
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
PLAIN = (str, int, bool, date, datetime, Decimal, UUID, type(None))

Rows = dict[Any, tuple[Any, ...]]
Walk = Callable[..., Any]


@dataclass
class Kept:
    """The tables that a walk writes to; once it was looked at from both ends, what changes them, and what it gives."""

    tables: set[str] = field(default_factory=set)
    changes: str = ""
    result: Any = None


class Keeper:
    """Knows where the test is; `place` is None where that cannot be known."""

    def __init__(self) -> None:
        self.place: int | None = None
        self.walks: dict[int, Kept] = {}
        self.under_way: list[set[str]] = []

    def begin(self) -> None:
        """A test begins, with an empty register."""
        self.place = 0
        self.under_way.clear()
        if self._watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._watch)

    def go(self, walk: Walk, cast: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """From where the test is; put back where that way was walked before."""
        place = self._after(walk.__name__, vars(cast), given, named)
        if place is None:
            return walk(cast, *given, **named)
        kept = self.walks.setdefault(place, Kept())
        if kept.changes:
            self._note(kept.tables)
            _run(kept.changes)
            result = _found(kept.result)
        else:
            result = self._live(kept, lambda: walk(cast, *given, **named))
        self.place = place
        return result

    def _after(self, *asked: Any) -> int | None:
        """Where a walk leads; only on PostgreSQL, and inside a transaction that is undone after the test."""
        if self.place is None or connection.vendor != "postgresql" or not connection.in_atomic_block:
            return None
        try:
            return hash((self.place, get_language(), _frozen(asked)))
        except TypeError:
            return None

    def _live(self, kept: Kept, walk: Callable[[], Any]) -> Any:
        """The first time the tables are noted; the second time they are compared with what they were."""
        before = {table: _rows(table) for table in kept.tables}
        with self._noting() as written:
            result = walk()
        if before and written <= kept.tables:
            kept.changes = "; ".join(one for table in sorted(before) for one in _changes(table, before[table]))
            kept.result = _frozen(result)
        kept.tables |= written
        return result

    @contextmanager
    def _noting(self) -> Iterator[set[str]]:
        written: set[str] = set()
        self.under_way.append(written)
        try:
            yield written
        finally:
            self.under_way.pop()

    def _note(self, tables: set[str]) -> None:
        self.place = None
        for written in self.under_way:
            written.update(tables)

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not READS.match(sql):
            table = WRITES.match(sql)
            self._note({table[1]} if table else set(_models()))
        return execute(sql, params, many, context)


keeper = Keeper()


def kept(walk: Walk) -> Walk:
    """For what the cast does on the way to what a test is about."""

    @wraps(walk)
    def walked(cast: Any, *given: Any, **named: Any) -> Any:
        return keeper.go(walk, cast, given, named)

    return walked


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _frozen(value: Any) -> Any:
    """Something that can be compared, and from which it is `_found` again; TypeError where it cannot be."""
    if isinstance(value, Model):
        return type(value), value.pk
    if isinstance(value, dict):
        return dict, tuple((name, _frozen(one)) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return tuple, tuple(_frozen(one) for one in value)
    if isinstance(value, PLAIN):
        return None, value
    raise TypeError(f"{value!r} is neither a row nor a plain value.")


def _found(frozen: Any) -> Any:
    kind, value = frozen
    if kind is None:
        return value
    if kind is dict:
        return {name: _found(one) for name, one in value}
    if kind is tuple:
        return tuple(_found(one) for one in value)
    return kind._base_manager.get(pk=value)


def _columns(table: str) -> list[str]:
    meta = _models()[table]._meta
    return [meta.pk.column, *(one.column for one in meta.concrete_fields if one is not meta.pk and not one.generated)]


def _rows(table: str) -> Rows:
    """The rows of a table by their key, each as PostgreSQL writes it in a statement."""
    columns = _columns(table)
    written = ", ".join(f'quote_nullable("{column}"::text)' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {written} FROM "{table}" ORDER BY "{columns[0]}"')
        return {row[0]: row for row in cursor.fetchall()}


def _changes(table: str, before: Rows) -> Iterator[str]:
    """The statements that make a table what it is now."""
    key, *others = _columns(table)
    after = _rows(table)
    if gone := before.keys() - after.keys():
        yield f'DELETE FROM "{table}" WHERE "{key}" IN ({", ".join(sorted(gone))})'
    if added := [f"({', '.join(row)})" for pk, row in after.items() if pk not in before]:
        yield f'INSERT INTO "{table}" ("{key}", {_listed(others)}) VALUES {", ".join(added)}'
    for pk, row in after.items():
        if pk in before and before[pk] != row:
            yield f'UPDATE "{table}" SET ({_listed(others)}) = ROW({", ".join(row[1:])}) WHERE "{key}" = {pk}'


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _run(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.cursor.execute(statements)  # past Django, for which it would be one statement
