"""Which rows of a foreign sheet are rows, and which are totals, headings once more, or headings of a group."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.interchange.foreign.headings import plain, titles
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.sheets import Sheet
from projects.interchange.kinds import plain as as_text
from projects.interchange.tables import Cell, is_empty

TOTAL = re.compile(
    r"(sum|summa|sum total|total|totalt|totalsum|i alt|ialt|delsum|delsumma|subtotal|samlet|sammenlagt|grand total)"
    r"( (gevinst\w*|nytt\w*|kr|nok|dkk|sek|alle|all|for alle|benefits?|(19|20)\d\d))*"
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row by the number at the sheet's edge; its cells with what merged ones say in each.

    `goes_on`: its title is that of the row above, merged with it; then its merged cells have been said there.
    """

    number: int
    cells: tuple[Cell, ...]
    goes_on: bool = False

    def at(self, column: int | None) -> Cell:
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is none, and why."""

    number: int
    why: str | Promise
    text: str


def rows_of(sheet: Sheet, mapping: Mapping) -> Iterator[SourceRow | LeftOut]:
    """The rows below the headings; those that hold nothing are passed over."""
    named = [plain(title) for title in titles(sheet, mapping.span)]
    for at in range(mapping.last + 1, len(sheet.rows)):
        own = sheet.rows[at]
        if all(map(is_empty, own)):
            continue
        cells = tuple(sheet.at(at, column) for column in range(len(own)))
        why = _left_out(sheet, at, cells, named)
        goes_on = _goes_on(sheet, at, mapping.column_of("benefits.title"))
        row = SourceRow(at + 1, tuple(own) if goes_on else cells, goes_on)
        yield LeftOut(at + 1, why, _in_words(own)) if why else row


def _goes_on(sheet: Sheet, at: int, title: int | None) -> bool:
    return title is not None and sheet.beginnings.get((at, title), (at, title))[0] < at


def _left_out(sheet: Sheet, at: int, cells: tuple[Cell, ...], named: list[str]) -> str | Promise:
    own = [cell for cell in sheet.rows[at] if not is_empty(cell)]
    same = [cell for cell, title in zip(cells, named, strict=False) if isinstance(cell, str) and plain(cell) == title]
    if len([cell for cell in same if cell]) > 1:
        return _("The headings once more")
    if isinstance(own[0], str) and TOTAL.fullmatch(plain(own[0])):
        return _("A total: the register adds up by itself")
    wide = any(box.top == at and box.right > box.left for box in sheet.merged)
    if len(own) == 1 and wide:
        return _("The heading of a group")
    return ""


def _in_words(cells: object) -> str:
    texts = [as_text(cell) for cell in cells if not is_empty(cell)]  # type: ignore[attr-defined]
    return " · ".join(texts)[:200]
