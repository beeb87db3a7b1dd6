"""Measurements: planned, reported, corrected, checked."""

from datetime import UTC, date, datetime, timedelta
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


def test_an_administrator_says_in_which_state_a_figure_is_already(indicator: Indicator, now: datetime) -> None:
    administrator = make.a_person(indicator.organisation)
    make.a_role(administrator, "administrator")
    fields = {"period_start": parse_period("2025"), "value": FIGURE, "state": "verified"}
    row = measurements.report_new(indicator=indicator, fields=fields, by=administrator, now=now)
    assert (row.state, row.period_end) == ("verified", date(2025, 12, 31))
    due = measurements.report_new(
        indicator=indicator, fields={"period_end": date(2027, 1, 1), "state": "due"}, by=None, now=now
    )
    assert (due.state, due.value) == ("due", None)


def test_nobody_else_does_and_only_states_that_exist(indicator: Indicator, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        report(indicator, now, state="verified")
    with pytest.raises(InvalidInput):
        report(indicator, now, state="perfect")


def test_a_figure_needs_a_period_that_ends_after_it_starts(indicator: Indicator, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        report(indicator, now, period_start=None)
    assert [(error.field, error.code) for error in refused.value.errors] == [("period_end", "required")]
    with pytest.raises(InvalidInput) as refused:
        report(indicator, now, period_end=date(2025, 1, 1))
    assert [(error.field, error.code) for error in refused.value.errors] == [("period_end", "ends_before_start")]


def test_a_start_that_is_a_day_means_that_day(indicator: Indicator, now: datetime) -> None:
    row = report(indicator, now, period_start=date(2026, 2, 1))
    assert (row.period_start, row.period_end) == (date(2026, 2, 1), date(2026, 2, 1))


def test_an_end_alone_fills_the_row_that_is_due_for_that_day(indicator: Indicator, now: datetime) -> None:
    [due] = measurements.plan(indicator=indicator, today=date(2026, 3, 2), now=now)
    assert report(indicator, now, period_start=None, period_end=date(2026, 3, 31)).pk == due.pk


def test_a_figure_nobody_has_verified_is_corrected_by_who_reported_it(indicator: Indicator, now: datetime) -> None:
    row = report(indicator, now)
    corrected = measurements.update_measurement(
        measurement=row, changes={"value": Decimal(49), "note": "Typo"}, by=indicator.measurer, now=now
    )
    assert (corrected.value, corrected.note, corrected.state) == (49, "Typo", "reported")
    moved = measurements.update_measurement(
        measurement=corrected, changes={"period_start": parse_period("2025-Q4")}, by=indicator.measurer, now=now
    )
    assert (moved.period_start, moved.period_end) == (date(2025, 10, 1), date(2025, 12, 31))
    with pytest.raises(NotPermitted):
        measurements.update_measurement(
            measurement=moved, changes={"value": Decimal(1)}, by=make.a_person(row.organisation), now=now
        )
    with pytest.raises(InvalidInput):
        measurements.update_measurement(measurement=moved, changes={"value": None}, by=None, now=now)
    with pytest.raises(InvalidInput):
        measurements.update_measurement(measurement=moved, changes={"period_start": date(2027, 1, 1)}, by=None, now=now)


def test_a_dispute_is_answered_by_saying_the_same_again(indicator: Indicator, now: datetime) -> None:
    row = make.a_measurement(indicator, state="disputed", value=FIGURE)
    answered = transitions.take(subject=row, name="report", by=indicator.measurer, now=now, comment="It is right")
    assert (answered.state, answered.value, answered.note) == ("reported", FIGURE, "It is right")


def test_a_figure_is_not_reported_twice(indicator: Indicator, now: datetime) -> None:
    with pytest.raises(NotPossible):
        transitions.take(
            subject=report(indicator, now),
            name="report",
            by=indicator.measurer,
            now=now,
            given={"value": Decimal(1)},
        )


def test_nothing_is_planned_for_what_nobody_has_accepted(indicator: Indicator, now: datetime) -> None:
    benefit = make.a_benefit(indicator.project, state="profiled")
    other = make.an_indicator(benefit)
    assert measurements.plan(indicator=other, today=now.date(), now=now) == []


def test_the_passing_of_time_makes_figures_due(indicator: Indicator, now: datetime) -> None:
    make.an_indicator(indicator.benefit, frequency="")
    organisation = indicator.organisation
    assert measurements.plan_all(organisation=organisation, now=now) == 1
    assert measurements.plan_all(organisation=organisation, now=now) == 0
    assert measurements.plan_all(organisation=organisation, now=now + timedelta(days=60)) == 1
    assert [row.period_label for row in indicator.measurements.order_by("period_end")] == ["2026-Q1", "2026-Q2"]


def test_while_a_new_owner_is_asked_planning_goes_on_from_today(indicator: Indicator, now: datetime) -> None:
    indicator.benefit.accepted_at = None
    planned = measurements.plan(indicator=indicator, today=date(2026, 8, 1), now=now)
    assert [row.period_label for row in planned] == ["2026-Q3"]


def test_planning_ends_with_the_calendar(indicator: Indicator, now: datetime) -> None:
    indicator.benefit.accepted_at = datetime(2100, 10, 1, tzinfo=UTC)
    planned = measurements.plan(indicator=indicator, today=date(2100, 12, 31), now=now)
    assert [row.period_label for row in planned] == ["2100-Q4"]


def test_whoever_corrects_a_reported_figure_does_not_verify_it(indicator: Indicator, now: datetime) -> None:
    owner = indicator.benefit.owner
    row = measurements.update_measurement(
        measurement=report(indicator, now), changes={"value": Decimal(60)}, by=owner, now=now
    )
    assert row.reported_by == owner
    with pytest.raises(NotPermitted, match="somebody else must check it"):
        transitions.take(subject=row, name="verify", by=owner, now=now)
    with_a_note = measurements.update_measurement(
        measurement=row, changes={"note": "Counted by hand"}, by=indicator.project.leader, now=now
    )
    assert with_a_note.reported_by == owner
