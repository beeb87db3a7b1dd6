from decimal import Decimal

import pytest
from hypothesis import given

from projects.formulas.comparison import is_met
from projects.formulas.limits import DEFAULT_LIMITS
from projects.formulas.values import Value, ValueRefused, check_target_comparator, check_value
from tests.projects.formulas.builders import between, point, values


def test_a_measured_range_counts_by_its_less_favourable_end():
    assert between("4", "5").measured_figure("increase") == 4
    assert between("4", "5").measured_figure("decrease") == 5


def test_a_target_range_counts_by_its_less_demanding_end():
    assert between("4", "5").target_figure("increase") == 4
    assert between("4", "5").target_figure("decrease") == 5


def test_a_range_without_a_direction_counts_as_nothing_but_a_point_counts():
    assert between("4", "5").measured_figure("") is None
    assert point("4").measured_figure("") == 4


def test_zero_is_a_figure_and_nothing_is_none():
    assert point("0").is_given
    assert point("0").measured_figure("increase") == 0
    assert not Value().is_given
    assert Value().measured_figure("increase") is None
    assert not Value(low=Decimal(1)).is_given


def test_a_target_without_a_figure_is_never_met():
    assert not is_met(Decimal(5), Value(), "increase", DEFAULT_LIMITS)
    assert is_met(Decimal(5), point("5"), "increase", DEFAULT_LIMITS)


@given(values(may_be_missing=False))
def test_a_range_of_one_figure_is_that_figure(value):
    figure = value.measured_figure("increase")
    assert Value(low=figure, high=figure).measured_figure("increase") == Value(value=figure).measured_figure("increase")
    assert value.measured_figure("increase") == value.target_figure("increase") <= value.target_figure("decrease")


@pytest.mark.parametrize(
    ("value", "field", "code", "words"),
    [
        (Value(), "value", "required", "Give a value"),
        (Value(value=Decimal(1), low=Decimal(1)), "value", "value_and_range", "not both"),
        (Value(value=Decimal(1), high=Decimal(1)), "value", "value_and_range", "not both"),
        (Value(low=Decimal(1)), "high", "required", "both ends"),
        (Value(high=Decimal(1)), "low", "required", "both ends"),
        (between("2", "1"), "low", "low_above_high", "swap"),
        (point("1", "roughly"), "comparator", "unknown_comparator", "Choose exact"),
        (point("1234567890.1234567"), "value", "too_many_digits", "15 significant"),
        (between("1", "1e400"), "high", "too_many_digits", "15 significant"),
        (point("NaN"), "value", "too_many_digits", "number"),
    ],
)
def test_a_value_that_cannot_be_kept_is_refused_at_its_field_with_words(value, field, code, words):
    with pytest.raises(ValueRefused, match=words) as refused:
        check_value(value)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize("value", [point("0"), between("4", "4"), between("-5", "4"), point("7.4", "about")])
def test_a_figure_or_a_range_is_accepted(value):
    check_value(value)


@pytest.mark.parametrize(("comparator", "direction"), [("at_most", "increase"), ("at_least", "decrease")])
def test_a_target_that_limits_the_good_direction_is_refused(comparator, direction):
    with pytest.raises(ValueRefused, match="goes with an indicator"):
        check_target_comparator(comparator, direction)


@pytest.mark.parametrize(
    ("comparator", "direction"),
    [("at_most", "decrease"), ("at_least", "increase"), ("exact", "increase"), ("about", "decrease"), ("at_most", "")],
)
def test_a_target_that_limits_the_bad_direction_is_accepted(comparator, direction):
    check_target_comparator(comparator, direction)


def test_an_unknown_comparator_is_refused_on_a_target():
    with pytest.raises(ValueRefused, match="Choose exact"):
        check_target_comparator("roughly", "increase")
