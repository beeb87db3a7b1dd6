"""What a foreign sheet has become: rows of our own format, and all that could not become one."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import sha256

from projects.interchange.foreign.rows import LeftOut
from projects.interchange.reading import LONGEST_KEY
from projects.interchange.tables import Line, Table

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell by its place in the foreign sheet (row from 1, column from 0; none where the row is meant)."""

    row: int
    column: int | None
    text: str
    words: str


@dataclass
class Built:
    """`records`: by sheet and key, the row they come from and their values as text.

    `places`: the column that a value comes from, by sheet, row and column of ours; `unknown`: words that the register
    has no row or choice for, by field, and how often; `kept`: how many cells went into a description.
    """

    records: dict[str, dict[str, tuple[int, dict[str, str]]]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[tuple[str, int, str], int] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rows: int = 0
    kept: int = 0

    def tables(self) -> list[Table]:
        """Rows that say the same columns stand in one table: an empty cell would clear what the register has."""
        found: dict[tuple[str, tuple[str, ...]], list[Line]] = defaultdict(list)
        for sheet, records in self.records.items():
            for key, (number, values) in records.items():
                columns = ("key", *sorted(values))
                found[sheet, columns].append(Line(number, [key, *(values[name] for name in columns[1:])]))
        return [Table(sheet, columns, lines) for (sheet, columns), lines in found.items()]

    def free(self, sheet: str, key: str, number: int) -> str:
        """The key; with a number behind it where an earlier row of the file has it."""
        taken, place, free = self.records[sheet], 1, key
        while free in taken and taken[free][0] != number:
            place += 1
            free = fitting(f"{key} ({place})")
        return free


def fitting(text: str) -> str:
    """A key: the text itself, without what a key cannot hold; a long one is cut and told apart."""
    key = " ".join(text.replace("|", "/").split())
    return key if len(key) <= LONGEST_KEY else f"{key[: LONGEST_KEY - 13]} {sha256(key.encode()).hexdigest()[:12]}"


def cut(text: str, longest: int = LONGEST_TITLE) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
