"""What one row of a foreign sheet says, column by column; what has no place of its own is kept as words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from projects.interchange.foreign import choices, days, fields, figures
from projects.interchange.foreign.built import Built, CellProblem, cut, fitting
from projects.interchange.foreign.directory import Directory
from projects.interchange.foreign.fields import BY_NAME
from projects.interchange.foreign.headings import plain
from projects.interchange.foreign.mapping import KEEP, KEEP_WORDS, SKIP, Mapping
from projects.interchange.foreign.rows import SourceRow
from projects.interchange.kinds import plain as as_text
from projects.interchange.tables import is_empty

NAMED_ROWS = {
    fields.UNIT: ("units", "name"),
    fields.GOAL: ("goals", "title"),
    fields.PROGRAMME: ("programmes", "title"),
}

Cells = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A figure that was read, the column it stands in, and the year in the heading."""

    figure: figures.Figure
    column: int
    year: str

    @property
    def size(self) -> Any:
        return figures.Decimal(self.figure.value or self.figure.low)


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for all rows."""

    mapping: Mapping
    titles: Sequence[str]
    directory: Directory
    built: Built


class Said:
    """`done`: columns that have found their place, or have been named; the others are kept as words in the end."""

    def __init__(self, row: SourceRow, context: Context) -> None:
        self.row, self.context, self.mapping = row, context, context.mapping
        self.done: set[int] = set()
        self.words: list[str] = []
        self.days: dict[str, str] = {}
        for place, named in self.columns():
            if named != KEEP and BY_NAME[named.partition("@")[0]].reads == fields.DATE:
                self._read_day(place, named)

    def columns(self, sheet: str = "") -> Iterator[tuple[int, str]]:
        """The columns of the row that hold something, and what they are; of one sheet alone, if it is named."""
        for place in range(len(self.row.cells)):
            named = self.mapping.columns.get(place, KEEP)
            if named != SKIP and named.startswith(sheet) and not is_empty(self.row.at(place)):
                yield place, named

    def has(self, *sheets: str) -> bool:
        return any(True for sheet in sheets for _found in self.columns(f"{sheet}."))

    def cells(self, *sheets: str) -> Cells:
        """What stands in the columns of these sheets, and where."""
        found = (place for sheet in sheets for place, _named in self.columns(f"{sheet}."))
        return tuple((place, as_text(self.row.at(place))) for place in found)

    def place_of(self, name: str) -> int | None:
        return self.mapping.column_of(name)

    def title_of(self, place: int) -> str:
        return self.context.titles[place] if place < len(self.context.titles) else ""

    def text(self, name: str) -> str:
        return as_text(self.row.at(self.place_of(name))).strip()

    def day(self, name: str) -> str:
        return self.days.get(name, "")

    def figures(self, name: str) -> list[Read]:
        """The figures of a field, one for each of its columns, the earliest year first."""
        found = []
        for place, named in self.columns(name):
            try:
                figure = figures.read_figure(self.row.at(place), self.mapping.decimal_sign)
            except ValueError as error:
                self.unread(place, str(error))
                continue
            if figure is None:
                self.done.add(place)
            else:
                if not self.text("indicators.unit") or name.startswith("benefit_years."):
                    figure = figures.in_unit(figure, self.title_of(place))
                found.append(Read(figure, place, named.partition("@")[2]))
        return sorted(found, key=lambda one: one.year)

    def values(self, sheet: str, *apart: str) -> dict[str, str]:
        """What the row says in the columns of a sheet that hold no figures."""
        found: dict[str, str] = {}
        for place, named in self.columns(f"{sheet}."):
            field = BY_NAME[named.partition("@")[0]]
            if field.reads != fields.FIGURE and field.column not in apart:
                value = self._value(place, named)
                if value:
                    found[field.column] = value
        return found

    def problem(self, place: int | None, words: str) -> None:
        text = "" if place is None else as_text(self.row.at(place))
        self.context.built.problems.append(CellProblem(self.row.number, place, text[:200], words))
        if place is not None:
            self.done.add(place)

    def unread(self, place: int, words: str) -> None:
        """A problem; where somebody has said so, words that are kept."""
        if not self.mapping.keep_unread:
            self.problem(place, words)

    def rest(self) -> list[str]:
        """What has found no place of its own, each under its heading."""
        for place, _named in self.columns():
            text = as_text(self.row.at(place)).strip()
            if place not in self.done and text.casefold() not in figures.NOTHING:
                title = self.title_of(place)
                self.words.append(f"{title}: {text}" if title else text)
                self.context.built.kept += 1
        return self.words

    def _read_day(self, place: int, named: str) -> None:
        try:
            self.days[named] = days.read_day(self.row.at(place))
        except ValueError as error:
            self.unread(place, str(error))
        else:
            if not self.days[named]:
                self.done.add(place)

    def _value(self, place: int, named: str) -> str:
        reads = BY_NAME[named].reads
        if reads == fields.DATE:
            return self.day(named)
        if reads == fields.TEXT:
            return as_text(self.row.at(place)).strip()
        return self._meant(place, named, " ".join(as_text(self.row.at(place)).split()))

    def _meant(self, place: int, named: str, text: str) -> str:
        """What a word stands for: as somebody has said, as the register knows it, or a row that is to be made."""
        if text.casefold() in figures.NOTHING:
            return ""
        said = self.mapping.words.get(named, {}).get(plain(text))
        if said is None:
            said = self._known(named, text)
        if said is None and BY_NAME[named].reads in NAMED_ROWS:
            return self._made(named, text)
        if said in (None, KEEP_WORDS):
            self.context.built.unknown[named][text] += 1
            return ""
        return str(said)

    def _known(self, named: str, text: str) -> str | None:
        directory, reads = self.context.directory, BY_NAME[named].reads
        if reads == fields.PERSON:
            return directory.person(text)
        if reads == fields.CHOICE:
            return choices.meaning(named, text)
        known = {fields.UNIT: directory.units, fields.GOAL: directory.goals, fields.PROGRAMME: directory.programmes}
        found: str | None = known[reads].get(plain(text))
        return found

    def _made(self, named: str, text: str) -> str:
        """A unit, a goal or a programme that the register does not know yet comes in by its name."""
        sheet, column = NAMED_ROWS[BY_NAME[named].reads]
        key = fitting(text)
        self.context.built.records[sheet].setdefault(key, (self.row.number, {column: cut(text, 200)}))
        return key
