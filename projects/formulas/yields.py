"""What was realised of what was promised, over several: the middle one and the middle half, never an average.

Quartiles by linear interpolation (Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996, type 7), exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from register.decimals import EXACT

PLACES = 4
FEWEST = 5
"""Fewer than so many say nothing: one odd project would speak for all."""
ALIKE = 3
"""Of about the same size: between a third and three times as much."""


@dataclass(frozen=True)
class Yield:
    """Realised/promised as shares; None for all of them where there are fewer than ``FEWEST``."""

    n: int
    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None

    @property
    def says_something(self) -> bool:
        return self.middle is not None


def yield_of(pairs: Sequence[tuple[Decimal, Decimal]]) -> Yield:
    """Over (promised, realised); what promised nothing is left out.

    Check: 50 %, 80 %, 20 %, 100 % and 60 % → middle 60 %, the middle half from 50 % to 80 %.
    """
    ratios = sorted(Fraction(realised) / Fraction(promised) for promised, realised in pairs if promised)
    if len(ratios) < FEWEST:
        return Yield(len(ratios), None, None, None)
    low, middle, high = (_rounded(_quantile(ratios, Fraction(part, 4))) for part in (1, 2, 3))
    return Yield(len(ratios), low, middle, high)


def is_alike(promised: Decimal, other: Decimal) -> bool:
    """Whether one figure is of about the same size as another."""
    one, two = abs(promised), abs(other)
    return one <= two * ALIKE and two <= one * ALIKE


def _quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _rounded(share: Fraction) -> Decimal:
    return Decimal(round(share * 10**PLACES)).scaleb(-PLACES, EXACT)
