"""Amounts of money as people read them: with their currency, whole where they are."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

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


def price_caution(years: Iterable[int | None]) -> str:
    """What is to be said of a sum of amounts in the prices of different years; empty where there is only one."""
    mixed = _mixed(years)
    return _("Prices of different years are set together: %(years)s.") % {"years": mixed} if mixed else ""


def mixed_prices(years: Iterable[int | None]) -> str:
    """The same in short, for beside each of many figures."""
    mixed = _mixed(years)
    return _("In prices of %(years)s") % {"years": mixed} if mixed else ""


def _mixed(years: Iterable[int | None]) -> str:
    some = set(years)
    known = [str(one) for one in sorted(one for one in some if one is not None)]
    return ", ".join([*known, *([_("not said")] if None in some else [])]) if len(some) > 1 else ""
