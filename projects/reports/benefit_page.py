"""A benefit as one reader sees it: its sentence, its course with the same figures as a table, what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import BaselineState, Benefit, Indicator
from projects.reports.answer_words import how_reported, when_expected
from projects.reports.benefit_words import movement, ownership, target_day
from projects.reports.chart import chart_of
from projects.reports.figure_words import day_in_words, in_words, when_in_words
from projects.reports.holdings import one_by_one
from projects.reports.oversight import oversees
from projects.reports.status import BenefitStatus, IndicatorStatus, benefit_status
from register.models import Person
from workflows.lifecycle import Choice, choices_for

NO_BASELINE = (BaselineState.MISSING, BaselineState.DEFERRED)


@dataclass(frozen=True)
class Line:
    """One row of the table under the chart; `day` sorts it."""

    day: date
    what: str
    when: str
    figure: str
    state: str
    state_words: str
    note: str
    url: str


@dataclass(frozen=True)
class IndicatorPart:
    """An indicator with its status, its sentence, its chart and its table."""

    row: Indicator
    status: IndicatorStatus
    sentence: str
    chart: dict[str, Any]
    has_chart: bool
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
    return BenefitPage(
        benefit=benefit,
        status=status,
        ownership=ownership(benefit, held),
        may_ask=bool(held and held.why and oversees(reader) and permissions.HANDS_ON(held, reader)),
        indicators=[_part(row, status.indicators[row.pk], reader, on) for row in benefit.get_indicators()],
        choices=[choice for choice in permitted if choice.name not in ("accept", "decline")],
        asks_reader=any(choice.name == "accept" for choice in permitted),
        may_edit=permissions.EDITS_BENEFIT(benefit, reader),
        may_judge=permissions.JUDGES_BENEFIT(benefit, reader),
    )


def _part(indicator: Indicator, status: IndicatorStatus, reader: Person, on: date) -> IndicatorPart:
    chart, sentence = chart_of(indicator, today=on), movement(indicator)
    words = {
        "path": _("Expected path"),
        "targets": _("Target"),
        "measured": _("Measured"),
        "unverified": _("Reported, not verified"),
        "range": _("Range"),
        "baseline": _("Baseline"),
        "today": _("Today"),
    }
    source = {**chart.as_json(), "language": get_language(), "words": words, "description": sentence}
    return IndicatorPart(
        row=indicator,
        status=status,
        sentence=sentence,
        chart=source,
        has_chart=len(chart.measurements) + len(chart.targets) + bool(chart.baseline) > 1,
        lines=sorted(_lines(indicator), key=lambda line: line.day, reverse=True),
        lacks_baseline=indicator.baseline is None and indicator.baseline_state in NO_BASELINE,
        may_report=permissions.REPORTS(indicator.measurements.model(indicator=indicator), reader),
    )


def _lines(indicator: Indicator) -> Iterator[Line]:
    unit = indicator.unit
    if indicator.baseline is not None:
        day = indicator.baseline_date
        when = when_in_words(day, indicator.baseline_date_entered)
        yield Line(day or date.min, _("Baseline"), when, in_words(indicator.baseline, unit), "", "", "", "")
    for target in indicator.targets.all():
        figure = in_words(target.figure, unit)
        yield Line(target.due_date or date.max, _("Target"), target_day(target), figure, "", "", "", "")
    for row in indicator.measurements.select_related("reported_by", "asked_by"):
        when, url = day_in_words(row.period_label), row.get_absolute_url()
        figure = in_words(row.figure, unit)
        note = ". ".join(filter(None, [how_reported(row), when_expected(row), row.reason or row.note]))
        yield Line(row.period_end, _("Measured"), when, figure, row.state, row.get_state_display(), note, url)
