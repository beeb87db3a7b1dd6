"""A few cells of each column, so that nobody needs to look at the file to say what it means."""

from dataclasses import dataclass

from projects.interchange.foreign.mapping import Mapping
from projects.interchange.foreign.rows import SourceRow, rows_of
from projects.interchange.foreign.sheets import read_sheets
from projects.interchange.kinds import plain
from projects.interchange.tables import is_empty
from projects.models import ImportRun

SAMPLES = 3
LONGEST = 200


@dataclass(frozen=True)
class Samples:
    """The names of all sheets; of the chosen one how many rows it has, and cells by column."""

    sheets: list[str]
    rows: int
    cells: dict[int, list[str]]


def samples_of(run: ImportRun) -> Samples:
    """Reads the file once more."""
    said, sheets = Mapping.of_json(run.mapping), read_sheets(bytes(run.content))
    sheet = next(one for one in sheets if one.name == said.sheet)
    below = [row for row in rows_of(sheet, said) if isinstance(row, SourceRow)]
    cells: dict[int, list[str]] = {}
    for row in below:
        for place, cell in enumerate(row.cells):
            kept = cells.setdefault(place, [])
            if len(kept) < SAMPLES and (text := plain(cell).strip() if not is_empty(cell) else ""):
                kept.append(text[:LONGEST])
    return Samples([one.name for one in sheets], len(below), cells)
