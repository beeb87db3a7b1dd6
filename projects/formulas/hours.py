"""Which figures are hours in a year."""

import re

from projects.formulas.units import unit_key

HOURS = re.compile(
    r"(work(ing)? )?(hours?|timer|timeverk|arbejdstimer|arbeidstimer|h)"
    r"( ?(/|per|pr\.?|i|a) ?(år|året|year|annum))?"
)


def counts_hours(unit: str) -> bool:
    """Hours as such, or hours a year; hours a week or a month are another measure."""
    return bool(HOURS.fullmatch(unit_key(unit)))
