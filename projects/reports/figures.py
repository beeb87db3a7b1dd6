"""What is known of indicators, fetched for any number of them at once, as the formulas take it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from projects.formulas.facts import Figure, IndicatorFacts, TargetFact
from projects.formulas.values import Value
from projects.models import Indicator, Measurement, Target

FIGURE = ("value", "low", "high", "comparator")
AT_ONCE = 1000


def facts_of(indicators: Iterable[Indicator]) -> dict[UUID, IndicatorFacts]:
    """The facts of each indicator by its id; as many queries for a thousand as for one."""
    rows = list(indicators)
    prefetch_related_objects(rows, "benefit__project")
    facts: dict[UUID, IndicatorFacts] = {}
    for some in _in_turn(rows):
        keys = [row.pk for row in some]
        targets, figures = _targets(keys), _figures(keys)
        facts |= {row.pk: _facts(row, targets[row.pk], figures[row.pk]) for row in some}
    return facts


def _facts(indicator: Indicator, targets: Sequence[TargetFact], figures: Sequence[Figure]) -> IndicatorFacts:
    benefit = indicator.benefit
    return IndicatorFacts(
        direction=indicator.direction,
        measures=indicator.measures,
        baseline=indicator.baseline,
        baseline_date=indicator.baseline_date,
        benefit_start=benefit.start_date,
        frequency=indicator.frequency or None,
        targets=targets,
        figures=figures,
        follow_up_runs=benefit.project.follow_up_runs and not benefit.outcome,
    )


def _targets(indicators: list[UUID]) -> dict[UUID, list[TargetFact]]:
    found: defaultdict[UUID, list[TargetFact]] = defaultdict(list)
    rows = Target.objects.filter(indicator__in=indicators)
    for row in rows.values_list("indicator_id", "pk", "key", "due_date", *FIGURE):
        indicator, pk, key, due_date, *figure = row
        found[indicator].append(TargetFact(value=Value(*figure), due_date=due_date, key=key or str(pk)))
    return found


def _figures(indicators: list[UUID]) -> dict[UUID, list[Figure]]:
    found: defaultdict[UUID, list[Figure]] = defaultdict(list)
    rows = Measurement.objects.filter(indicator__in=indicators).exclude(state__in=("due", "waived"))
    for row in rows.values_list("indicator_id", "pk", "key", "period_start", "period_end", "state", *FIGURE):
        indicator, pk, key, start, end, state, *figure = row
        found[indicator].append(
            Figure(value=Value(*figure), period_start=start, period_end=end, key=key or str(pk), state=state)
        )
    return found


def _in_turn(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
