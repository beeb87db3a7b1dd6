"""When a stream of yearly net effects has paid back what it cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from projects.formulas.present_value import YearlyEffect
from register.decimals import shown


@dataclass(frozen=True)
class Payback:
    """`year`: the calendar year at the end of which it is paid back; `years`: how long after the year of decision."""

    year: int
    years: Decimal


def payback(effects: Iterable[YearlyEffect], *, decided_in: int) -> Payback | None:
    """The first year from whose end on the undiscounted sum of net effects stays at zero or more.

    Within that year the effect is taken to come evenly, so 500 out in the year of decision and 200 back in each of the
    next three years is 2.5 years. None where nothing was ever to be paid back, or it is not by the end of the profile.
    Source: the payback period of capital budgeting, on the net effects that the net present value is taken of.
    """
    by_year: dict[int, Fraction] = {}
    for effect in effects:
        by_year[effect.year] = by_year.get(effect.year, Fraction(0)) + Fraction(effect.gross - effect.running_cost)
    total, found = Fraction(0), None
    for year in sorted(by_year):
        before, total = total, total + by_year[year]
        if total < 0:
            found = None
        elif before < 0:
            found = Payback(year, shown(year - 1 - decided_in + -before / by_year[year]))
    return found
