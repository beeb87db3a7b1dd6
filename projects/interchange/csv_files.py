"""A register as CSV files in a ZIP or a folder: comma, semicolon or tab, UTF-8, decimal comma or point."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from projects.interchange import limits
from projects.interchange.about import SHEET as ABOUT
from projects.interchange.about import About
from projects.interchange.escaping import escaped, unescaped
from projects.interchange.format import SHEETS, Sheet
from projects.interchange.kinds import DECIMAL
from projects.interchange.problems import FileRefused
from projects.interchange.tables import Table, table_of

DELIMITERS = ",;\t"
SUFFIX = ".csv"

csv.field_size_limit(limits.LARGEST_CONTENT)


def read_zip(archive: ZipFile) -> list[Table]:
    """The tables of the CSV files, by file name; what a Mac adds to a ZIP is passed over."""
    tables: dict[str, Table | None] = {}
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        if entry.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if path.suffix.lower() != SUFFIX:
            raise FileRefused(_("“%(name)s” is no CSV file.") % {"name": path.name})
        name = path.stem.strip().lower()
        if name in tables:
            raise FileRefused(_("The file “%(name)s” is there twice.") % {"name": path.name})
        tables[name] = read_csv(name, limits.read_entry(archive, entry))
    return [table for table in tables.values() if table is not None]


def read_folder(folder: Path) -> list[Table]:
    """The tables of the CSV files in a folder of this machine."""
    read = (read_csv(path.stem, path.read_bytes()) for path in sorted(folder.glob(f"*{SUFFIX}")))
    return [table for table in read if table is not None]


def read_csv(name: str, content: bytes) -> Table | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = _("“%(name)s.csv” is not in UTF-8. Save it as “CSV UTF-8” and try again.")
        raise FileRefused(words % {"name": name}) from error
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        for row in reader:
            if len(rows) > limits.MOST_ROWS:
                raise limits.too_many_rows()
            rows.append([unescaped(cell) for cell in row])
    except csv.Error as error:
        words = _("“%(name)s.csv” cannot be read from line %(line)d on: its quotation marks do not match.")
        raise FileRefused(words % {"name": name, "line": reader.line_num}) from error
    return table_of(name, rows)


def delimiter_of(text: str) -> str:
    """What separates the field names of the first line; field names hold none of the three."""
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    return max(DELIMITERS, key=first_line.count)


def write_zip(target: BinaryIO, rows: Mapping[str, Iterable[Mapping[str, str]]], about: About = ()) -> None:
    """One CSV file for each sheet; `rows` hold text by column."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        if about:
            said = io.StringIO(newline="")
            csv.writer(said).writerows([escaped(cell) for cell in line] for line in about)
            archive.writestr(f"{ABOUT}{SUFFIX}", said.getvalue())
        for name, sheet in SHEETS.items():
            with archive.open(f"{name}{SUFFIX}", "w", force_zip64=True) as entry:
                lines = io.TextIOWrapper(entry, encoding="utf-8", newline="")
                csv.writer(lines).writerows(_lines(sheet, rows[name]))
                lines.flush()
                lines.detach()


def _lines(sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    yield list(sheet.by_name)
    for row in rows:
        yield [row[name] if column.kind is DECIMAL else escaped(row[name]) for name, column in sheet.by_name.items()]
