"""What the chart of an indicator shows: the baseline, the expected path, the targets and what was measured."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from projects.formulas.path import expected_path
from projects.formulas.values import Value, decimal_text
from projects.models import Indicator, Measurement, Target
from projects.reports.chart_beside import Break, Line, Mark, beside_of, mark
from projects.reports.figure_words import day_in_words, when_in_words
from projects.reports.figures import facts_of


@dataclass(frozen=True)
class Chart:
    """One indicator over time."""

    indicator: str
    name: str
    unit: str
    direction: str
    is_limit: bool
    today: date
    baseline: Mark | None
    path: list[tuple[date, str]]
    targets: list[Mark]
    measurements: list[Mark]
    promised: list[Mark]
    forecasts: list[Mark]
    references: list[Line]
    series: list[Break]
    rolling: list[tuple[date, str]]

    @property
    def is_empty(self) -> bool:
        return not (self.targets or self.measurements)

    def as_json(self) -> dict[str, Any]:
        """The same with days as ISO text."""
        return _plain(asdict(self))


def chart_of(indicator: Indicator, *, today: date) -> Chart:
    """The chart of one indicator."""
    facts = facts_of([indicator])[indicator.pk]
    targets = sorted(indicator.targets.all(), key=lambda row: (row.due_date or date.max, str(row.pk)))
    measured = [row for row in indicator.measurements.all() if row.figure and row.state != "waived"]
    return Chart(
        indicator=str(indicator.pk),
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,
        is_limit=indicator.benefit.is_disbenefit,
        today=today,
        baseline=_baseline(indicator),
        path=[(day, decimal_text(figure)) for day, figure in expected_path(facts)],
        targets=[_target(row, indicator.direction) for row in targets],
        measurements=[
            _measured(row, indicator.direction)
            for row in sorted(measured, key=lambda row: (row.period_end, str(row.pk)))
        ],
        **beside_of(indicator, facts, today),
    )


def _baseline(indicator: Indicator) -> Mark | None:
    if indicator.baseline is None:
        return None
    day = indicator.baseline_date
    label = when_in_words(day, indicator.baseline_date_entered)
    return mark(indicator.baseline, indicator.direction, day=day, label=label)


def _target(row: Target, direction: str) -> Mark:
    label = when_in_words(row.due_date, row.due_date_entered)
    return mark(row.figure or Value(), direction, day=row.due_date, label=label)


def _measured(row: Measurement, direction: str) -> Mark:
    label = day_in_words(row.period_label)
    return mark(
        row.figure or Value(),
        direction,
        day=row.period_end,
        label=_("%(period)s (the same as last time)") % {"period": label} if row.same_as_last else label,
        state=row.state,
        estimated=row.date_estimated,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
