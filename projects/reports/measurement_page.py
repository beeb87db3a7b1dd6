"""One measurement as its page shows it: what is asked for, beside what is known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from projects import permissions
from projects.lifecycles.measurement import MeasurementState
from projects.models import Evidence, FigureRequest, Indicator, Measurement, Target
from projects.reports.answer_words import how_reported, when_expected
from projects.reports.duties import Duty, own_duty
from projects.reports.figure_words import day_in_words, in_words, when_in_words
from projects.reports.indicator_course import survey_words
from register.models import Person
from workflows.lifecycle import Choice, choices_for

MOST = 200


@dataclass(frozen=True)
class MeasurementPage:
    """`before` is the newest figure that counts from an earlier period; `then` is what is asked for next.

    `asked` is the question that a colleague has not answered yet; `duty` the reader's own, also where they stand in.
    """

    row: Measurement
    period: str
    figure: str
    baseline: str
    baseline_day: str
    target: str
    target_day: str
    before: str
    before_period: str
    choices: dict[str, Choice]
    may_correct: bool
    then: Measurement | None
    how: str
    expected: str
    may_repeat: bool
    may_confirm: bool
    evidence: Sequence[Evidence]
    may_add_evidence: bool
    may_remove_evidence: bool
    survey: str
    asked: FigureRequest | None
    duty: Duty | None


def page_of(row: Measurement, reader: Person, now: datetime) -> MeasurementPage:
    """Everything the page shows, in a handful of queries."""
    indicator = row.indicator
    before, target = row.get_previous(), _target(indicator, row)
    is_open = row.state in (MeasurementState.DUE, MeasurementState.DISPUTED)
    return MeasurementPage(
        row=row,
        period=day_in_words(row.period_label),
        figure=in_words(row.figure, indicator.unit, indicator.scale_of),
        baseline=in_words(indicator.baseline, indicator.unit, indicator.scale_of),
        baseline_day=when_in_words(indicator.baseline_date, indicator.baseline_date_entered),
        target=in_words(target.figure if target else None, indicator.unit, indicator.scale_of),
        target_day=when_in_words(target.due_date, target.due_date_entered) if target else "",
        before=in_words(before.figure if before else None, indicator.unit, indicator.scale_of),
        before_period=day_in_words(before.period_label) if before else "",
        choices={choice.name: choice for choice in choices_for(reader, row, now)},
        may_correct=row.state == MeasurementState.REPORTED
        and (reader.pk == row.reported_by_id or permissions.REPORTS(row, reader)),
        then=_then(row, reader),
        how=how_reported(row),
        expected=when_expected(row),
        may_repeat=before is not None and is_open,
        may_confirm=row.state == MeasurementState.REPORTED
        and row.asked_by_id == reader.pk
        and row.confirmed_at is None,
        evidence=list(row.evidence.select_related("added_by").defer("content").order_by("created_at")),
        may_add_evidence=permissions.REPORTS(row, reader) or permissions.VERIFIES(row, reader),
        may_remove_evidence=row.state != MeasurementState.VERIFIED and permissions.REPORTS(row, reader),
        survey=survey_words(row.sample_size, row.population),
        asked=_asked(row, now) if is_open else None,
        duty=own_duty("measure", row.pk, reader, now) if is_open else None,
    )


def waiting_for_check(reader: Person) -> list[Measurement]:
    """The reported figures that this person may verify, oldest first."""
    rows = Measurement.objects.visible_to(reader).filter(state=MeasurementState.REPORTED)
    rows = rows.exclude(reported_by=reader).exclude(asked_by=reader)
    rows = rows.exclude(indicator__benefit__project__state__in=("closed", "stopped"))
    benefit = "indicator__benefit"
    paths = (f"{benefit}__project__unit", f"{benefit}__project__leader", f"{benefit}__owner")
    found = rows.select_related(*paths, "reported_by", "asked_by", "organisation").order_by("reported_at", "pk")
    return [row for row in found[: MOST * 5] if permissions.VERIFIES(row, reader)][:MOST]


def _asked(row: Measurement, now: datetime) -> FigureRequest | None:
    found: FigureRequest | None = row.requests.open(now).select_related("colleague", "asked_by").first()
    return found


def _target(indicator: Indicator, row: Measurement) -> Target | None:
    """The next target due at or after the period, else the last one, or the one without a date."""
    targets: Sequence[Target] = sorted(indicator.targets.all(), key=lambda one: (one.due_date is None, one.due_date))
    ahead = (one for one in targets if one.due_date is None or one.due_date >= row.period_end)
    return next(ahead, targets[-1] if targets else None)


def _then(row: Measurement, reader: Person) -> Measurement | None:
    """The next thing the reader reports: another that is due now, else the next period of this indicator."""
    due = Measurement.objects.filter(state=MeasurementState.DUE, due_date__isnull=False).exclude(pk=row.pk)
    mine = due.filter(indicator__measurer=reader) if row.indicator.measurer_id == reader.pk else due
    same = mine.filter(indicator=row.indicator) if mine is due else mine
    return same.select_related("indicator").order_by("due_date", "pk").first()
