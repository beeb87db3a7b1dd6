"""How far an indicator has come: what is realised, what is left, and how far it is from the expected path. Exact.

In the indicator's unit, and positive for the better: more realised, more still to come, ahead of the path.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from projects.formulas.comparison import SIGNS
from projects.formulas.facts import Figure, IndicatorFacts, final_target, newest_figure
from projects.formulas.path import expected_on, expected_path
from register.decimals import EXACT, decimal_text


def realised_on(facts: IndicatorFacts, day: date) -> Decimal | None:
    """v - b: what has come so far, verified or not; None without a figure or a baseline."""
    return _better(facts, _newest(facts, day), facts.baseline_figure)


def remaining_on(facts: IndicatorFacts, day: date) -> Decimal | None:
    """t - v: what the final target still asks for; negative where it is surpassed. None without either."""
    target = final_target(facts)
    return _better(facts, target.value.target_figure(facts.direction) if target else None, _newest(facts, day))


def deviation_on(facts: IndicatorFacts, day: date) -> Decimal | None:
    """v - e, e the expected path on v's last day; with one decimal more than the figures.

    None without a path to a dated target.
    """
    newest, corners = newest_figure(facts, day), expected_path(facts)
    figure = _figure(facts, newest)
    if figure is None or newest is None or newest.period_end is None or not corners or not _leads_on(facts, corners):
        return None
    apart = SIGNS[facts.direction] * (Fraction(figure) - expected_on(corners, newest.period_end).exact)
    places = 1 + max(_decimals(one) for one in (figure, *(corner for _day, corner in corners)))
    return Decimal(round(apart * 10**places)).scaleb(-places, EXACT)


def _leads_on(facts: IndicatorFacts, corners: Sequence[tuple[date, Decimal]]) -> bool:
    """Whether the path ever leaves the baseline."""
    return facts.starts is not None and corners[-1][0] > facts.starts


def _newest(facts: IndicatorFacts, day: date) -> Decimal | None:
    return _figure(facts, newest_figure(facts, day))


def _figure(facts: IndicatorFacts, figure: Figure | None) -> Decimal | None:
    return figure.value.measured_figure(facts.direction) if figure and facts.direction else None


def _better(facts: IndicatorFacts, figure: Decimal | None, since: Decimal | None) -> Decimal | None:
    if figure is None or since is None:
        return None
    return EXACT.multiply(SIGNS[facts.direction], EXACT.subtract(figure, since))


def _decimals(figure: Decimal) -> int:
    """How many decimals count."""
    return len(decimal_text(figure).partition(".")[2])
