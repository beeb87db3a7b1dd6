"""A benefit as one reader sees it: its sentence, its course with the same figures as a table, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import BaselineState, Benefit, Indicator
from projects.reports.benefit_words import movement, ownership
from projects.reports.chart import chart_of
from projects.reports.holdings import one_by_one
from projects.reports.indicator_course import Course, course_of, units_in_words
from projects.reports.indicator_lines import Line, lines_of
from projects.reports.oversight import oversees
from projects.reports.promises import Promise, promises_of
from projects.reports.status import BenefitStatus, IndicatorStatus, benefit_status
from register.models import Person
from workflows.lifecycle import Choice, choices_for

NO_BASELINE = (BaselineState.MISSING, BaselineState.DEFERRED)


@dataclass(frozen=True)
class IndicatorPart:
    """An indicator with its status, its sentence, its chart and its table."""

    row: Indicator
    status: IndicatorStatus
    sentence: str
    chart: dict[str, Any]
    has_chart: bool
    course: Course
    lines: Sequence[Line]
    lacks_baseline: bool
    may_report: bool

    @property
    def chart_id(self) -> str:
        return f"chart-{self.row.pk}"


@dataclass(frozen=True)
class BenefitPage:
    benefit: Benefit
    status: BenefitStatus
    ownership: str
    may_ask: bool
    indicators: Sequence[IndicatorPart]
    units: str
    choices: Sequence[Choice]
    asks_reader: bool
    may_edit: bool
    may_judge: bool


def page_of(benefit: Benefit, reader: Person, now: datetime, on: date) -> BenefitPage:
    """Everything the page shows, as of a day."""
    choices = choices_for(reader, benefit, now)
    permitted = [choice for choice in choices if choice.permitted]
    held = next(iter(one_by_one(benefit.organisation, [("benefit", benefit.pk)], on)), None)
    status = benefit_status(benefit, on=on, organisation=benefit.organisation)
    promises = promises_of(benefit.get_indicators())
    return BenefitPage(
        benefit=benefit,
        status=status,
        ownership=ownership(benefit, held),
        may_ask=bool(held and held.why and oversees(reader) and permissions.HANDS_ON(held, reader)),
        indicators=[
            _part(row, status.indicators[row.pk], promises.get(row.pk), reader, on) for row in benefit.get_indicators()
        ],
        units=_units(benefit, status),
        choices=[choice for choice in permitted if choice.name not in ("accept", "decline")],
        asks_reader=any(choice.name == "accept" for choice in permitted),
        may_edit=permissions.EDITS_BENEFIT(benefit, reader),
        may_judge=permissions.JUDGES_BENEFIT(benefit, reader),
    )


def _part(
    indicator: Indicator, status: IndicatorStatus, promise: Promise | None, reader: Person, on: date
) -> IndicatorPart:
    chart, sentence = chart_of(indicator, today=on), movement(indicator)
    words = {
        "path": _("Expected path"),
        "targets": _("Target"),
        "measured": _("Measured"),
        "unverified": _("Reported, not verified"),
        "range": _("Range"),
        "baseline": _("Baseline"),
        "today": _("Today"),
        "promised": _("Promised target"),
        "forecast": _("Forecast"),
        "rolling": _("Mean of twelve months"),
        "new_series": _("New definition"),
    }
    source = {**chart.as_json(), "language": get_language(), "words": words, "description": sentence}
    return IndicatorPart(
        row=indicator,
        status=status,
        sentence=sentence,
        chart=source,
        has_chart=len(chart.measurements) + len(chart.targets) + bool(chart.baseline) > 1,
        course=course_of(indicator, status.facts, promise, reader, on),
        lines=lines_of(indicator, promise),
        lacks_baseline=indicator.baseline is None and indicator.baseline_state in NO_BASELINE,
        may_report=permissions.REPORTS(indicator.measurements.model(indicator=indicator), reader),
    )


def _units(benefit: Benefit, status: BenefitStatus) -> str:
    """Where each of several units must reach it."""
    there = [row for row in benefit.get_indicators() if row.at_unit]
    return units_in_words([(row.at_unit.name, status.indicators[row.pk].code) for row in there])
