"""Measurements: planned, reported, corrected, checked."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from projects.models import Indicator, Measurement
from projects.services import indicators, measurements, targets, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.periods import parse_period
from tests import factories as make

pytestmark = pytest.mark.django_db
FIGURE = Decimal("50.5")


@pytest.fixture
def indicator() -> Indicator:
    project = make.a_project(make.an_organisation())
    measurer = make.a_person(project.organisation, "Measurer")
    return make.an_indicator(make.a_benefit(project), measurer=measurer)


def report(indicator: Indicator, now: datetime, **fields: object) -> Measurement:
    return measurements.report_new(
        indicator=indicator,
        fields={"period_start": parse_period("2026-Q1"), "value": FIGURE, **fields},
        by=indicator.measurer,
        now=now,
    )


def test_a_figure_for_a_quarter_is_reported_by_the_measurer(indicator: Indicator, now: datetime) -> None:
    row = report(indicator, now)
    assert (row.state, row.reported_by, row.period_start, row.period_end) == (
        "reported",
        indicator.measurer,
        date(2026, 1, 1),
        date(2026, 3, 31),
    )


def test_a_reported_figure_fills_the_row_that_was_due(indicator: Indicator, now: datetime) -> None:
    [due] = measurements.plan(indicator=indicator, today=date(2026, 3, 2), now=now)
    assert report(indicator, now).pk == due.pk
    assert measurements.plan(indicator=indicator, today=date(2026, 3, 2), now=now) == []


def test_measurements_are_planned_from_the_acceptance_to_the_first_period_ending_after_today(
    indicator: Indicator, now: datetime
) -> None:
    planned = measurements.plan(indicator=indicator, today=date(2026, 8, 1), now=now)
    assert [row.period_label for row in planned] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert planned[0].due_date == date(2026, 5, 30)


def test_an_import_makes_no_duty_dated_before_its_day(indicator: Indicator, now: datetime) -> None:
    planned = measurements.plan(indicator=indicator, today=date(2026, 8, 1), now=now, not_before=date(2026, 8, 1))
    assert [row.period_label for row in planned] == ["2026-Q2", "2026-Q3"]


def test_without_a_frequency_the_last_target_says_when_is_measured(indicator: Indicator, now: datetime) -> None:
    leader = indicator.project.leader
    measurements.plan(indicator=indicator, today=date(2026, 3, 2), now=now)
    indicator = indicators.update_indicator(indicator=indicator, changes={"frequency": ""}, by=leader, now=now)
    target = targets.create_target(
        indicator=indicator, fields={"value": FIGURE, "due_date": parse_period("2027")}, by=leader, now=now
    )
    assert [row.period_end for row in indicator.measurements.all()] == [date(2027, 12, 31)]
    targets.update_target(
        target=target, changes={"due_date": parse_period("2028")}, by=leader, now=now, reason="Delayed"
    )
    assert [row.period_end for row in indicator.measurements.all()] == [date(2028, 12, 31)]


def test_the_same_figure_can_be_reported_verified_disputed_and_answered(indicator: Indicator, now: datetime) -> None:
    project = indicator.project
    row = report(indicator, now)
    row = transitions.take(subject=row, name="verify", by=project.benefits_responsible, now=now)
    with pytest.raises(NotPossible):
        measurements.update_measurement(measurement=row, changes={"value": Decimal(1)}, by=indicator.measurer, now=now)
    row = transitions.take(
        subject=row, name="dispute", by=project.benefits_responsible, now=now, comment="Counted twice"
    )
    assert row.state == "disputed"
    assert Measurement.objects.get(pk=row.pk).due_date == now.date() + timedelta(days=14)
    row = transitions.take(
        subject=row, name="report", by=indicator.measurer, now=now, given={"low": Decimal(1), "high": Decimal(2)}
    )
    assert (row.state, row.value, row.low, row.high) == ("reported", None, 1, 2)


def test_nobody_but_those_who_measure_reports(indicator: Indicator, now: datetime) -> None:
    with pytest.raises(NotPermitted, match="Only the measurer"):
        measurements.report_new(
            indicator=indicator,
            fields={"period_end": date(2026, 3, 31), "value": FIGURE},
            by=make.a_person(indicator.organisation),
            now=now,
        )


def test_a_range_from_high_to_low_is_refused(indicator: Indicator, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        report(indicator, now, value=None, low=Decimal(2), high=Decimal(1))
    assert [(error.field, error.code) for error in refused.value.errors] == [("low", "low_above_high")]
