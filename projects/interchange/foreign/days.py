"""Reads dates as people write them: “31.12.2026”, “ultimo 2026”, “4. kvartal 2026”, “des. 2026”, “2. halvår 2026”."""

import re
from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _

from projects.interchange.foreign.figures import NOTHING
from projects.interchange.foreign.percentages import FAILED
from projects.interchange.kinds import plain
from projects.interchange.tables import Cell
from register.periods import FIRST_YEAR, LAST_YEAR, parse_period

MONTHS = ("jan", "feb", "mar", "apr", "mai maj may", "jun", "jul", "aug", "sep", "okt oct", "nov", "des dec")
MONTH = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split()}
NAME = rf"(?P<name>{'|'.join(MONTH)})[a-zæøåäö]*\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
BEFORE = re.compile(
    r"(?:i løbet af|i løpet av|innen|inden|før|senest|by|within|sommeren|høsten|våren|utgangen av|udgangen af|ved|i|in|"
    r"fra|från|from|år|pr\.?|per|d\.|den|under)\s+"
)


def read_day(cell: Cell) -> str:
    """A date or a period as the import format has it; empty where the cell says that there is none."""
    if isinstance(cell, date | datetime):
        return plain(cell)[:10]
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        cell = str(int(cell))
    text = " ".join(plain(cell).split()).casefold().rstrip(" .")
    if text in NOTHING:
        return ""
    words = text
    while found := BEFORE.match(words):
        words = words[found.end() :]
    for form, write in READ if text != FAILED else ():
        if found := form.fullmatch(words):
            return _checked(write(found), text)
    raise ValueError(_unreadable(text))


def _numbered(found: re.Match[str]) -> str:
    return _day(found, int(found["month"]))


def _day(found: re.Match[str], month: int) -> str:
    named = found.groupdict()
    year = named.get("year") or f"20{found['short']}"
    return f"{year}-{month:02}-{int(found['day']):02}"


def _part(found: re.Match[str]) -> str:
    return f"{found['year']}-{found['letter'].upper()}{found['n']}"


def _checked(written: str, text: str) -> str:
    try:
        period = parse_period(written)
    except ValueError as error:
        raise ValueError(_unreadable(text)) from error
    if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
        raise ValueError(_unreadable(text))
    return written


def _unreadable(text: str) -> str:
    return _("“%(text)s” cannot be read as a date.") % {"text": text[:80]}


FORMS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (YEAR, lambda found: found["year"]),
    (rf"{YEAR}[-./](?P<month>\d\d)[-./](?P<day>\d\d)", _numbered),
    (rf"{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)t00:00(?::00)?", _numbered),
    (rf"(?P<day>\d\d?)[-./](?P<month>\d\d?)[-./ ]{YEAR}", _numbered),
    (
        r"(?P<day>\d\d?)[-./](?P<month>\d\d?)[-./](?P<short>\d\d)",
        _numbered,
    ),
    (rf"(?P<day>\d\d?)\.?\s*{NAME}\s*{YEAR}", lambda found: _day(found, MONTH[found["name"]])),
    (
        rf"(?:ultimo|udgangen af|utgangen av|slutten av|end of)?\s*{NAME}[\s-]*{YEAR}",
        lambda found: f"{found['year']}-{MONTH[found['name']]:02}",
    ),
    (
        rf"{NAME}(?:-|\s*')(?P<short>\d\d)",
        lambda found: f"20{found['short']}-{MONTH[found['name']]:02}",
    ),
    (rf"(?P<month>\d\d?)[-./]{YEAR}", lambda found: f"{found['year']}-{int(found['month']):02}"),
    (rf"{YEAR}-(?P<month>\d\d)", lambda found: f"{found['year']}-{found['month']}"),
    (
        rf"(?:[qk]\.?\s*)?(?P<n>[1-4])\.?\s*(?:kvartal|kvt|kv|quarter)?\.?\s*{YEAR}",
        lambda found: f"{found['year']}-Q{found['n']}",
    ),
    (rf"{YEAR}[\s-]*(?P<letter>[qht])\s*(?P<n>[1-4])", _part),
    (rf"(?P<letter>[ht])\s*(?P<n>[1-3])[\s/-]*{YEAR}", _part),
    (rf"(?P<n>[12])\.?\s*(?:halvår|half[- ]?year)\s*{YEAR}", lambda found: f"{found['year']}-H{found['n']}"),
    (rf"(?P<n>[1-3])\.?\s*tertial\s*{YEAR}", lambda found: f"{found['year']}-T{found['n']}"),
    (rf"(?:primo|tidlig|early|begynnelsen av|starten af|början av)\s*{YEAR}", lambda found: f"{found['year']}-01"),
    (rf"(?:medio|midten av|midten af|mitten av|mid)\s*{YEAR}", lambda found: f"{found['year']}-06"),
    (rf"(?:ultimo|slutten av|slutningen af|slutet av|end of)\s*{YEAR}", lambda found: f"{found['year']}-12"),
)
READ = [(re.compile(form), write) for form, write in FORMS]
