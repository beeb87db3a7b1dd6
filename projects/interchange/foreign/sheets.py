"""The sheets of any file, as they stand: every cell, merged cells, percentages as they are seen, errors by name."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from projects.interchange import limits
from projects.interchange.csv_files import SUFFIX
from projects.interchange.escaping import unescaped
from projects.interchange.files import OLD_EXCEL, ZIP, opened
from projects.interchange.foreign.percentages import Marks, marks_of
from projects.interchange.problems import FileRefused
from projects.interchange.tables import Cell, is_empty
from projects.interchange.xlsx_files import WORKBOOK

DELIMITERS = ";\t,"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
OLDER = ("cp1252", "mac_roman", "cp865")
"""Windows, the Macs of old and DOS: of these the one in which a text has most letters of ours."""
_LETTER = rb"A-Za-z\x81\x83\x86-\x90\x98-\x9f\xa1-\xff"
_SIGN = rb"[\x80\x82\x84\x85\x91\x93-\x97]"
SIGNS = re.compile(
    rb"%(sign)b(?![%(letter)b])|(?<![%(letter)b])%(sign)b|\x92(?![A-Z])|(?<![A-Z])\x92"
    % {b"sign": _SIGN, b"letter": _LETTER}
)
"""Quotation marks, dashes and the euro of Windows, which are letters on the others: these stand within words."""
SAMPLE = 20
MOST_MERGED = 200_000


@dataclass(frozen=True, slots=True)
class Box:
    """A merged cell; rows and columns counted from 0, all included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def places(self) -> Iterator[tuple[int, int]]:
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))


@dataclass(frozen=True)
class Sheet:
    """Rows from the first of the sheet on; what is empty is an empty text."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Box] = field(default_factory=tuple)

    @cached_property
    def beginnings(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Where the merged cell begins that a cell is part of; none where too much is merged to be a table."""
        if sum(box.area for box in self.merged) > MOST_MERGED:
            return {}
        return {(row, column): (box.top, box.left) for box in self.merged for row, column in box.places()}

    def at(self, row: int, column: int) -> Cell:
        """A cell; every cell of a merged one is what the merged one says."""
        row, column = self.beginnings.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else ()
        cell = cells[column] if column < len(cells) else ""
        return "" if cell is None else cell


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of an Excel file, of a CSV file or of a ZIP of those; those that are empty are left out."""
    limits.check_size(content)
    if content.startswith(OLD_EXCEL):
        raise FileRefused(_("This is an old Excel file, or one with a password. Save it as XLSX without a password."))
    found = list(_zipped(content) if content.startswith(ZIP) else [read_csv("", content)])
    sheets = [sheet for sheet in found if any(not is_empty(cell) for row in sheet.rows for cell in row)]
    if not sheets:
        raise FileRefused(_("The file holds no rows."))
    return sheets


def _zipped(content: bytes) -> Iterator[Sheet]:
    with opened(content) as archive:
        names = archive.namelist()
        if WORKBOOK in names:
            yield from _workbook(archive, content)
            return
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            if path.suffix.lower() == SUFFIX and "__MACOSX" not in path.parts:
                yield read_csv(path.stem, limits.read_entry(archive, entry))


def _workbook(archive: ZipFile, content: bytes) -> Iterator[Sheet]:
    parts = {entry.filename: limits.read_entry(archive, entry) for entry in archive.infolist()}
    scales = limits.Scales()
    for part in parts.values():
        scales.weigh(part)
    marks = marks_of(parts)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for meta in workbook.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                yield _sheet(workbook.get_sheet_by_name(meta.name), marks.get(meta.name))
    except CalamineError as error:
        raise FileRefused(_("This Excel file cannot be read. Open it in Excel, save it anew and try again.")) from error


def _sheet(read: CalamineSheet, marks: Marks | None) -> Sheet:
    rows: list[list[Any]] = [*read.to_python(skip_empty_area=False)]
    if len(rows) > limits.MOST_ROWS + 1:
        raise limits.too_many_rows()
    if marks:
        marks.put_on(rows)
    boxes = read.merged_cell_ranges or ()
    merged = tuple(Box(*first, *last) for first, last in boxes)
    return Sheet(read.name.strip(), rows, merged)


def read_csv(name: str, content: bytes) -> Sheet:
    """A text of cells, in UTF-8, in UTF-16 (Excel's “Unicode text”) or in one of the older ones."""
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(rows) > limits.MOST_ROWS:
                raise limits.too_many_rows()
            if len(row) > limits.MOST_COLUMNS:
                raise FileRefused(_("A sheet has more than %(limit)d columns.") % {"limit": limits.MOST_COLUMNS})
            rows.append([unescaped(cell) for cell in row])
    except csv.Error as error:
        raise FileRefused(_("This is neither a spreadsheet (XLSX) nor a CSV file.")) from error
    return Sheet(name, rows)


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    if CONTROL.search(content[:4096]):
        raise FileRefused(_("This is neither a spreadsheet (XLSX) nor a CSV file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        letters = SIGNS.sub(b"", content)
        older = max(OLDER, key=lambda one: _nordic_letters(letters.decode(one, errors="replace")))
        return content.decode(older, errors="replace")


def _nordic_letters(text: str) -> int:
    return sum(text.count(letter) for letter in "æøåäöÆØÅÄÖ") - 5 * text.count("\N{REPLACEMENT CHARACTER}")


def _delimiter(text: str) -> str:
    """What divides most of the first lines into most cells; a semicolon where commas are in the figures."""
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]

    def divided(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        return sum(count > 0 for count in counts), -DELIMITERS.index(sign)

    return max(DELIMITERS, key=divided)
