"""What is known of indicators, fetched for any number of them at once, as the formulas take it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Max, Q, QuerySet, When, Window, prefetch_related_objects

from projects.formulas.facts import NOT_COUNTED_STATES, VERIFIED, Figure, IndicatorFacts, TargetFact
from projects.formulas.values import Value
from projects.models import Indicator, Measurement, Target
from projects.reports.rows import Knowledge, Values, values_of

FIGURE = ("value", "low", "high", "comparator")
TARGET = ("id", "indicator_id", "key", "due_date", *FIGURE)
MEASUREMENT = ("id", "indicator_id", "key", "period_start", "period_end", "state", *FIGURE)
AT_ONCE = 1000
"""Indicators that are named one by one to the database; beyond it reads those of the whole organisation."""


def facts_of(
    indicators: Iterable[Indicator], *, newest_on: date | None = None, knowledge: Knowledge | None = None
) -> dict[UUID, IndicatorFacts]:
    """The facts of each indicator by its id; as many queries for a thousand as for one.

    With `newest_on` only the figures are fetched that can be the newest on that day; all that a status asks about.
    With `knowledge` the facts are those that were known then.
    """
    rows = list(indicators)
    prefetch_related_objects([row for row in rows if "benefit" not in row._state.fields_cache], "benefit__project")
    wanted = {row.pk for row in rows}
    targets, figures = _targets(rows, wanted, knowledge), _figures(rows, wanted, newest_on, knowledge)
    return {row.pk: _facts(row, targets[row.pk], figures[row.pk]) for row in rows}


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


def _targets(
    rows: Sequence[Indicator], wanted: Collection[UUID], knowledge: Knowledge | None
) -> dict[UUID, list[TargetFact]]:
    found: defaultdict[UUID, list[TargetFact]] = defaultdict(list)
    for one in values_of(_of(Target, rows, wanted), TARGET, knowledge):
        if one["indicator_id"] in wanted:
            fact = TargetFact(value=_value(one), due_date=one["due_date"], key=one["key"] or str(one["id"]))
            found[one["indicator_id"]].append(fact)
    return found


def _figures(
    rows: Sequence[Indicator], wanted: Collection[UUID], newest_on: date | None, knowledge: Knowledge | None
) -> dict[UUID, list[Figure]]:
    found: defaultdict[UUID, list[Figure]] = defaultdict(list)
    measured = _of(Measurement, rows, wanted)
    if knowledge is None:
        measured = measured.exclude(state__in=("due", "waived")) if newest_on is None else _newest(measured, newest_on)
    for one in values_of(measured, MEASUREMENT, knowledge):
        if one["indicator_id"] in wanted and one["state"] not in ("due", "waived"):
            found[one["indicator_id"]].append(
                Figure(
                    value=_value(one),
                    period_start=one["period_start"],
                    period_end=one["period_end"],
                    key=one["key"] or str(one["id"]),
                    state=one["state"],
                )
            )
    return found


def _of(
    model: type[Target | Measurement],
    rows: Sequence[Indicator],
    wanted: Collection[UUID],
) -> QuerySet[Any]:
    """The rows of these indicators, or of their organisation where they are many."""
    if len(wanted) <= AT_ONCE:
        return model.objects.filter(indicator__in=wanted)
    return model.objects.filter(organisation__in={row.organisation_id for row in rows})


def _newest(measured: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Of each indicator the figures that end last on a day, of all that count and of the verified."""
    given = Q(value__isnull=False) | Q(low__isnull=False, high__isnull=False)
    counting = measured.filter(given, period_end__lte=day).exclude(state__in=NOT_COUNTED_STATES)
    verified = Case(When(state=VERIFIED, then="period_end"))
    last = {"last": Window(Max("period_end"), ["indicator"]), "verified": Window(Max(verified), ["indicator"])}
    return counting.annotate(**last).filter(Q(period_end=F("last")) | Q(period_end=F("verified"), state=VERIFIED))


def _value(one: Values) -> Value:
    return Value(one["value"], one["low"], one["high"], one["comparator"])
