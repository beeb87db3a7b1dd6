"""Trees as lists: each row after what it is part of, with how deep it lies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID


def in_tree_order(rows: Iterable[Any]) -> list[tuple[int, Any]]:
    """(depth, row) from the top down, brothers and sisters in the order given; rows without a known parent are tops."""
    children: defaultdict[UUID | None, list[Any]] = defaultdict(list)
    known = list(rows)
    ids = {row.pk for row in known}
    for row in known:
        children[row.parent_id if row.parent_id in ids else None].append(row)
    return list(_below(None, 0, children))


def _below(parent: UUID | None, depth: int, children: dict[UUID | None, list[Any]]) -> Iterator[tuple[int, Any]]:
    for row in children.pop(parent, []):
        yield depth, row
        yield from _below(row.pk, depth + 1, children)
