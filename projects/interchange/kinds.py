"""What a column holds: how a cell is read, and how the value is written as text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from projects.interchange.tables import Cell
from register.decimals import check_digits, decimal_text, parse_decimal
from register.periods import FIRST_YEAR, LAST_YEAR, Period, parse_period

SEVERAL = "|"
LARGEST_WHOLE = 2**31 - 1
YES = frozenset({"true", "1", "yes", "ja", "sann", "sand"})
NO = frozenset({"false", "0", "no", "nei", "nej", "usann", "falsk"})


@dataclass(frozen=True, slots=True)
class Kind:
    """`read` takes a cell that is not empty and raises ValueError in the user's words; `empty` is what none means."""

    read: Callable[[Cell], Any]
    write: Callable[[Any], str]
    empty: Any = None


def plain(cell: Cell) -> str:
    """A cell as the text seen in it: Excel keeps every number as a fraction, so 7.0 is "7"."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read_trimmed(cell: Cell) -> str:
    return plain(cell).strip()


def read_period(cell: Cell) -> Period:
    """A year, a half-year … or a day; in Excel a number is a year and a date cell a day."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell != int(cell) or not FIRST_YEAR <= cell <= LAST_YEAR:
            words = _("The number %(number)s is no date. Write a year, or 2013-Q2, 2013-05 or 2013-05-01.")
            raise ValueError(words % {"number": plain(cell)})
        cell = str(int(cell))
    return parse_period(plain(cell))


def write_period(period: Period) -> str:
    return period.entered


def read_decimal(cell: Cell) -> Decimal:
    """A figure with a decimal comma or a decimal point, and no thousands separators."""
    if isinstance(cell, bool | date):
        raise ValueError(_("Write a number: this is not one."))
    if isinstance(cell, int | float):
        figure = Decimal(format(cell, ".15g"))
        check_digits(figure)
        return figure
    text = plain(cell).strip()
    if text.count(",") + text.count(".") > 1 or any(sign.isspace() for sign in text):
        raise ValueError(_("Write the number without thousands separators, for example 1234.5 or 1234,5."))
    return parse_decimal(text.replace(",", "."))


def read_whole(cell: Cell) -> int:
    """A whole number, not below zero."""
    figure = read_decimal(cell)
    if figure != int(figure) or not 0 <= figure <= LARGEST_WHOLE:
        raise ValueError(_("Write a whole number."))
    return int(figure)


def read_year(cell: Cell) -> int:
    """A calendar year."""
    text = plain(cell).strip()
    if not (text.isascii() and text.isdigit()) or not FIRST_YEAR <= int(text[:9]) <= LAST_YEAR:
        raise ValueError(_("Write a year, for example 2027."))
    return int(text)


def read_boolean(cell: Cell) -> bool:
    word = read_trimmed(cell).lower()
    if word in YES | NO:
        return word in YES
    raise ValueError(_("Write true or false (or yes and no, ja and nei, ja and nej)."))


def write_boolean(value: bool) -> str:
    return "true" if value else "false"


def read_several(cell: Cell) -> tuple[str, ...]:
    """Keys joined by a bar, each once, in the order of the alphabet."""
    parts = (part.strip() for part in plain(cell).split(SEVERAL))
    return tuple(sorted({part for part in parts if part}))


def write_several(keys: tuple[str, ...]) -> str:
    return f" {SEVERAL} ".join(sorted(keys))


TEXT = Kind(read=plain, write=str, empty="")
KEY = Kind(read=read_trimmed, write=str, empty="")
PERIOD = Kind(read=read_period, write=write_period)
DECIMAL = Kind(read=read_decimal, write=decimal_text)
WHOLE = Kind(read=read_whole, write=str)
YEAR = Kind(read=read_year, write=str)
BOOLEAN = Kind(read=read_boolean, write=write_boolean, empty=False)
SEVERAL_KEYS = Kind(read=read_several, write=write_several, empty=())


def choice_of(allowed: tuple[str, ...], default: str = "") -> Kind:
    """One of some words; an empty cell stands for the default."""

    def read(cell: Cell) -> str:
        word = read_trimmed(cell)
        if word not in allowed:
            words = _("“%(word)s” is not known here. Allowed: %(allowed)s.")
            raise ValueError(words % {"word": word[:100], "allowed": ", ".join(allowed)})
        return word

    return Kind(read=read, write=str, empty=default)
