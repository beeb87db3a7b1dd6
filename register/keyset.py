"""Lists read page by page from where the last page ended: as cheap at the end of a long list as at its start."""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

COUNTED = 1_000
"""How far a page counts; beyond it says so and offers to count exactly."""


@dataclass(frozen=True)
class Page:
    """The rows to show, and the cursors to the pages beside it (empty: none)."""

    rows: Sequence[Any]
    next: str = ""
    previous: str = ""


def page_of(rows: QuerySet[Any], *, order: Sequence[str], size: int, after: str = "", before: str = "") -> Page:
    """One page of `rows` in `order` (column names, a leading "-" for descending; none may be null; `id` comes last).

    `after` and `before` are cursors from another page. ValueError, in the user's words, for one that is not.
    """
    order = [*order, "id"]
    ordered = rows.order_by(*(_turned(order) if before else order))
    cursor = after or before
    if cursor:
        ordered = ordered.filter(_beyond(_turned(order) if before else order, _read(cursor, len(order))))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    if not found:
        return Page([])
    return Page(
        found,
        next=_cursor(found[-1], order) if (more or before) else "",
        previous=_cursor(found[0], order) if (after or (before and more)) else "",
    )


def page_of_list(
    rows: Sequence[Any], *, place: Callable[[Any], tuple[str, str]], size: int, after: str = "", before: str = ""
) -> Page:
    """One page of rows that are in memory in the order of their `place`, with cursors as above."""
    cursor = after or before
    first, last = 0, size
    if cursor:
        at = (*_read(cursor, 2),)
        first = bisect_right(rows, at, key=place) if after else max(bisect_left(rows, at, key=place) - size, 0)
        last = first + size if after else bisect_left(rows, at, key=place)
    found = rows[first:last]
    if not found:
        return Page([])
    return Page(
        found,
        next=_written(place(found[-1])) if last < len(rows) else "",
        previous=_written(place(found[0])) if first else "",
    )


def count_up_to(rows: QuerySet[Any], most: int = COUNTED) -> int:
    """How many rows there are, but never more than `most` + 1: counting further would cost more than it tells."""
    return rows.order_by()[: most + 1].count()


def _turned(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after the values in the order: later in the first column, or equal there and later in the next."""
    beyond, same = Q(), Q()
    first = order[0]
    # Says nothing new, but lets the database start at the right place in an index.
    bound = Q(**{f"{first.removeprefix('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]})
    for name, value in zip(order, values, strict=True):
        column = name.removeprefix("-")
        way = "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{way}": value})
        same &= Q(**{column: value})
    return bound & beyond


def _cursor(row: Any, order: Sequence[str]) -> str:
    return _written([str(_value(row, name.removeprefix("-"))) for name in order])


def _written(values: Sequence[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(values)).encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row


def _read(cursor: str, length: int) -> list[str]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise ValueError(_("This page of the list cannot be found. Start from the first page.")) from error
    if not isinstance(values, list) or len(values) != length or not all(isinstance(value, str) for value in values):
        raise ValueError(_("This page of the list cannot be found. Start from the first page."))
    return values
