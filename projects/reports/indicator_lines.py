"""The table under an indicator's chart: the same figures, each with its day, its state and where to look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Indicator, Measurement
from projects.reports.answer_words import how_reported, when_expected
from projects.reports.benefit_words import target_day
from projects.reports.chart_beside import newest_forecasts
from projects.reports.figure_words import day_in_words, in_words, when_in_words
from projects.reports.indicator_course import survey_words
from projects.reports.promises import Promise


@dataclass(frozen=True)
class Line:
    """One row of the table under the chart; `day` sorts it. `edit` names a row that can be corrected: kind and id."""

    day: date
    what: str
    when: str
    figure: str
    state: str = ""
    state_words: str = ""
    note: str = ""
    url: str = ""
    edit: tuple[str, str] | None = None


def lines_of(indicator: Indicator, promise: Promise | None) -> list[Line]:
    """All lines, the newest first."""
    every = (*_given(indicator), *_promised(indicator, promise), *_measured(indicator), *_beside(indicator))
    return sorted(every, key=lambda line: line.day, reverse=True)


def _given(indicator: Indicator) -> Iterator[Line]:
    read = (indicator.unit, indicator.scale_of)
    if indicator.baseline is not None:
        day = indicator.baseline_date
        when = when_in_words(day, indicator.baseline_date_entered)
        yield Line(day or date.min, _("Baseline"), when, in_words(indicator.baseline, *read))
    for target in indicator.targets.all():
        yield Line(target.due_date or date.max, _("Target"), target_day(target), in_words(target.figure, *read))


def _promised(indicator: Indicator, promise: Promise | None) -> Iterator[Line]:
    """The targets that were promised, where they are other than now."""
    if promise is None or promise.is_kept_by(indicator):
        return
    for one in promise.targets:
        figure = in_words(one.value, indicator.unit, indicator.scale_of)
        yield Line(one.due_date or date.max, _("Promised target"), when_in_words(one.due_date, one.entered), figure)


def _measured(indicator: Indicator) -> Iterator[Line]:
    rows = indicator.measurements.select_related("reported_by", "asked_by").annotate(pieces=Count("evidence"))
    for row in rows:
        figure = in_words(row.figure, indicator.unit, indicator.scale_of)
        state = (row.state, row.get_state_display())
        yield Line(
            row.period_end,
            _("Measured"),
            day_in_words(row.period_label),
            figure,
            *state,
            _note(row, row.pieces),
            row.get_absolute_url(),
        )


def _note(row: Measurement, pieces: int) -> str:
    words = [survey_words(row.sample_size, row.population), how_reported(row), when_expected(row)]
    evidence = ngettext("%(n)d piece of evidence", "%(n)d pieces of evidence", pieces) % {"n": pieces} if pieces else ""
    return ". ".join(filter(None, [*words, evidence, row.reason or row.note]))


def _beside(indicator: Indicator) -> Iterator[Line]:
    read = (indicator.unit, indicator.scale_of)
    for one in newest_forecasts(indicator):
        when, figure = when_in_words(one.due_date, one.due_date_entered), in_words(one.figure, *read)
        yield Line(one.due_date, _("Forecast"), when, figure, note=one.note, edit=("forecast", str(one.pk)))
    for row in indicator.reference_figures.all():
        when, figure = when_in_words(row.period_end, row.period_end_entered), in_words(row.figure, *read)
        note = _("Source: %(source)s") % {"source": row.source}
        edit = ("reference", str(row.pk))
        yield Line(row.period_end or date.max, row.name, when, figure, note=note, url=row.link, edit=edit)
