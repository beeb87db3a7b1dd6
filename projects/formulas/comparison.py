"""Better, worse, met: one figure against another in the indicator's direction, exactly."""

from decimal import Decimal
from fractions import Fraction

from projects.formulas.limits import Limits
from projects.formulas.values import ABOUT, DECREASE, INCREASE, Value
from register.decimals import EXACT

SIGNS = {INCREASE: 1, DECREASE: -1}


def gain(figure: Decimal, since: Decimal, direction: str) -> Decimal:
    """How much better `figure` is than `since`; negative where it is worse. Exact."""
    return EXACT.multiply(SIGNS[direction], EXACT.subtract(figure, since))


def is_met(figure: Decimal, target: Value, direction: str, limits: Limits) -> bool:
    """Whether `figure` is no worse than the target; a target given as `about` spares a share of its own size.

    `about` on the measured figure spares nothing: a loose measurement does not loosen what was promised.
    """
    wanted = target.target_figure(direction)
    if wanted is None:
        return False
    better = gain(figure, wanted, direction)
    if target.comparator != ABOUT:
        return better >= 0
    return Fraction(better) >= -limits.about * abs(Fraction(wanted))
