"""Opens and writes a register's file, whichever of the two kinds it is."""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from projects.interchange import csv_files, limits, xlsx_files
from projects.interchange.about import About
from projects.interchange.problems import FileRefused
from projects.interchange.tables import Table

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
WRITERS = {"xlsx": xlsx_files.write_workbook, "zip": csv_files.write_zip}


def read_tables(content: bytes) -> list[Table]:
    """The sheets of an XLSX file or the CSV files of a ZIP; told apart by what is in it, never by the file's name."""
    limits.check_size(content)
    if content.startswith(OLD_EXCEL):
        raise FileRefused(_("This is an old Excel file, or one with a password. Save it as XLSX without a password."))
    if not content.startswith(ZIP):
        raise FileRefused(_("This is neither an XLSX file nor a ZIP of CSV files."))
    with opened(content) as archive:
        if xlsx_files.WORKBOOK in archive.namelist():
            return xlsx_files.read_workbook(archive, content)
        return csv_files.read_zip(archive)


@contextmanager
def opened(content: bytes) -> Iterator[ZipFile]:
    """A ZIP (which an XLSX is) that has been weighed, and is not of a kind that nobody here can read."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except (*limits.UNREADABLE, ValueError) as error:
        raise limits.damaged() from error
    with archive:
        limits.check_contents(archive, len(content))
        if xlsx_files.BINARY_WORKBOOK in archive.namelist():
            raise FileRefused(_("This is a binary Excel file (.xlsb). Save it as XLSX."))
        yield archive


def write_tables(
    target: BinaryIO, kind: str, rows: Mapping[str, Iterable[Mapping[str, str]]], about: About = ()
) -> None:
    """Write a register as `xlsx` or `zip`; `rows` are text by column, sheet by sheet; `about` says what it is."""
    WRITERS[kind](target, rows, about)
