"""How much of what was promised has been reached: exact, for one indicator."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from projects.formulas.comparison import SIGNS, is_met
from projects.formulas.facts import Figure, IndicatorFacts, final_target, newest_figure
from projects.formulas.limits import DEFAULT_LIMITS, Limits
from register.decimals import EXACT

PLACES = 4


def achievement_on(facts: IndicatorFacts, day: date, limits: Limits = DEFAULT_LIMITS) -> Decimal | None:
    """(v - b) / (t - b), rounded half-even to four places; 1 is all of it, either direction.

    v is the newest figure on `day`, b the baseline, t the final target; None without one of them. Where t = b: 1 when
    met, else 0. Source: the register's public contract, section 3.
    """
    figure, baseline, wanted = _measured(facts, newest_figure(facts, day)), facts.baseline_figure, _wanted(facts)
    target = final_target(facts)
    if figure is None or baseline is None or wanted is None or target is None:
        return None
    if wanted == baseline:
        return Decimal(1) if is_met(figure, target.value, facts.direction, limits) else Decimal(0)
    share = (Fraction(figure) - Fraction(baseline)) / (Fraction(wanted) - Fraction(baseline))
    return Decimal(round(share * 10**PLACES)).scaleb(-PLACES, EXACT)


def promised(facts: IndicatorFacts) -> Decimal | None:
    """|t - b|: how much the indicator was to change, in its unit; None without target or baseline."""
    wanted, baseline = _wanted(facts), facts.baseline_figure
    return None if wanted is None or baseline is None else EXACT.subtract(wanted, baseline).copy_abs()


def verified_on(facts: IndicatorFacts, day: date) -> Decimal | None:
    """(v - b), positive for the better, v the newest verified figure on `day`; None without v or b."""
    figure = _measured(facts, newest_figure(facts, day, verified_only=True))
    baseline = facts.baseline_figure
    if figure is None or baseline is None:
        return None
    return EXACT.multiply(SIGNS[facts.direction], EXACT.subtract(figure, baseline))


def _measured(facts: IndicatorFacts, figure: Figure | None) -> Decimal | None:
    """What `figure` counts as; None where there is none, or no direction to judge it by."""
    return figure.value.measured_figure(facts.direction) if figure and facts.direction else None


def _wanted(facts: IndicatorFacts) -> Decimal | None:
    """What the final target counts as."""
    target = final_target(facts)
    return target.value.target_figure(facts.direction) if target else None
