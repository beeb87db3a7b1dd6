"""What was promised when execution was decided, for any number of indicators in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from projects.formulas.facts import IndicatorFacts, final_target
from projects.formulas.values import Value
from projects.models import Indicator, PromisedFigure

Dated = tuple[Value | None, date | None]


@dataclass(frozen=True)
class PromisedTarget:
    """A target as it was promised; ``entered`` is the date as it was written."""

    value: Value
    due_date: date | None
    entered: str = ""


@dataclass(frozen=True)
class Promise:
    """What an indicator was promised to become. Of several decisions to execute the last one counts."""

    decided_on: date
    baseline: Value | None
    baseline_date: date | None
    baseline_date_entered: str
    targets: tuple[PromisedTarget, ...]

    @property
    def final(self) -> PromisedTarget | None:
        """The undated target if there is one, else the one due last."""
        return max(self.targets, key=lambda one: one.due_date or date.max, default=None)

    @property
    def target(self) -> Value | None:
        """The figure of the final target."""
        return self.final.value if self.final else None

    def is_kept_by(self, indicator: Indicator) -> bool:
        """Whether baseline and targets are still what was promised."""
        return self._is_kept(indicator.baseline, [(row.figure, row.due_date) for row in indicator.targets.all()])

    def is_kept_in(self, facts: IndicatorFacts) -> bool:
        """The same of what was known once."""
        return self._is_kept(facts.baseline, [(one.value, one.due_date) for one in facts.targets])

    def _is_kept(self, baseline: Value | None, targets: Iterable[Dated]) -> bool:
        promised = [(one.value, one.due_date) for one in self.targets]
        return self.baseline == baseline and sorted(targets, key=_place) == promised


def promises_of(indicators: Iterable[Indicator], *, until: datetime | None = None) -> dict[UUID, Promise]:
    """The promise of each indicator by its id; none for one that came after the decision, or without figures then.

    With `until` those that were given before that moment: a promise never changes, a new decision makes another.
    """
    found: defaultdict[UUID, list[PromisedFigure]] = defaultdict(list)
    for row in PromisedFigure.objects.standing(until=until).filter(indicator__in=[one.pk for one in indicators]):
        found[row.indicator_id].append(row)
    return {pk: _promise(rows) for pk, rows in found.items()}


def departed_from(promise: Promise | None, facts: IndicatorFacts) -> PromisedTarget | None:
    """The final target as it was promised, where another one is aimed at now; None where it is kept or was none."""
    final, now = promise.final if promise else None, final_target(facts)
    if final is None or (now is not None and (now.value, now.due_date) == (final.value, final.due_date)):
        return None
    return final


def _promise(rows: list[PromisedFigure]) -> Promise:
    baseline = next((row for row in rows if row.is_baseline), None)
    return Promise(
        decided_on=rows[0].decided_on,
        baseline=baseline.figure if baseline else None,
        baseline_date=baseline.due_date if baseline else None,
        baseline_date_entered=baseline.due_date_entered if baseline else "",
        targets=tuple(
            PromisedTarget(row.figure or Value(), row.due_date, row.due_date_entered)
            for row in sorted(rows, key=lambda row: _place((row.figure, row.due_date)))
            if not row.is_baseline
        ),
    )


def _place(target: Dated) -> tuple[date, str]:
    value, due_date = target
    return due_date or date.max, str(value)
