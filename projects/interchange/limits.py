"""How large a file may be. A small file can hold a large one, so its table of contents is weighed before it is read."""

import lzma
import re
import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from projects.interchange.problems import FileRefused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_CONTENT = 50 * MEGABYTE
HIGHEST_RATIO = 100
RATIO_MATTERS_FROM = MEGABYTE
MOST_ENTRIES = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 2_000_000

CELL_ADDRESS = re.compile(rb"""\br\s*=\s*["']\$?([A-Z]{1,9})\$?(\d{1,12})["']""", re.IGNORECASE)
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']e["'][^>]*>""")
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
ENCRYPTED = 0x1
UNREADABLE = (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, zlib.error, lzma.LZMAError)


def check_size(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise FileRefused(_("The file is larger than %(limit)d MB.") % {"limit": LARGEST_FILE // MEGABYTE})


def check_contents(archive: ZipFile, size: int) -> None:
    """Weigh a ZIP (which an XLSX is) by what it says of itself; `read_entry` holds it to that."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(_("The file holds more than %(limit)d files.") % {"limit": MOST_ENTRIES})
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_CONTENT:
        limit = LARGEST_CONTENT // MEGABYTE
        raise FileRefused(_("Unpacked, the file would be larger than %(limit)d MB.") % {"limit": limit})
    if unpacked > RATIO_MATTERS_FROM and unpacked > HIGHEST_RATIO * size:
        raise FileRefused(_("The file is packed too tightly to be trusted. Save it anew and try again."))
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise FileRefused(_("The file is protected by a password. Remove the password first."))


def read_entry(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The content of one file in a ZIP; one that is other than announced is refused."""
    try:
        return archive.read(entry)
    except (*UNREADABLE, ValueError) as error:
        raise damaged() from error


def damaged() -> FileRefused:
    return FileRefused(_("The file is damaged: it cannot be unpacked."))


class Scales:
    """Weighs the parts of a workbook before it is read: a cell far out has all the empty ones before it made."""

    def __init__(self) -> None:
        self.cells = 0

    def weigh(self, part: bytes) -> None:
        """Refuse what reaches further than a sheet may, and what is too much together."""
        if part.startswith(UTF_16):
            raise FileRefused(_("The workbook is not in UTF-8. Open it in Excel, save it as XLSX and try again."))
        rows = columns = 0
        for found in CELL_ADDRESS.finditer(part):
            rows, columns = max(rows, int(found[2])), max(columns, column_number(found[1]))
        if rows > MOST_ROWS + 1:
            raise too_many_rows()
        if columns > MOST_COLUMNS:
            raise FileRefused(_("A sheet has more than %(limit)d columns.") % {"limit": MOST_COLUMNS})
        self.cells += max(rows * columns, sum(1 for _cell in CELL.finditer(part)))
        if self.cells > MOST_CELLS:
            words = _("The file has more than %(limit)d cells, empty ones included. Divide it among several files.")
            raise FileRefused(words % {"limit": MOST_CELLS})


def check_errors(content: bytes) -> None:
    """Refuse a sheet in which a formula has failed: such a cell reads as empty, and would clear what it stands for."""
    found = ERROR_CELL.search(content)
    if found:
        address = CELL_ADDRESS.search(found[0])
        words = _("The workbook has a cell with an error (%(cell)s), such as #REF!. Mend it in Excel and try again.")
        raise FileRefused(words % {"cell": b"".join(address.groups()).decode() if address else "?"})


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def too_many_rows() -> FileRefused:
    words = _("A sheet has more than %(limit)d rows. Divide it among several files.")
    return FileRefused(words % {"limit": MOST_ROWS})
