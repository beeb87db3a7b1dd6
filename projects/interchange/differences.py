"""What an import changes in a row, cell by cell, as a person reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from projects.interchange.format import Column
from projects.interchange.kinds import write_several
from projects.interchange.reading import Row
from projects.interchange.showing import reference_to, text_of


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: what the register has, and what the file says."""

    row: int
    key: str
    column: str
    old: str
    new: str


def changes_of(row: Row) -> Iterator[Change]:
    for name, value in row.fields.items():
        column = row.sheet.by_name[name]
        yield Change(row.number, row.key, name, text_of(row.existing, column), _shown(row, column, value))


def _shown(row: Row, column: Column, value: Any) -> str:
    home = row.existing.organisation_id
    if column.several:
        return write_several(tuple(reference_to(other, column, home) for other in value))
    if column.to:
        return reference_to(value, column, home)
    return "" if value is None else column.kind.write(value)
