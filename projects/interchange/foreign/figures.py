"""Reads figures as people write them: “ca. 7 %”, “1,5 mill. kr”, “1 234 567”, “5 til 6 dager”, “høyst 6,5 %”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from projects.interchange.foreign.percentages import FAILED
from projects.interchange.kinds import plain
from projects.interchange.tables import Cell
from register.decimals import check_digits, decimal_text

NOTHING = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}", "n/a", "na", "i/a", "ia", "n.a.", "."})
COMPARATORS = {
    "about": "ca cirka circa c:a omtrent omkring rundt about approx approximately ungefär anslagsvis ~ ≈",
    "at_most": "maks max maksimalt høyst højst högst inntil indtil under < <= ≤ mindre-enn mindre-end mindre-än",
    "at_least": "min minst mindst minimum over över > >= ≥ mer-enn mere-end mer-än",
}
SCALES = {
    "1e3": "tusen tusind tusinde t tkr tnok tdkk tsek thousand k",
    "1e6": "mill mio million millioner miljon miljoner millions mnok mdkk msek mkr mnkr m",
    "1e9": "mrd mia milliard milliarder miljard miljarder billion bn",
}
SCALES_WITH_UNIT = {
    **dict.fromkeys(("tkr", "mkr", "mnkr"), "kr"),
    **{f"{scale}{currency}": currency.upper() for scale in "tm" for currency in ("nok", "dkk", "sek")},
}
_COMPARED = {word.replace("-", " "): name for name, words in COMPARATORS.items() for word in words.split()}
_SCALED = {word: Decimal(scale) for scale, words in SCALES.items() for word in words.split()}
_PREFIX = "|".join(re.escape(word) for word in sorted(_COMPARED, key=len, reverse=True))
_NUMBER = r"[+-]?\d[\d .,']*"
_FIGURE = re.compile(
    rf"(?P<prefix>(?:{_PREFIX})(?:\.|(?![^\W\d])))?\s*(?P<currency>kr|nok|dkk|sek|eur|€)?\.?\s*"
    rf"(?P<first>{_NUMBER})(?P<unit1>%)?(?:\s*(?:-|\u2013|til|till|to)\s*(?P<second>{_NUMBER}))?"
    r"\s*(?P<rest>[^\d]{0,40})",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_IN_BRACKETS = re.compile(r"\(([\d., ]+)\)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d")
_DOTTED = re.compile(r"(?<=[^\W\d])\.(?=[^\W\d])")
KRONER = frozenset({"kr", "kroner", "kronor"})
EURO = frozenset({"€", "euro", "eur"})
MONEY = KRONER | EURO | {"nok", "dkk", "sek"}
YEARLY = re.compile(r"(?:(?:per|pr\.?|i|om|/) ?)?(?:år(?:et|lig|ligt|ligen)?|year(?:ly)?)\.?$", re.IGNORECASE)
NOT_YEARLY = re.compile(
    r"\b(?:måned|månad|month|m[åa]ndlig|kvartal|quarter|tertial|halvår|uke|uge|vecka|week)|\b(?:md|mdr|mnd|mån)\b",
    re.IGNORECASE,
)
"""A part of a year, in a figure or in its heading."""
PER_CENT = frozenset({"%", "pct", "prosent", "procent"})
SURE_UNITS = frozenset({"%", "timer", "timar", "timmar", "hours", "dager", "dage", "dagar", "årsverk", "årsværk"})
_HEADING_UNIT = re.compile(
    r"[(\[]([^()\[\]]{1,30})[)\]]|\bi\s+((?:1[ .]?000|tusen|tusinde?|mill|mio|millioner|tkr|mkr)\b.{0,10})$",
    re.IGNORECASE,
)
_THOUSAND = re.compile(r"1[ .]?000(?!\d)")
LETTERS = frozenset({"t", "m", "k"})
"""A thousand or a million only before money: “5 t per uke” are hours."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the import format has it: decimals as text, and the unit it was written in."""

    value: str = ""
    low: str = ""
    high: str = ""
    comparator: str = "exact"
    unit: str = ""
    is_scaled: bool = field(default=False, compare=False)
    """It said itself that it is in thousands or millions: “1,5 mill.”."""


