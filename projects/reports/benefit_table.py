"""Benefits as rows of a table: owner, from where to where, latest, status. A few queries for any number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format

from projects.formulas.facts import final_target
from projects.models import Benefit, Indicator
from projects.reports.counted import Counted, with_every_figure
from projects.reports.figure_words import NONE, in_words
from projects.reports.knowledge import Knowledge
from projects.reports.promises import Promise, departed_from, promises_of
from projects.reports.sparkline import Sparkline, sparkline_of
from projects.reports.status import WORST_FIRST, BenefitStatus, IndicatorStatus, benefit_statuses
from register.models import Organisation


@dataclass(frozen=True)
class BenefitRow:
    """A benefit with the indicator that decides its status; `others` counts the rest of its indicators."""

    benefit: Benefit
    status: BenefitStatus
    indicator: Indicator | None
    others: int
    baseline: str
    target: str
    target_day: str
    latest: str
    latest_day: str
    promised: str
    spark: Sparkline | None
    is_potential: bool = False


def rows_of(benefits: Sequence[Benefit], *, on: date, organisation: Organisation) -> list[BenefitRow]:
    """The rows in the order of the benefits."""
    statuses = benefit_statuses(benefits, on=on, organisation=organisation)
    promises = promises_of(one for row in benefits for one in row.get_indicators())
    return [_row(one, one.get_indicators(), statuses[one.pk], promises, on) for one in benefits]


def rows_of_counted(found: Sequence[Counted], *, on: date, knowledge: Knowledge | None = None) -> list[BenefitRow]:
    """The same of benefits that were judged already, with all their figures, as they were known."""
    prefetch_related_objects([one.benefit for one in found], "owner")
    indicators = [row for one in found for row in one.indicators]
    promises = promises_of(indicators, until=knowledge.until if knowledge else None)
    every = with_every_figure(found, on, knowledge)
    return [_row(one.benefit, one.indicators, one.status, promises, on) for one in every]


def _row(
    benefit: Benefit,
    indicators: Sequence[Indicator],
    status: BenefitStatus,
    promises: Mapping[UUID, Promise],
    on: date,
) -> BenefitRow:
    if not indicators:
        return BenefitRow(benefit, status, None, 0, NONE, NONE, "", NONE, "", "", None, benefit.is_potential(on))
    worst = min(indicators, key=lambda row: WORST_FIRST.index(status.indicators[row.pk].status.code))
    row = _with_figures(benefit, status, worst, status.indicators[worst.pk], len(indicators) - 1, on)
    return replace(row, promised=_promised(worst, status.indicators[worst.pk], promises.get(worst.pk)))


def _promised(indicator: Indicator, one: IndicatorStatus, promise: Promise | None) -> str:
    """What was promised, where something else is aimed at now."""
    final = departed_from(promise, one.facts)
    if final is None:
        return ""
    words = in_words(final.value, indicator.unit, indicator.scale_of)
    return f"{words} ({_day(final.due_date)})" if final.due_date else words


def _with_figures(
    benefit: Benefit, status: BenefitStatus, indicator: Indicator, one: IndicatorStatus, others: int, on: date
) -> BenefitRow:
    target, newest = final_target(one.facts), one.status.newest
    read = (indicator.unit, indicator.scale_of)
    return BenefitRow(
        benefit=benefit,
        status=status,
        indicator=indicator,
        others=others,
        baseline=in_words(one.facts.baseline, *read),
        target=in_words(target.value if target else None, *read),
        target_day=_day(target.due_date) if target else "",
        latest=in_words(newest.value if newest else None, *read),
        latest_day=_day(newest.period_end) if newest else "",
        promised="",
        spark=sparkline_of(one.facts, on),
        is_potential=benefit.is_potential(on),
    )


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
