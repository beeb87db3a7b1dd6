"""A page of what is in memory already, with the same cursors as any list."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from register.api.keyset import Cursor, neighbours

One = TypeVar("One")


def page_in_memory(
    rows: Sequence[One], place: Callable[[One], tuple[Any, UUID]], cursor: Cursor | None, size: int
) -> tuple[list[One], Cursor | None, Cursor | None]:
    """The rows of a page by (value, id), and the cursors before and after it."""

    def at(one: One) -> tuple[Any, str]:
        value, pk = place(one)
        return value, str(pk)

    found = sorted(rows, key=at)
    backwards = cursor is not None and cursor.backwards
    if cursor:
        end = (cursor.value, str(cursor.pk))
        found = [one for one in found if (at(one) < end if backwards else at(one) > end)]
    more = len(found) > size
    page = found[-size:] if backwards else found[:size]
    before, after = neighbours([place(one) for one in page[:1] + page[-1:]], more=more, cursor=cursor)
    return page, before, after