def read_figure(cell: Cell, decimal_sign: str = ",") -> Figure | None:
    """None where the cell says that there is none; ValueError, in the user's words, where nobody can tell."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        figure = Decimal(format(cell, ".15g"))
        check_digits(figure)
        return Figure(value=decimal_text(figure))
    if cell == FAILED:
        raise ValueError(_("A formula has failed here. Mend it in Excel."))
    text = _SPACES.sub(" ", plain(cell)).strip().replace("\N{MINUS SIGN}", "-")
    if text.casefold() in NOTHING:
        return None
    if in_brackets := _IN_BRACKETS.fullmatch(text):  # as book-keepers write what is below zero
        text = f"-{in_brackets[1].strip()}"
    found = _FIGURE.fullmatch(text.removesuffix(",-").removesuffix(".-"))
    if found is None or (found["unit1"] and found["rest"]) or (found["rest"] or "").startswith("-"):
        raise ValueError(_unreadable(text))
    return _figure(found, text, decimal_sign)


def in_unit(figure: Figure, heading: str) -> Figure:
    """A figure without a unit in that of its heading: below “Gevinst (mill. kr)” 1,5 is 1,500,000 kr."""
    scale, unit = unit_of_heading(heading)
    if figure.unit or not unit:
        return figure
    if figure.is_scaled:
        return replace(figure, unit=unit)
    scaled: dict[str, Any] = {
        name: decimal_text(Decimal(size) * scale)
        for name in ("value", "low", "high")
        if (size := getattr(figure, name))
    }
    return replace(figure, **scaled, unit=unit)


@cache
def unit_of_heading(heading: str) -> tuple[Decimal, str]:
    """What a heading says in brackets, or after “i”; only money, hours and shares are known for sure."""
    said = (_unit_in_heading(found[1] or found[2]) for found in _HEADING_UNIT.finditer(heading))
    return next(((scale, unit) for scale, unit in said if unit in SURE_UNITS or is_money(unit)), (Decimal(1), ""))


def _unit_in_heading(text: str) -> tuple[Decimal, str]:
    words = " ".join(text.casefold().split())
    words = _THOUSAND.sub("tusen", words).removeprefix("i ").removesuffix(".")
    if words.startswith(("kr ", "kr. ", "nok ", "dkk ", "sek ", "eur ")):
        money, _space, others = words.partition(" ")
        words = f"{others} {money}"
    scale, unit = _scale_and_unit(words)
    return scale, "kr" if unit in KRONER else unit


def _figure(found: re.Match[str], text: str, decimal_sign: str) -> Figure:
    scale, unit = _scale_and_unit((found["rest"] or "").strip())
    unit = unit or found["unit1"] or (found["currency"] or "")
    ends = [_number(one, decimal_sign, text) * scale for one in (found["first"], found["second"]) if one]
    for end in ends:
        check_digits(end)
    comparator = _COMPARED[found["prefix"].casefold().rstrip(".")] if found["prefix"] else "exact"
    figure = Figure(comparator=comparator, unit=unit, is_scaled=scale != 1)
    if len(ends) == 1:
        return replace(figure, value=decimal_text(ends[0]))
    low, high = sorted(ends)
    return replace(figure, low=decimal_text(low), high=decimal_text(high))


def _scale_and_unit(rest: str) -> tuple[Decimal, str]:
    """ "mill. kr" is a million and "kr"; "dager per år" is the unit alone; "mio.kr." is as "mio. kr."."""
    first, _space, others = rest.partition(" ")
    if first.casefold().rstrip(".") not in _SCALED:
        first, _space, others = _DOTTED.sub(". ", rest).partition(" ")
        if first.casefold().rstrip(".") not in _SCALED:
            first, _space, others = rest.partition(" ")
    word, unit = first.rstrip(".").casefold(), others.strip(". ")
    if word in SCALES_WITH_UNIT:
        return _SCALED[word], " ".join((SCALES_WITH_UNIT[word], others)).strip()
    if word in _SCALED and (word not in LETTERS or is_money(unit)):
        return _SCALED[word], unit
    unit = rest.rstrip(".") if rest not in {".", ","} else ""
    return Decimal(1), "%" if unit.casefold() in PER_CENT else unit


def is_of_a_year(unit: str, currency: str) -> bool:
    """An amount of money in this currency for a whole year; one that says nothing of either is."""
    money = YEARLY.sub("", unit).strip()
    return not money or (is_money(money, currency) and not re.search(r"/|\b(?:per|pr)\b", money, re.IGNORECASE))


def is_money(unit: str, currency: str = "") -> bool:
    """Whether a unit is money; of one currency, if it is named: “kr” is that of Denmark, Norway and Sweden."""
    word = unit.casefold().partition(" ")[0].rstrip(".,")
    if not currency:
        return word in MONEY
    return word == currency.casefold() or word in (EURO if currency == "EUR" else KRONER)


def _number(text: str, decimal_sign: str, seen: str) -> Decimal:
    other = "." if decimal_sign == "," else ","
    text = text.strip().rstrip(".,' ")
    whole, sign, part = text.partition(decimal_sign)
    groups = re.split(rf"[ {re.escape(other)}']", whole.lstrip("+-"))
    if len(groups) > 1 and not _are_thousands(groups):
        # "7.4" or "0.125" in a sheet of decimal commas: one sign, and no thousands behind it.
        if len(groups) == 2 and not sign and other in whole:
            return Decimal(whole.replace(other, ".").replace(" ", ""))
        raise ValueError(_unreadable(seen))
    if part and not part.isdigit():
        raise ValueError(_unreadable(seen))
    minus = "-" if whole.startswith("-") else ""
    return Decimal(f"{minus}{''.join(groups)}{'.' + part if part else ''}")


def _are_thousands(groups: list[str]) -> bool:
    """ "1.250" is; "0.125" and "1234.567" are none."""
    return 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])


def decimal_sign_of(cells: Iterable[Cell]) -> str:
    """The sign that stands before anything but three digits most often; dates do not count. Else a comma."""
    found = {",": 0, ".": 0}
    for cell in cells:
        if isinstance(cell, str):
            for whole, sign, digits in re.findall(r"(\d+)([.,])(\d+)(?![\d.,])", _DATE.sub("", cell)):
                found[sign] += len(digits) != 3 or whole == "0"
    return "." if found["."] > found[","] else ","


def _unreadable(text: str) -> str:
    return _("“%(text)s” cannot be read as a figure.") % {"text": text[:80]}
