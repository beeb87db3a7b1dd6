"""Benefits as rows of a table: owner, from where to where, latest, status. A few queries for any number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format

from projects.formulas.facts import final_target
from projects.models import Benefit, Indicator
from projects.reports.counted import Counted, with_every_figure
from projects.reports.figure_words import NONE, in_words
from projects.reports.knowledge import Knowledge
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
    spark: Sparkline | None
    is_potential: bool = False


def rows_of(benefits: Sequence[Benefit], *, on: date, organisation: Organisation) -> list[BenefitRow]:
    """The rows in the order of the benefits."""
    statuses = benefit_statuses(benefits, on=on, organisation=organisation)
    return [_row(benefit, benefit.get_indicators(), statuses[benefit.pk], on) for benefit in benefits]


def rows_of_counted(found: Sequence[Counted], *, on: date, knowledge: Knowledge | None = None) -> list[BenefitRow]:
    """The same of benefits that were judged already, with all their figures, as they were known."""
    prefetch_related_objects([one.benefit for one in found], "owner")
    return [_row(one.benefit, one.indicators, one.status, on) for one in with_every_figure(found, on, knowledge)]


def _row(benefit: Benefit, indicators: Sequence[Indicator], status: BenefitStatus, on: date) -> BenefitRow:
    if not indicators:
        return BenefitRow(benefit, status, None, 0, NONE, NONE, "", NONE, "", None, benefit.is_potential(on))
    worst = min(indicators, key=lambda row: WORST_FIRST.index(status.indicators[row.pk].status.code))
    return _with_figures(benefit, status, worst, status.indicators[worst.pk], len(indicators) - 1, on)


def _with_figures(
    benefit: Benefit, status: BenefitStatus, indicator: Indicator, one: IndicatorStatus, others: int, on: date
) -> BenefitRow:
    target, newest, unit = final_target(one.facts), one.status.newest, indicator.unit
    return BenefitRow(
        benefit=benefit,
        status=status,
        indicator=indicator,
        others=others,
        baseline=in_words(one.facts.baseline, unit),
        target=in_words(target.value if target else None, unit),
        target_day=_day(target.due_date) if target else "",
        latest=in_words(newest.value if newest else None, unit),
        latest_day=_day(newest.period_end) if newest else "",
        spark=sparkline_of(one.facts, on),
        is_potential=benefit.is_potential(on),
    )


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
