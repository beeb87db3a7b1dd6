"""Rows for reports over thousands: models with the columns that are asked and no others, today's or as once known.

Django's own way of making a model instance costs more than the query that finds it. These are made without it; a
column that was not asked for is fetched when it is read, one row at a time, which a count of queries shows at once.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)
Values = dict[str, Any]


class Knowledge(Protocol):
    """What was known once: gives the rows of a model as they were then, from those of today."""

    def rewound(self, model: type[Model], columns: Sequence[str], rows: Iterable[Values]) -> list[Values]: ...


@contextmanager
def nothing_is_garbage() -> Iterator[None]:
    """Thousands of rows are made, and all are kept: looking through them for garbage would take longer than they do."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def values_of(rows: QuerySet[Any], columns: Sequence[str], knowledge: Knowledge | None = None) -> list[Values]:
    """The columns of the rows by name; `id` must be among them where there is `knowledge`."""
    found = (dict(zip(columns, values, strict=True)) for values in rows.values_list(*columns).iterator(chunk_size=5000))
    return knowledge.rewound(rows.model, columns, found) if knowledge else list(found)


def bare(model: type[Row], values: Values, **related: Model | None) -> Row:
    """An instance with these values alone; `related` are the rows behind its references."""
    row = object.__new__(model)
    row.__dict__ = values
    row._state = ModelState()
    row._state.adding = False
    row._state.fields_cache = related
    return row


def by_id(rows: Iterable[Row]) -> Mapping[Any, Row]:
    return {row.pk: row for row in rows}
