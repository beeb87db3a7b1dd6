"""Read the collected cases: every row remembers its file and line, so that none gets lost."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent.parent
CASES = HERE / "cases"
JUDGEMENTS = HERE / "judgements"
COUNTRIES = {"NO": "NO", "DK": "DK", "SE": "SE", "UK": "GB"}  # the collector wrote UK; ISO says GB
PARTS = ("benefits", "measurements", "milestones", "qualifiers", "measures")


@dataclass(frozen=True)
class Row:
    """One row of one source file; `line` counts from 2, the first row being the field names."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    @property
    def place(self) -> tuple[str, int]:
        return self.file, self.line


@dataclass
class Case:
    """One municipality's project with everything that was found about it."""

    project: Row
    benefits: list[Row] = field(default_factory=list)
    measurements: list[Row] = field(default_factory=list)
    milestones: list[Row] = field(default_factory=list)
    qualifiers: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.project["case_id"]

    @property
    def country(self) -> str:
        return COUNTRIES[self.project["country"]]

    @property
    def slug(self) -> str:
        """The municipality's short name, as in `leader@andebu.example`."""
        return self.key.split("-")[1].lower()

    def rows(self) -> Iterator[Row]:
        yield self.project
        for part in PARTS:
            yield from getattr(self, part)

    def source_addresses(self) -> list[str]:
        return list(dict.fromkeys(row["source"] for row in self.rows()))


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [Row(path.name, line, cells) for line, cells in enumerate(csv.DictReader(lines), start=2)]


def read_cases(folder: Path = CASES) -> list[Case]:
    cases = {row["case_id"]: Case(row) for row in read_rows(folder / "projects.csv")}
    for part in PARTS:
        for row in read_rows(folder / f"{part}.csv"):
            getattr(cases[row["case_id"]], part).append(row)
    return list(cases.values())
