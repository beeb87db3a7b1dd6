"""Splitting what several claim: in proportion to what each promised, in per cent with two decimals.

Own rule of the register, by the method of largest remainders (Hamilton), so that the shares are exactly 100 together.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from register.decimals import EXACT

HUNDRED = Decimal(100)
STEP = Decimal("0.01")


def proportional(promised: Sequence[Decimal | None]) -> list[Decimal]:
    """The share of each in per cent; equal ones where somebody has promised no figure, or all have promised 0.

    Check: 60 and 30 and 10 → 60, 30, 10; three that promise the same → 33.34, 33.33, 33.33.
    """
    known = [figure for figure in promised if figure is not None]
    equally = len(known) < len(promised) or not any(known)
    weights = [Fraction(1) if equally else Fraction(abs(figure or Decimal(0))) for figure in promised]
    exact = [weight * 100 / sum(weights) for weight in weights]
    shares = [floored(one) for one in exact]
    left = int((HUNDRED - sum(shares, Decimal(0))) / STEP)
    by_remainder = sorted(range(len(exact)), key=lambda place: (Fraction(shares[place]) - exact[place], place))
    for place in by_remainder[:left]:
        shares[place] += STEP
    return shares


def fitting(promised: Sequence[Decimal], available: Decimal) -> Decimal:
    """The one share in per cent at which all that is promised fits into what there is; 100 where it fits already.

    Check: 600 and 600 of 900 → 75.
    """
    total = total_of(promised)
    return HUNDRED if total <= available else floored(Fraction(available) * 100 / Fraction(total))


def total_of(figures: Sequence[Decimal]) -> Decimal:
    """The exact sum."""
    total = Decimal(0)
    for figure in figures:
        total = EXACT.add(total, figure)
    return total


def shared(figure: Decimal, share: Decimal | None) -> Decimal:
    """What is left of a figure at a share in per cent; all of it where none is given."""
    return figure if share is None else EXACT.divide(EXACT.multiply(figure, share), HUNDRED)


def floored(per_cent: Fraction) -> Decimal:
    """Down to two decimals, so that shares are never too many together."""
    return (Decimal(per_cent.numerator * 100 // per_cent.denominator) * STEP).quantize(STEP, ROUND_FLOOR)
