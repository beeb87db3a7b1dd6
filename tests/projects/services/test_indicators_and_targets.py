"""Indicators and targets: what a figure may be, and what an approved one changes with."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Benefit, Indicator, Target
from projects.services import indicators, targets
from register.errors import InvalidInput, NotPermitted
from register.periods import parse_period
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit() -> Benefit:
    """A benefit of a project that is executed."""
    return make.a_benefit(make.a_project(make.an_organisation()))


@pytest.fixture
def indicator(benefit: Benefit) -> Indicator:
    return Indicator.objects.get(pk=make.an_indicator(benefit).pk)


@pytest.fixture
def target(indicator: Indicator) -> Target:
    return Target.objects.get(pk=make.a_target(indicator).pk)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


def change(indicator: Indicator, now: datetime, reason: str = "", **changes: Any) -> Indicator:
    return indicators.update_indicator(
        indicator=indicator, changes=changes, by=indicator.benefit.owner, now=now, reason=reason
    )


def test_an_indicator_of_an_accepted_benefit_is_measured_from_its_first_day(benefit: Benefit, now: datetime) -> None:
    measurer = make.a_person(benefit.organisation)
    indicator = indicators.create_indicator(
        benefit=benefit,
        fields={"name": "Waiting", "direction": "decrease", "frequency": "month", "measurer": measurer},
        by=benefit.owner,
        now=now,
    )
    assert [row.period_label for row in indicator.measurements.all()] == ["2026-03"]
    assert indicator.baseline_state == "missing"


def test_who_measures_gives_the_baseline_that_is_lacking_and_changes_nothing_else(
    benefit: Benefit, now: datetime
) -> None:
    measurer = make.a_person(benefit.organisation)
    lacking = {"measurer": measurer, "baseline_state": "deferred", "baseline_value": None, "baseline_date": None}
    row = Indicator.objects.get(pk=make.an_indicator(benefit, **lacking).pk)
    given = {"baseline_value": Decimal(40), "baseline_date": parse_period("2025")}
    given_up = {"baseline_state": "not_possible", "baseline_reason": "Nobody counted."}
    for more in ({**given, "method": "By hand."}, given_up):
        with pytest.raises(NotPermitted):
            indicators.update_indicator(indicator=row, changes=more, by=measurer, now=now)
    measured = indicators.update_indicator(indicator=row, changes=given, by=measurer, now=now)
    assert (measured.baseline_state, measured.baseline_date_entered) == ("measured", "2025")
    with pytest.raises(NotPermitted):
        indicators.update_indicator(indicator=measured, changes=given, by=measurer, now=now, reason="Better.")


def test_a_baseline_that_is_given_counts_as_measured(benefit: Benefit, now: datetime) -> None:
    fields = {"name": "Waiting", "baseline_value": Decimal(0), "baseline_date": parse_period("2025")}
    indicator = indicators.create_indicator(benefit=benefit, fields=fields, by=benefit.owner, now=now)
    assert (indicator.baseline_state, indicator.baseline_value, indicator.baseline_date_entered) == (
        "measured",
        0,
        "2025",
    )


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"baseline_value": Decimal(1), "baseline_state": "deferred"}, ("baseline_state", "contradicts")),
        ({"baseline_state": "measured"}, ("baseline_value", "required")),
        ({"baseline_low": Decimal(2), "baseline_high": Decimal(1)}, ("baseline_low", "low_above_high")),
        ({"frequency_since": date(2020, 1, 1)}, ("frequency_since", "read_only")),
    ],
)
def test_a_baseline_that_contradicts_itself_is_refused(
    benefit: Benefit, now: datetime, fields: dict[str, Any], refusal: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        indicators.create_indicator(benefit=benefit, fields={"name": "Waiting", **fields}, by=benefit.owner, now=now)
    assert codes(refused) == [refusal]


def test_only_those_who_edit_the_benefit_change_its_indicators(indicator: Indicator, now: datetime) -> None:
    stranger = make.a_person(indicator.organisation)
    with pytest.raises(NotPermitted):
        indicators.update_indicator(indicator=indicator, changes={"name": "Mine"}, by=stranger, now=now)


def test_an_approved_baseline_changes_only_with_a_reason(indicator: Indicator, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(indicator, now, baseline_value=Decimal(50))
    assert codes(refused) == [("change_reason", "required")]
    assert change(indicator, now, baseline_value=Decimal(60)).version == 1
    assert change(indicator, now, reason="Counted again", baseline_value=Decimal(50)).baseline_value == 50


def test_a_baseline_that_was_put_off_is_measured_without_a_reason(benefit: Benefit, now: datetime) -> None:
    indicator = make.an_indicator(benefit, baseline_state="deferred", baseline_value=None)
    assert change(indicator, now, baseline_value=Decimal(50)).baseline_state == "measured"


def test_another_direction_is_refused_while_a_target_points_the_old_way(target: Target, now: datetime) -> None:
    targets.update_target(
        target=target, changes={"comparator": "at_most"}, by=target.indicator.benefit.owner, now=now, reason="Ceiling"
    )
    with pytest.raises(InvalidInput) as refused:
        change(target.indicator, now, direction="increase")
    assert codes(refused) == [("direction", "against_direction")]


def test_the_direction_turns_while_no_target_says_otherwise(target: Target, now: datetime) -> None:
    assert change(target.indicator, now, direction="increase").direction == "increase"


def test_another_frequency_plans_anew_from_today(indicator: Indicator, now: datetime) -> None:
    make.a_measurement(indicator)
    changed = change(indicator, now, frequency="month")
    assert [row.period_label for row in changed.measurements.all()] == ["2026-03"]
    assert changed.frequency_since == date(2026, 3, 2)


def test_an_indicator_of_which_figures_were_reported_stays(indicator: Indicator, now: datetime) -> None:
    reported = make.a_measurement(indicator, state="reported", value=Decimal(1))
    with pytest.raises(InvalidInput) as refused:
        indicators.delete_indicator(indicator=indicator, by=indicator.benefit.owner, now=now, reason="Wrong")
    assert codes(refused) == [("", "in_use")]
    reported.delete()
    indicators.delete_indicator(indicator=indicator, by=indicator.benefit.owner, now=now, reason="Wrong")
    assert not Indicator.objects.exists()


def test_an_indicator_that_says_nothing_yet_goes_without_a_reason(benefit: Benefit, now: datetime) -> None:
    indicator = make.an_indicator(benefit, baseline_state="missing", baseline_value=None)
    indicators.delete_indicator(indicator=indicator, by=benefit.owner, now=now)
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({}, ("value", "required")),
        ({"value": Decimal(1), "low": Decimal(1), "high": Decimal(2)}, ("value", "value_and_range")),
        ({"low": Decimal(1)}, ("high", "required")),
        ({"value": Decimal(1), "comparator": "at_least"}, ("comparator", "against_direction")),
        ({"value": Decimal(1), "indicator": None}, ("indicator", "read_only")),
    ],
)
def test_a_target_is_one_figure_or_a_range_in_the_indicators_direction(
    indicator: Indicator, now: datetime, fields: dict[str, Any], refusal: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        targets.create_target(indicator=indicator, fields=fields, by=indicator.benefit.owner, now=now)
    assert codes(refused) == [refusal]


def test_an_approved_target_changes_or_goes_only_with_a_reason(target: Target, now: datetime) -> None:
    owner = target.indicator.benefit.owner
    with pytest.raises(InvalidInput) as refused:
        targets.update_target(target=target, changes={"value": Decimal(40)}, by=owner, now=now)
    assert codes(refused) == [("change_reason", "required")]
    with pytest.raises(InvalidInput):
        targets.delete_target(target=target, by=owner, now=now)
    targets.update_target(target=target, changes={"key": "T1"}, by=owner, now=now)
    targets.delete_target(target=target, by=owner, now=now, reason="Not wanted any more")
    assert not Target.objects.exists()


def test_before_approval_a_target_changes_freely(now: datetime) -> None:
    project = make.a_project(make.an_organisation(), state="on_hold", state_before_hold="planning")
    indicator = make.an_indicator(make.a_benefit(project, state="profiled"))
    target = targets.create_target(indicator=indicator, fields={"value": Decimal(30)}, by=project.leader, now=now)
    changed = targets.update_target(target=target, changes={"value": Decimal(40)}, by=project.leader, now=now)
    assert changed.value == 40
