"""Figures and days as people read them: in their language, with the unit beside them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.formulas.scales import answers_of, ends_of
from projects.formulas.values import Value, decimal_text

MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
PART_OF_YEAR = re.compile(r"(\d{4})-([HTQ])(\d)", re.ASCII)
PARTS_OF_YEAR = {
    "H": pgettext_lazy("a half-year", "%(year)s-H%(number)s"),
    "T": pgettext_lazy("a third of a year", "%(year)s-T%(number)s"),
    "Q": pgettext_lazy("a quarter of a year", "%(year)s-Q%(number)s"),
}
NONE = "\N{EN DASH}"
NO_SCALE = ("", "")
MEANT = {
    "about": _("about %(figure)s"),
    "at_most": _("at most %(figure)s"),
    "at_least": _("at least %(figure)s"),
}


def number(figure: Decimal) -> str:
    """A figure in the reader's language, without trailing zeros."""
    return number_format(Decimal(decimal_text(figure)))


def with_unit(words: str, unit: str) -> str:
    """The unit never stands on a line of its own."""
    return f"{words}\N{NO-BREAK SPACE}{unit}" if unit and words != NONE else words


def in_words(value: Value | None, unit: str = "", scale: tuple[str, str] = NO_SCALE) -> str:
    """A figure as it was meant: "at most 6.5 %", "about 40 falls", "6 to 7 days"; a dash where there is none.

    On a `scale` (an indicator's `scale_of`) it is the answer's own word, or "4.7 of 6".
    """
    if value is None or not value.is_given:
        return NONE
    if scale[0]:
        return _meant(value, _on_scale(value, scale))
    if value.value is not None:
        words = number(value.value)
    else:
        words = "\N{EN DASH}".join(number(end) for end in (value.low, value.high) if end is not None)
    return _meant(value, with_unit(words, unit))


def _meant(value: Value, words: str) -> str:
    return str(MEANT[value.comparator]) % {"figure": words} if value.comparator in MEANT else words


def _on_scale(value: Value, scale: tuple[str, str]) -> str:
    answers, ends = answers_of(*scale), ends_of(*scale)
    given = [one for one in (value.value, value.low, value.high) if one is not None]
    low, most = ends or (0, 0)
    if answers:
        places = [int(one) - low for one in given]
        return "\N{EN DASH}".join(answers[one] if 0 <= one < len(answers) else number(given[0]) for one in places)
    figures = "\N{EN DASH}".join(number(one) for one in given)
    return str(_("%(figure)s of %(most)d")) % {"figure": figures, "most": most}


def kept_figure(kept: Mapping[str, str]) -> Value | None:
    """The figure of a snapshot, where decimals are text."""
    try:
        ends = {name: Decimal(kept[name]) for name in ("value", "low", "high") if kept.get(name)}
    except InvalidOperation:
        return None
    return Value(**ends, comparator=kept.get("comparator", "exact")) if ends else None


def day_in_words(entered: str) -> str:
    """A day, a month or a part of a year as people write it; a year as it was entered."""
    if part := PART_OF_YEAR.fullmatch(entered):
        return str(PARTS_OF_YEAR[part[2]]) % {"year": part[1], "number": part[3]}
    try:
        if MONTH.fullmatch(entered):
            return date_format(date.fromisoformat(f"{entered}-01"), "YEAR_MONTH_FORMAT")
        return date_format(date.fromisoformat(entered), "DATE_FORMAT") if len(entered) == 10 else entered
    except ValueError:
        return entered


def when_in_words(day: date | None, entered: str) -> str:
    """A period date as it was entered, its days and months written out; empty where there is none."""
    return day_in_words(entered or (day.isoformat() if day else ""))
