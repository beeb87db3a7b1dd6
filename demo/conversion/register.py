"""One country's register in the making: its sheets, and where each source row went."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from demo.conversion.sources import Row

COLUMNS = {
    "units": "key name parent line_manager",
    "people": "key email name language",
    "programmes": "key title",
    "projects": "key reference title unit programme theme track state leader owner benefits_responsible "
    "background purpose success_factors start_date end_date",
    "benefits": "key project title description kind owner state part_of restates start_date how_known",
    "indicators": "key benefit name unit direction measures baseline_value baseline_date baseline_state "
    "method source frequency",
    "targets": "key indicator due_date value comparator",
    "measurements": "key indicator period_start period_end value low high comparator date_estimated state note",
    "milestones": "key project title kind due_date reached_date",
}


class LostRowError(Exception):
    """A source row was neither carried over nor left out with a reason."""


@dataclass
class Register:
    """The sheets of one country, by name; a row is a dict of the sheet's columns."""

    country: str
    sheets: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: {name: {} for name in COLUMNS})
    carried: set[tuple[str, int]] = field(default_factory=set)
    left_out: list[tuple[Row, str]] = field(default_factory=list)

    def add(self, sheet: str, key: str, **cells: str) -> str:
        """Put one row on a sheet; the same key again must say the same."""
        row = {column: cells.pop(column, "") for column in COLUMNS[sheet].split() if column != "key"}
        if cells:
            raise KeyError(f"{sheet} has no column {', '.join(cells)}.")
        if self.sheets[sheet].setdefault(key, row) != row:
            raise ValueError(f"{sheet} has two different rows with the key {key}.")
        return key

    def carry(self, *rows: Row) -> None:
        self.carried.update(row.place for row in rows)

    def leave_out(self, row: Row, reason: str) -> None:
        self.left_out.append((row, reason))

    def check(self, rows: list[Row]) -> None:
        known = self.carried | {row.place for row, _ in self.left_out}
        for row in rows:
            if row.place not in known:
                raise LostRowError(f"{row.file}, line {row.line}: {row.cells}")

    def write(self, folder: Path) -> None:
        """One CSV file per sheet that has rows; the same register always gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        for sheet, rows in self.sheets.items():
            if rows:
                table = [[key, *row.values()] for key, row in rows.items()]
                write_table(folder / f"{sheet}.csv", COLUMNS[sheet].split(), table)


def write_table(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
