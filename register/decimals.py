"""Decimal figures as text: how they are read, how they travel, how exact they are kept."""

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

MAX_SIGNIFICANT_DIGITS = 15
MAX_DECIMALS = 15
MAX_WHOLE_DIGITS = 15

EXACT = Context(prec=100)
"""Room enough for sums, differences and products of stored figures to stay exact."""

SENT = Context(prec=MAX_SIGNIFICANT_DIGITS)
"""Rounds half-even to as many digits as decimals travel with."""

_SHOWN = Context(prec=28)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_LONGEST_TEXT = 100


class NoNumberError(ValueError):
    """What was written is no number at all."""


def parse_decimal(text: str) -> Decimal:
    """The figure written as `text` with a decimal point ("7.4"); ValueError in the user's words otherwise."""
    text = text.strip()
    if len(text) > _LONGEST_TEXT or not _NUMBER.fullmatch(text):
        raise NoNumberError(_("Write a number with digits and at most one decimal point, for example 7.4."))
    figure = Decimal(text)
    check_digits(figure)
    return figure


def check_digits(figure: Decimal) -> None:
    """Raise ValueError, in the user's words, where `figure` has more digits than can be kept exactly."""
    if not figure.is_finite():
        raise ValueError(_("Write a number: this is not one."))
    digits, exponent = _digits_and_exponent(figure)
    if digits > MAX_SIGNIFICANT_DIGITS or -exponent > MAX_DECIMALS or digits + exponent > MAX_WHOLE_DIGITS:
        raise ValueError(
            _("Write a number with at most %(digits)d significant digits.") % {"digits": MAX_SIGNIFICANT_DIGITS}
        )


def decimal_text(figure: Decimal) -> str:
    """`figure` without trailing zeros and without an exponent; minus zero is "0"."""
    if not figure.is_finite():
        raise ValueError(_("Write a number: this is not one."))
    text = format(figure, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def shown(exact: Fraction) -> Decimal:
    """An exact result as a decimal of at most 28 digits, to be shown; never to be compared with a limit."""
    return _SHOWN.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def quotient(whole: Decimal, parts: Decimal | int) -> Decimal:
    """`whole` / `parts` in at most 28 digits, to be shown; never to be compared with a limit."""
    return _SHOWN.divide(whole, parts)


def total_of(figures: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum of the figures that are known; None, never 0, where none is."""
    total = None
    for figure in figures:
        if figure is not None:
            total = figure if total is None else EXACT.add(total, figure)
    return total


def _digits_and_exponent(figure: Decimal) -> tuple[int, int]:
    """How many digits count, and the power of ten of the last of them. Not by `normalize`, which rounds."""
    digits = "".join(map(str, figure.as_tuple().digits)).lstrip("0")
    counting = digits.rstrip("0")
    exponent = int(figure.as_tuple().exponent) + len(digits) - len(counting)
    return len(counting), exponent if counting else 0
