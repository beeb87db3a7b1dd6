"""One measurement as its page shows it: what is asked for, beside what is known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from projects import permissions
from projects.lifecycles.measurement import MeasurementState
from projects.models import Indicator, Measurement, Target
from projects.reports.figure_words import day_in_words, in_words, when_in_words
from register.models import Person
from workflows.lifecycle import Choice, choices_for

COUNTED = (MeasurementState.REPORTED, MeasurementState.VERIFIED)
MOST = 200


@dataclass(frozen=True)
class MeasurementPage:
    """`before` is the newest figure that counts from an earlier period; `then` is what is asked for next."""

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


def page_of(row: Measurement, reader: Person, now: datetime) -> MeasurementPage:
    """Everything the page shows, in a handful of queries."""
    indicator = row.indicator
    before, target = _before(row), _target(indicator, row)
    return MeasurementPage(
        row=row,
        period=day_in_words(row.period_label),
        figure=in_words(row.figure, indicator.unit),
        baseline=in_words(indicator.baseline, indicator.unit),
        baseline_day=when_in_words(indicator.baseline_date, indicator.baseline_date_entered),
        target=in_words(target.figure if target else None, indicator.unit),
        target_day=when_in_words(target.due_date, target.due_date_entered) if target else "",
        before=in_words(before.figure if before else None, indicator.unit),
        before_period=day_in_words(before.period_label) if before else "",
        choices={choice.name: choice for choice in choices_for(reader, row, now)},
        may_correct=row.state == MeasurementState.REPORTED
        and (reader.pk == row.reported_by_id or permissions.REPORTS(row, reader)),
        then=_then(row, reader),
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


def _before(row: Measurement) -> Measurement | None:
    known = row.indicator.measurements.filter(state__in=COUNTED, period_end__lt=row.period_end)
    return known.order_by("-period_end").first()


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
