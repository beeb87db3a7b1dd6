"""A register as an Excel file: read as Excel shows it, written as text and nothing but text."""

import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from projects.interchange import limits
from projects.interchange.about import About, write_about
from projects.interchange.format import SHEETS
from projects.interchange.problems import FileRefused
from projects.interchange.tables import Table, table_of

WORKBOOK = "xl/workbook.xml"
BINARY_WORKBOOK = "xl/workbook.bin"
MOST_DIGITS = 15
LONGEST_TEXT = 32_767  # Excel's own limit for a cell
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTH = 24


def read_workbook(archive: ZipFile, content: bytes) -> list[Table]:
    """The sheets that hold anything, by their lower-case names."""
    scales = limits.Scales()
    for entry in archive.infolist():
        part = limits.read_entry(archive, entry)
        scales.weigh(part)
        limits.check_errors(part)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        read = [_read_sheet(workbook, name) for name in sheets]
    except CalamineError as error:
        raise FileRefused(_("This Excel file cannot be read. Open it in Excel, save it anew and try again.")) from error
    return [table for table in read if table is not None]


def _read_sheet(workbook: CalamineWorkbook, name: str) -> Table | None:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if len(rows) > limits.MOST_ROWS + 1:
        raise limits.too_many_rows()
    return table_of(name.strip().lower(), rows)


def write_workbook(target: BinaryIO, rows: Mapping[str, Iterable[Mapping[str, str]]], about: About = ()) -> None:
    """One sheet each; every cell is text, so that Excel takes none for a formula or a date."""
    with Workbook(target, {"constant_memory": True, **TEXT_ONLY}) as workbook:
        bold = workbook.add_format({"bold": True})
        for name in SHEETS:
            _write_sheet(workbook.add_worksheet(name), name, rows[name], bold)
        if about:
            write_about(workbook, about)


def _write_sheet(page: Worksheet, name: str, rows: Iterable[Mapping[str, str]], bold: Format) -> None:
    columns = SHEETS[name].by_name
    page.freeze_panes(1, 1)
    page.set_column(0, len(columns) - 1, WIDTH)
    for place, column in enumerate(columns):
        page.write_string(0, place, column, bold)
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            if row[column]:
                page.write_string(line, place, _fitting(row[column], name, line + 1, column))


def is_number(text: str) -> bool:
    """Whether Excel can keep a figure as it is: with fifteen digits."""
    return bool(NUMBER.fullmatch(text)) and sum(sign.isdigit() for sign in text) <= MOST_DIGITS


def write_cell(page: Worksheet, row: int, place: int, text: str, *, is_figure: bool) -> None:
    """Text, or a figure that can be calculated with; nothing where there is none."""
    if is_figure and is_number(text):
        page.write_number(row, place, Decimal(text))
    elif text:
        page.write_string(row, place, text[:LONGEST_TEXT])


def _fitting(text: str, sheet: str, row: int, column: str) -> str:
    if len(text) > LONGEST_TEXT:
        words = _(
            "A cell in Excel holds at most %(limit)d signs, and %(sheet)s, row %(row)d, %(column)s has more. "
            "Export as a ZIP of CSV files instead."
        )
        raise FileRefused(words % {"limit": LONGEST_TEXT, "sheet": sheet, "row": row, "column": column})
    return text
