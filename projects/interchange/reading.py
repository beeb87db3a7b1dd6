"""Reads tables as rows of values, and names everything in them that cannot be read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from projects.interchange.about import SHEET as ABOUT
from projects.interchange.format import IN_ORDER, SHEETS, Column, Sheet
from projects.interchange.kinds import SEVERAL, TEXT
from projects.interchange.problems import Problem
from projects.interchange.tables import Cell, Line, Table, is_empty

LONGEST_KEY = 200


@dataclass(slots=True)
class Row:
    """A row of a file on its way into the register.

    `values`: what its columns say, a reference as a key; `others`: what the references mean.
    `existing`: the row of the register that it is; `stored`: that, or the new one; `proposed`: as it shall be.
    `fields`: what is to be set, field by field; for an existing row only what is other than `was`.
    """

    sheet: Sheet
    number: int
    values: dict[str, Any]
    others: dict[str, Model | list[Model] | None] = field(default_factory=dict)
    existing: Any = None
    stored: Any = None
    proposed: Any = None
    fields: dict[str, Any] = field(default_factory=dict)
    was: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        return str(self.values["key"])

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @property
    def is_changed(self) -> bool:
        return self.existing is not None and bool(self.fields)

    def problem(self, column: str, words: str) -> Problem:
        return Problem(self.sheet.name, self.number, column, words)


@dataclass(slots=True)
class Reading:
    """What a file says, sheet by sheet in the order of storing, and what is wrong with it."""

    rows: dict[str, list[Row]]
    problems: list[Problem]


def read_rows(tables: Iterable[Table]) -> Reading:
    rows: dict[str, list[Row]] = {sheet.name: [] for sheet in IN_ORDER}
    problems: list[Problem] = []
    for table in tables:
        if table.name == ABOUT.lower():
            continue
        sheet = SHEETS.get(table.name)
        if sheet is None:
            words = _("There is no such sheet. Known sheets: %(known)s.") % {"known": ", ".join(SHEETS)}
            problems.append(Problem(table.name[:100], 0, "", words))
            continue
        faults = list(_header_faults(table, sheet))
        problems += faults
        columns = [sheet.by_name.get(name) for name in table.header]
        for line in table.lines if columns else []:
            row, wrong = _read_row(sheet, columns, line)
            problems += wrong
            if row is not None:
                rows[sheet.name].append(row)
        problems += _same_key_twice(rows[sheet.name])
    return Reading(rows, problems)


def _header_faults(table: Table, sheet: Sheet) -> Iterator[Problem]:
    if not table.header:
        yield Problem(sheet.name, 1, "", _("The first row must hold the names of the columns."))
        return
    for name, times in Counter(table.header).items():
        if not name:
            yield Problem(sheet.name, 1, "", _("A column has no name."))
        elif name not in sheet.by_name:
            words = _("There is no column of this name here. Known columns: %(known)s.")
            yield Problem(sheet.name, 1, name[:100], words % {"known": ", ".join(sheet.by_name)})
        elif times > 1:
            yield Problem(sheet.name, 1, name, _("This column is there more than once."))
    for name in sheet.required:
        if name not in table.header:
            yield Problem(sheet.name, 1, name, _("This column is missing."))


def _read_row(sheet: Sheet, columns: Sequence[Column | None], line: Line) -> tuple[Row | None, list[Problem]]:
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for place, cell in enumerate(line.cells):
        if place >= len(columns):
            if not is_empty(cell):
                problems.append(Problem(sheet.name, line.number, "", _("A cell stands beside the last column.")))
            continue
        column = columns[place]
        if column is not None:
            _read_cell(sheet, column, line.number, cell, values, problems)
    for column in columns[len(line.cells) :]:
        if column is not None:
            _read_cell(sheet, column, line.number, None, values, problems)
    return (Row(sheet, line.number, values) if values.get("key") else None), problems


def _read_cell(
    sheet: Sheet, column: Column, number: int, cell: Cell, values: dict[str, Any], problems: list[Problem]
) -> None:
    """Put the value under the column's name, or what is wrong among the problems."""
    nothing = cell is None or cell == "" if column.kind is TEXT else is_empty(cell)
    if column.required and is_empty(cell):
        problems.append(Problem(sheet.name, number, column.name, _("This cell must not be empty.")))
    elif nothing:
        if not column.keeps:
            values[column.name] = column.kind.empty
    else:
        try:
            values[column.name] = _checked_key(column, column.kind.read(cell))
        except ValueError as error:
            problems.append(Problem(sheet.name, number, column.name, str(error)))


def _checked_key(column: Column, value: Any) -> Any:
    if column.name == "key" and (len(value) > LONGEST_KEY or SEVERAL in value):
        words = _("A key has at most %(limit)d signs and no “|” among them.")
        raise ValueError(words % {"limit": LONGEST_KEY})
    return value


def _same_key_twice(rows: Sequence[Row]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        number = first.setdefault(row.key, row.number)
        if number != row.number:
            yield row.problem("key", _("Row %(row)d already has this key.") % {"row": number})
