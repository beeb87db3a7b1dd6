"""INSERT … SELECT over our own models: columns that are not named get what the model would give them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, models
from psycopg import sql

from register.models.sorting import SortKeyField

Cursor = psycopg.Cursor[Any]
PLAIN_INDEXES = """
    SELECT named.relname, pg_get_indexdef(named.oid)
    FROM pg_index JOIN pg_class named ON named.oid = indexrelid JOIN pg_class rows ON rows.oid = indrelid
    WHERE rows.relname ~ '^(projects|register|workflows)_' AND NOT indisunique
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
"""Those that no constraint rests on."""


def pk_of(what: str, number: int) -> UUID:
    """The id of the row of this kind with this number."""
    return UUID(hashlib.md5(f"{what} {number}".encode(), usedforsecurity=False).hexdigest())


def pk(what: str, number: str) -> str:
    """The same, where `number` is an SQL expression."""
    return f"md5('{what} ' || ({number}))::uuid"


def insert(model: type[models.Model], source: str, **expressions: str) -> str:
    """The statement that makes a row of `model` of each row of `source`; `expressions` are SQL, by field."""
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    strangers = expressions.keys() - {field.name for field in fields}
    if strangers:
        raise ValueError(f"{model.__name__} has no {', '.join(strangers)}.")
    given = [(field.column, _expression(field, expressions)) for field in fields]
    columns = ", ".join(f'"{column}"' for column, _ in given)
    values = ", ".join(value for _, value in given)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} FROM {source}'


def link(through: type[models.Model], source: str, **expressions: str) -> str:
    """The same for a many-to-many relation, whose rows number themselves."""
    fields: list[Any] = [through._meta.get_field(name) for name in expressions]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{through._meta.db_table}" ({columns}) SELECT {", ".join(expressions.values())} FROM {source}'


def _expression(field: Any, expressions: dict[str, str]) -> str:
    if field.name in expressions:
        return expressions[field.name]
    if isinstance(field, SortKeyField) and field.source in expressions:
        return f"left(lower({expressions[field.source]}), {field.max_length})"
    if getattr(field, "auto_now", False):
        return "now()"
    if field.primary_key:
        raise ValueError(f"Say what the id of {field.model.__name__} is.")
    value = field.get_db_prep_save(field.get_default(), connection)
    return sql.Literal(value).as_string(connection.connection)


@contextmanager
def quickly(cursor: Cursor) -> Iterator[None]:
    """Without triggers, and with indexes built at the end: only for rows that are known to be right."""
    cursor.execute("SET session_replication_role = replica")
    dropped = cursor.execute(PLAIN_INDEXES).fetchall()
    for name, _ in dropped:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in dropped:
        cursor.execute(definition)
    cursor.execute("SET session_replication_role = DEFAULT")
