"""A course so small that it stands in a table's cell: its shape, not its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from projects.formulas.facts import NOT_COUNTED_STATES, IndicatorFacts

WIDTH, HEIGHT, MARGIN = 96, 24, 3


@dataclass(frozen=True)
class Sparkline:
    """Points of a polyline in a box of WIDTH by HEIGHT, and the place of the newest."""

    points: str
    x: str
    y: str


def sparkline_of(facts: IndicatorFacts, on: date) -> Sparkline | None:
    """The baseline and what was measured by a day; None for fewer than two figures."""
    known = [
        (figure.period_end, figure.value.measured_figure(facts.direction))
        for figure in facts.figures
        if figure.period_end and figure.period_end <= on and figure.state not in NOT_COUNTED_STATES
    ]
    if facts.baseline_date and facts.baseline_figure is not None:
        known.append((facts.baseline_date, facts.baseline_figure))
    course = sorted((day, float(figure)) for day, figure in known if figure is not None)
    return _drawn(course) if len(course) > 1 else None


def _drawn(course: Sequence[tuple[date, float]]) -> Sparkline:
    first, span = course[0][0], max((course[-1][0] - course[0][0]).days, 1)
    figures = [figure for _day, figure in course]
    low, height = min(figures), (max(figures) - min(figures)) or 1.0
    places = [
        (
            f"{MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / span:.1f}",
            f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (figure - low) / height:.1f}",
        )
        for day, figure in course
    ]
    x, y = places[-1]
    return Sparkline(" ".join(f"{left},{top}" for left, top in places), x, y)
