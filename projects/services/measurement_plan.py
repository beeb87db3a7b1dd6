"""Which measurements fall due: planned from the acceptance of a benefit on, never twice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from projects.formulas.limits import limits_from
from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.measurement import MeasurementState
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, Indicator, Measurement
from register.models import Organisation, Person
from register.periods import Period, format_period, periods_from
from register.services import audit, editing
from workflows.lifecycle import perform

FOLLOWED = (BenefitState.ACCEPTED, BenefitState.TRACKING)
ENDED = (ProjectState.CLOSED, ProjectState.STOPPED)


@transaction.atomic
def plan(
    *, indicator: Indicator, today: date, now: datetime, by: Person | None = None, not_before: date | None = None
) -> list[Measurement]:
    """Write down the measurements that fall due, from the period of the acceptance to the first ending after today.

    None is dated before ``not_before``. Without a frequency there is one, for the day of the last dated target.
    """
    benefit = indicator.benefit
    if benefit.state not in FOLLOWED or benefit.project.state in ENDED:
        return []
    audit.hold(indicator.organisation_id)  # whoever plans at the same time waits here, and then finds our rows
    return _store(_missing(indicator, today, not_before), now=now, by=by)


def plan_all(*, organisation: Organisation, now: datetime) -> int:
    """Plan what the passing of time has made due in an organisation; one query where there is nothing to do."""
    today = organisation.local_date(now)
    ahead = Measurement.objects.filter(indicator=OuterRef("pk"), state=MeasurementState.DUE, period_end__gt=today)
    waiting = (
        Indicator.objects.filter(organisation=organisation, benefit__state__in=FOLLOWED)
        .exclude(benefit__project__state__in=ENDED)
        .exclude(frequency="")
        .filter(~Exists(ahead))
        .values_list("pk", flat=True)
    )
    return sum(_plan_some(organisation, pks, today, now) for pks in _in_batches(list(waiting)))


@transaction.atomic
def drop_planned(*, indicator: Indicator, by: Person | None, now: datetime) -> None:
    """Take back what is planned for periods that have not ended: the plan has changed."""
    today = indicator.organisation.local_date(now)
    for row in indicator.measurements.filter(state=MeasurementState.DUE, value=None, low=None, period_end__gt=today):
        editing.delete(row=row, by=by, now=now, about=row.about)


@transaction.atomic
def waive_open(*, benefit: Benefit, comment: str, by: Person | None, now: datetime) -> None:
    """Nobody is asked for these any more; they stay, with the reason."""
    for row in Measurement.objects.filter(indicator__benefit=benefit, state=MeasurementState.DUE):
        perform("waive", on=row, by=by, now=now, comment=comment, consequence=True)


def lag_of(indicator: Indicator) -> timedelta:
    """The time from the end of a period to the day its figure is due."""
    return limits_from(indicator.organisation.limits).lag(indicator.frequency or None, None)


def due_date_of(indicator: Indicator, period_end: date) -> date:
    """The day by which the figure of a period is to be reported; never in the organisation's holiday month."""
    return indicator.organisation.calendar.due(period_end + lag_of(indicator))


def _plan_some(organisation: Organisation, pks: list[Any], today: date, now: datetime) -> int:
    with transaction.atomic():
        audit.hold(organisation.pk)
        rows = Indicator.objects.filter(pk__in=pks).select_related("organisation", "benefit__project")
        rows = rows.prefetch_related("measurements", "targets")
        return len(_store([one for row in rows for one in _missing(row, today, None)], now=now, by=None))


def _missing(indicator: Indicator, today: date, not_before: date | None) -> list[Measurement]:
    """The planned measurements that are not there yet, in whatever state."""
    there = {(row.period_start, row.period_end) for row in indicator.measurements.all()}
    wanted = [
        (period, due_date_of(indicator, period.end))
        for period in _periods(indicator, today)
        if (period.start, period.end) not in there and (None, period.end) not in there
    ]
    return [
        Measurement(
            organisation_id=indicator.organisation_id,
            indicator=indicator,
            period_start=period.start,
            period_end=period.end,
            due_date=due_date,
        )
        for period, due_date in wanted
        if not_before is None or due_date >= not_before
    ]


def _periods(indicator: Indicator, today: date) -> Iterator[Period]:
    start = _start(indicator, today)
    if not indicator.frequency:
        last = max((target.due_date for target in indicator.targets.all() if target.due_date), default=None)
        if last and last >= start:
            yield Period(last, last, format_period(last, last))
        return
    for period in periods_from(start, indicator.frequency):
        yield period
        if period.end > today:
            return


def _start(indicator: Indicator, today: date) -> date:
    """The acceptance, or the day since which it is measured this often where that is later."""
    accepted_at = indicator.benefit.accepted_at
    accepted_on = indicator.organisation.local_date(accepted_at) if accepted_at else today
    return max(accepted_on, indicator.frequency_since or accepted_on)


def _store(rows: Iterable[Measurement], *, now: datetime, by: Person | None) -> list[Measurement]:
    rows = list(rows)
    for row in rows:
        row.created_at = row.state_changed_at = now
    Measurement.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record_many(
        [
            audit.Entry(
                action="measurement.planned",
                subject=row,
                by=by,
                now=now,
                changes={"period_end": (None, row.period_end), "due_date": (None, row.due_date)},
                about=row.about,
            )
            for row in rows
        ]
    )
    return rows


def _in_batches(pks: list[Any], size: int = 500) -> Iterator[list[Any]]:
    for start in range(0, len(pks), size):
        yield pks[start : start + size]
