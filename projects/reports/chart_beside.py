"""What a chart shows beside baseline, path, targets and measurements: promise, forecasts, others, series, seasons."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from projects.formulas.facts import IndicatorFacts
from projects.formulas.seasons import rolling_years
from projects.formulas.values import Value, decimal_text
from projects.models import Forecast, Indicator, Season
from projects.reports.figure_words import when_in_words
from projects.reports.promises import promises_of


@dataclass(frozen=True)
class Mark:
    """A figure at a day: `figure` is what counts, `low` and `high` the range it came from. Decimals as text."""

    day: date | None
    figure: str | None
    low: str | None
    high: str | None
    comparator: str
    label: str
    state: str = ""
    estimated: bool = False


@dataclass(frozen=True)
class Line:
    """Figures of others under one name; a mark without a day is level."""

    name: str
    marks: list[Mark]


@dataclass(frozen=True)
class Break:
    """From this day on something else is counted; `compares` says how figures before and after do."""

    day: date
    label: str
    compares: str


def beside_of(indicator: Indicator, facts: IndicatorFacts, today: date) -> dict[str, Any]:
    """The further parts of the chart; targets that were promised only where they are other than now."""
    return {
        "promised": _promised(indicator),
        "forecasts": [
            _dated(row.figure, indicator, row.due_date, row.due_date_entered) for row in newest_forecasts(indicator)
        ],
        "references": _references(indicator),
        "series": [
            Break(
                row.start_date, when_in_words(row.start_date, row.start_date_entered), row.get_comparability_display()
            )
            for row in sorted(indicator.series.all(), key=lambda row: row.start_date)
        ],
        "rolling": [
            (one.end, decimal_text(round(one.mean, 4)))
            for one in (rolling_years(facts, today) if indicator.season == Season.ROLLING_YEAR else ())
        ],
    }


def newest_forecasts(indicator: Indicator) -> list[Forecast]:
    """Of several for one day the one made last."""
    rows = sorted(indicator.forecasts.all(), key=lambda row: (row.made_on, row.created_at))
    return sorted({row.due_date: row for row in rows}.values(), key=lambda row: row.due_date)


def _promised(indicator: Indicator) -> list[Mark]:
    promise = promises_of([indicator]).get(indicator.pk)
    if promise is None or promise.is_kept_by(indicator):
        return []
    return [_dated(one.value, indicator, one.due_date, one.entered) for one in promise.targets]


def _references(indicator: Indicator) -> list[Line]:
    lines: defaultdict[str, list[Mark]] = defaultdict(list)
    rows = sorted(indicator.reference_figures.all(), key=lambda row: (row.name, row.period_end or date.min))
    for row in rows:
        lines[row.name].append(_dated(row.figure, indicator, row.period_end, row.period_end_entered))
    return [Line(name, marks) for name, marks in lines.items()]


def _dated(value: Value | None, indicator: Indicator, day: date | None, entered: str) -> Mark:
    return mark(value or Value(), indicator.direction, day=day, label=when_in_words(day, entered))


def mark(
    value: Value, direction: str, *, day: date | None, label: str, state: str = "", estimated: bool = False
) -> Mark:
    texts = {
        "figure": value.measured_figure(direction),
        "low": value.low,
        "high": value.high,
    }
    figures = {name: _text(figure) for name, figure in texts.items()}
    return Mark(day=day, comparator=value.comparator, label=label, state=state, estimated=estimated, **figures)


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else decimal_text(figure)
