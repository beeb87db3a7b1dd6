"""Comparison where the time of the year rules: the same period last year, and the mean of a rolling year. Exact.

Both stand beside the status and never change it. What counts and which of two figures of one period is the newer is
said once, in `projects.formulas.facts`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from projects.formulas.comparison import gain
from projects.formulas.facts import Figure, IndicatorFacts, counting_figures
from register.decimals import shown

FEWEST, DAY = 2, timedelta(days=1)


@dataclass(frozen=True)
class LastYear:
    """A figure beside that of the same period a year before; `better` is "better", "worse" or "same"."""

    now: Figure
    before: Figure
    better: str


@dataclass(frozen=True)
class RollingYear:
    """The mean of the figures of the twelve months up to a day, 28 digits, to be shown."""

    start: date
    end: date
    mean: Decimal
    figures: int


def a_year_before(day: date) -> date:
    """The same day a year earlier; the last day of a month stays the last day of it."""
    last = monthrange(day.year - 1, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, last if is_last else min(day.day, last))


def compared_with_last_year(facts: IndicatorFacts, on: date) -> LastYear | None:
    """The newest figure against that of the same period a year before; None where there is no such."""
    by_end = _by_end(facts, on)
    if not by_end:
        return None
    end, newest = max(by_end.items())
    before = by_end.get(a_year_before(end))
    if before is None or not _is_same_period(newest, before):
        return None
    figures = [one.value.measured_figure(facts.direction) for one in (newest, before)]
    if figures[0] is None or figures[1] is None or not facts.direction:
        return None
    change = gain(figures[0], figures[1], facts.direction)
    return LastYear(newest, before, "better" if change > 0 else "worse" if change < 0 else "same")


def rolling_years(facts: IndicatorFacts, on: date) -> list[RollingYear]:
    """The mean of twelve months for each figure that ends a full year of periods without a hole, in their order.

    Only for a level: a change or a sum since the start is no amount of one period.
    """
    if facts.measures != "level":
        return []
    by_end = _by_end(facts, on)
    found = (_year_up_to(end, by_end, facts.direction) for end in sorted(by_end))
    return [one for one in found if one]


def _year_up_to(end: date, by_end: dict[date, Figure], direction: str) -> RollingYear | None:
    """Back from period to period until the year is full."""
    first, day, figures = a_year_before(end) + DAY, end, []
    while day >= first:
        figure = by_end.get(day)
        worth = figure.value.measured_figure(direction) if figure else None
        if figure is None or figure.period_start is None or worth is None:
            return None
        figures.append(worth)
        day = figure.period_start - DAY
    if day != first - DAY or len(figures) < FEWEST:
        return None
    mean = sum((Fraction(one) for one in figures), Fraction(0)) / len(figures)
    return RollingYear(first, end, shown(mean), len(figures))


def _by_end(facts: IndicatorFacts, on: date) -> dict[date, Figure]:
    """The figure that counts for each last day: the newest of those that end on it."""
    return {one.period_end: one for one in counting_figures(facts, on) if one.period_end}


def _is_same_period(one: Figure, other: Figure) -> bool:
    if one.period_start is None or other.period_start is None:
        return one.period_start == other.period_start
    return a_year_before(one.period_start) == other.period_start
