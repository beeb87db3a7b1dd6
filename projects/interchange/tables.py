"""A sheet as it stands in a file: cells as they were read, before anybody knows what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | float | int | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row with the number seen at the sheet's edge."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or CSV file: the field names of its first row, and the rows that hold anything."""

    name: str
    header: Sequence[str]
    lines: Sequence[Line]


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def table_of(name: str, rows: Sequence[Sequence[Cell]]) -> Table | None:
    """The rows of a sheet as a table; None where it holds nothing at all."""
    lines = [Line(number, cells) for number, cells in enumerate(rows, 1) if not all(map(is_empty, cells))]
    if not lines:
        return None
    if lines[0].number > 1:
        return Table(name, [], lines)
    header = ["" if cell is None else str(cell).strip() for cell in lines[0].cells]
    while header and not header[-1]:
        header.pop()
    return Table(name, header, lines[1:])
