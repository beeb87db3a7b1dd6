"""What is known of one indicator: the plain facts that its status and achievement are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from projects.formulas.values import Value

NOT_COUNTED_STATES = frozenset({"due", "waived", "disputed"})
VERIFIED = "verified"


@dataclass(frozen=True)
class Figure:
    """A measurement. `period_start` is None where only a day is known; an undated one (`period_end` None) never counts.

    `key` breaks ties: the external key, else the id as text. `state` is the measurement's.
    """

    value: Value
    period_start: date | None
    period_end: date | None
    key: str
    state: str


@dataclass(frozen=True)
class TargetFact:
    """A target, undated where `due_date` is None; `key` as in Figure."""

    value: Value
    due_date: date | None
    key: str


@dataclass(frozen=True)
class IndicatorFacts:
    """One indicator with its baseline, targets and figures, in any order; texts hold the contract's values.

    `follow_up_runs`: the project is neither closed nor stopped, and the benefit has no outcome yet.
    `lag_days`: the indicator's own reporting lag, before that of its frequency.
    """

    direction: str
    measures: str = "level"
    baseline: Value | None = None
    baseline_date: date | None = None
    benefit_start: date | None = None
    frequency: str | None = None
    lag_days: int | None = None
    targets: Sequence[TargetFact] = ()
    figures: Sequence[Figure] = ()
    follow_up_runs: bool = True

    @cached_property
    def baseline_figure(self) -> Decimal | None:
        """b: the baseline's less favourable end; 0 by definition for a change or a running total without one."""
        if self.baseline is not None and self.baseline.is_given:
            return self.baseline.measured_figure(self.direction)
        return Decimal(0) if self.measures in ("change", "cumulative") else None

    @property
    def begin(self) -> date | None:
        """The baseline's date, else the benefit's start date."""
        return self.baseline_date or self.benefit_start

    @cached_property
    def starts(self) -> date | None:
        """The later of *begin* and the benefit's start date: before it nothing is expected to have changed."""
        known = [day for day in (self.baseline_date, self.benefit_start) if day]
        return max(known, default=None)

    @cached_property
    def final_target(self) -> TargetFact | None:
        """t: the undated target if there is one, else the one due last; the later key where that leaves several."""
        given = [target for target in self.targets if target.value.is_given]
        return max(given, key=lambda target: (target.due_date or date.max, target.key), default=None)


def newest_figure(facts: IndicatorFacts, day: date, *, verified_only: bool = False) -> Figure | None:
    """v: of the figures that count on `day` the one ending last; same end: the shorter period, then the later key."""
    counting = _counting(facts, day, verified_only=verified_only)
    return max(counting, key=newness, default=None)


def counting_figures(facts: IndicatorFacts, day: date) -> list[Figure]:
    """The figures that count on `day`, the newest last."""
    return sorted(_counting(facts, day), key=newness)


def _counting(facts: IndicatorFacts, day: date, *, verified_only: bool = False) -> list[Figure]:
    return [
        figure
        for figure in facts.figures
        if figure.value.is_given
        and figure.period_end is not None
        and figure.period_end <= day
        and figure.state not in NOT_COUNTED_STATES
        and (figure.state == VERIFIED or not verified_only)
    ]


def final_target(facts: IndicatorFacts) -> TargetFact | None:
    """t: the undated target if there is one, else the one due last."""
    return facts.final_target


def dated_targets(facts: IndicatorFacts) -> list[tuple[date, TargetFact]]:
    """The dated targets in turn; of several due on one day the one with the later key."""
    by_day: dict[date, TargetFact] = {}
    for target in sorted(facts.targets, key=lambda target: target.key):
        if target.due_date is not None and target.value.is_given:
            by_day[target.due_date] = target
    return sorted(by_day.items())


def newness(figure: Figure) -> tuple[date, date, str]:
    """Sorts the newest last; a figure without a first day is one day's."""
    end = figure.period_end or date.min
    return end, figure.period_start or end, figure.key
