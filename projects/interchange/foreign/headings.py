"""Finds where a sheet's headings stand, and what each column is likely to be."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from projects.interchange.foreign.fields import FIELDS
from projects.interchange.foreign.sheets import Sheet
from projects.interchange.tables import Cell, is_empty

LOOKED_AT = 40
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LONGEST_HEADING = 80
SURE = 50
OF_A_YEAR = 30


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of the headings, counted from 0, both included."""

    first: int
    last: int


def plain(text: str) -> str:
    """Small letters, words parted by single spaces: “Gevinst-eier: ” is “gevinst eier”."""
    words = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w#%]+", " ", words).replace("_", " ").split())


def find_headings(sheet: Sheet) -> Span:
    """The row that reads most like headings, with a row of group headings above it."""
    rows = range(min(LOOKED_AT, len(sheet.rows)))
    best = max(rows, key=lambda at: (_reads_like_headings(sheet.rows[at]), -at), default=0)
    if _is_below_groups(sheet, best):
        return Span(best - 1, best)
    if best + 1 < len(sheet.rows) and _is_below_groups(sheet, best + 1):
        return Span(best, best + 1)
    return Span(best, best)


def _reads_like_headings(row: Sequence[Cell]) -> float:
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    known = sum(bool(_scores(plain(text))) for text in texts if len(text) <= LONGEST_HEADING)
    others = sum(not is_empty(cell) for cell in row) - len(texts)
    return 3 * known + 0.2 * len(texts) - others - sum(len(text) > LONGEST_HEADING for text in texts)


def _is_below_groups(sheet: Sheet, row: int) -> bool:
    """Whether the row above it holds headings that span several columns, and this one divides them."""
    wide = [box for box in sheet.merged if box.top == row - 1 == box.bottom and box.right > box.left]
    divided = [[cell for cell in sheet.rows[row][box.left : box.right + 1] if not is_empty(cell)] for box in wide]
    return any(len(cells) > 1 and all(isinstance(cell, str) for cell in cells) for cells in divided)


def titles(sheet: Sheet, span: Span) -> list[str]:
    """The heading of each column; a group's heading stands before its own."""
    width = max((len(row) for row in sheet.rows), default=0)
    return [_title(sheet, span, column) for column in range(width)]


def _title(sheet: Sheet, span: Span, column: int) -> str:
    parts: list[str] = []
    for row in range(span.first, min(span.last, len(sheet.rows) - 1) + 1):
        text = " ".join(str(sheet.at(row, column)).split())
        if text and text not in parts:
            parts.append(text)
    return " \N{EN DASH} ".join(parts)


def shape_of(headings: Sequence[str]) -> str:
    """By which the next file of the same kind is known: its headings, whatever their years and their order."""
    return "|".join(sorted({YEAR.sub("#", plain(title)) for title in headings if title}))


def propose(headings: Sequence[str]) -> dict[int, str]:
    """For each column what it is likely to be, each thing once (once a year where it may stand for a year)."""
    found = [
        (score, -column, field)
        for column, title in enumerate(headings)
        for field, score in _scores(plain(title)).items()
    ]
    proposed: dict[int, str] = {}
    for _score, column, field in sorted(found, reverse=True):
        if -column not in proposed and field not in proposed.values():
            proposed[-column] = field
    return proposed


@cache
def _scores(title: str) -> dict[str, int]:
    """How well a heading fits the fields it may name."""
    found: dict[str, int] = {}
    years = YEAR.findall(title)
    words = YEAR.sub(" ", title).split()
    for field in FIELDS:
        best = max((_fit(words, heading.split()) for heading in field.headings), default=0)
        if len(years) == 1 and not field.by_year:
            best -= OF_A_YEAR  # "Gevinst" is a title, "Gevinst 2027" an amount
        elif not years and field.sheet == "benefit_years":
            best = 0
        if best >= SURE:
            named = f"{field.name}@{years[0]}" if field.by_year and len(years) == 1 else field.name
            found[named] = best
    return found


def _fit(words: Sequence[str], heading: Sequence[str]) -> int:
    """100 for the same words; less for each word too many; 0 where one is lacking."""
    if list(words) == list(heading):
        return 100
    if not words or not set(heading) <= set(words):
        return 0
    starts = 5 if words[: len(heading)] == list(heading) else 0
    return 80 + 4 * len(heading) + starts - 10 * (len(words) - len(heading))
