"""Amounts of money as people read them: with their currency, whole where they are."""

from decimal import Decimal

from django.utils.formats import number_format

from projects.reports.figure_words import NONE, with_unit
from register.decimals import decimal_text

CENTS = Decimal("0.01")


def amount(figure: Decimal | None, currency: str = "") -> str:
    """A figure to two decimals, which whole amounts do without; a dash where none is known."""
    if figure is None:
        return NONE
    rounded = figure.quantize(CENTS) if figure != figure.to_integral_value() else figure
    places = 2 if rounded != rounded.to_integral_value() else 0
    return with_unit(number_format(Decimal(decimal_text(rounded)), decimal_pos=places), currency)


def percent(share: Decimal) -> str:
    """A share as people say it: 3.5 %."""
    return with_unit(number_format(Decimal(decimal_text(share * 100))), "%")
