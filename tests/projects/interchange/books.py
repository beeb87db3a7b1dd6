"""Files as people make them: sheets of rows, as XLSX or as a ZIP of CSV files."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

Sheets = Mapping[str, Sequence[Sequence[Any]]]

SMALL: Sheets = {
    "units": [["key", "name"], ["health", "Health"]],
    "projects": [["key", "title", "unit", "state"], ["p1", "Sammen på jobb", "health", "executing"]],
    "benefits": [["key", "project", "title"], ["b1", "p1", "Lower sick leave"]],
    "indicators": [["key", "benefit", "name", "direction"], ["i1", "b1", "Sick leave", "decrease"]],
    "targets": [["key", "indicator", "due_date", "value"], ["t1", "i1", "2014", "7.0"]],
    "measurements": [["key", "indicator", "period_start", "value"], ["m1", "i1", "2013", "7.4"]],
    "milestones": [["key", "project", "title"], ["s1", "p1", "Handover"]],
}


def with_sheet(name: str, *rows: Sequence[Any]) -> Sheets:
    """The small register with one sheet otherwise."""
    return {**SMALL, name: list(rows)}


def a_zip(sheets: Sheets, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, rows in sheets.items():
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=delimiter).writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue().encode(encoding))
    return target.getvalue()


def a_workbook(sheets: Sheets) -> bytes:
    target = io.BytesIO()
    book = Workbook(target, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date | datetime):
                    page.write_datetime(line, place, cell, day)
                else:
                    page.write(line, place, cell)
    book.close()
    return target.getvalue()
