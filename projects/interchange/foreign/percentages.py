"""What a workbook's cells show other than they hold: 0.074 that is seen as 7.4 %, and formulas that have failed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from projects.interchange.limits import column_number
from projects.interchange.tables import Cell
from register.decimals import decimal_text

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
BUILT_IN_PERCENT = {"9", "10"}
SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
STYLES_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
FAILED = "#"


@dataclass(frozen=True, slots=True)
class Marks:
    """Cells of one sheet by row and column, counted from 0."""

    percent: frozenset[tuple[int, int]]
    failed: frozenset[tuple[int, int]]

    def put_on(self, rows: list[list[Cell]]) -> None:
        """Write percentages as they are seen, and a sign where a formula has failed."""
        for row, column in self.percent:
            if row < len(rows) and column < len(rows[row]):
                cell = rows[row][column]
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    rows[row][column] = f"{decimal_text(Decimal(format(cell, '.15g')) * 100)} %"
        for row, column in self.failed:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = FAILED


def marks_of(parts: Mapping[str, bytes]) -> dict[str, Marks]:
    """The marks of each sheet by its name."""
    styles = _percent_styles(parts.get(STYLES, b""))
    paths = {one["Id"]: one.get("Target", "") for one in map(_attributes, RELATION.findall(parts.get(RELATIONS, b"")))}
    found: dict[str, Marks] = {}
    for sheet in map(_attributes, SHEET.findall(parts.get(WORKBOOK, b""))):
        target = paths.get(sheet.get("r:id", ""), "")
        content = parts.get(target.lstrip("/") if target.startswith("/") else f"xl/{target}", b"")
        found[unescape(sheet.get("name", ""))] = _marks(content, styles)
    return found


def _marks(content: bytes, styles: frozenset[str]) -> Marks:
    percent, failed = set(), set()
    for found in CELL.finditer(content):
        one = found[1]
        if b"t=" not in one and b"s=" not in one:
            continue
        cell = _attributes(one)
        place = ADDRESS.fullmatch(cell.get("r", ""))
        if place is None:
            continue
        at = (int(place[2]) - 1, column_number(place[1].encode()) - 1)
        if cell.get("t") == "e":
            failed.add(at)
        elif cell.get("s") in styles and cell.get("t", "n") == "n":
            percent.add(at)
    return Marks(frozenset(percent), frozenset(failed))


def _percent_styles(content: bytes) -> frozenset[str]:
    """The numbers of the cell styles that show a figure as a percentage."""
    formats = [_attributes(one) for one in FORMAT.findall(content)]
    percent = BUILT_IN_PERCENT | {
        one.get("numFmtId", "") for one in formats if _is_percent(unescape(one.get("formatCode", "")))
    }
    cells = STYLES_OF_CELLS.search(content)
    styles = [_attributes(one) for one in STYLE.findall(cells[1] if cells else b"")]
    return frozenset(str(number) for number, one in enumerate(styles) if one.get("numFmtId") in percent)


def _is_percent(code: str) -> bool:
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode(): (double or single).decode("utf-8", "replace") for name, double, single in ATTRIBUTE.findall(text)
    }
