from fractions import Fraction

import pytest

from projects.formulas.limits import DEFAULT_LIMITS, limits_from


def test_an_organisation_sets_its_own_limits_and_keeps_the_rest():
    own = limits_from({"on_track": "0.95", "at_risk": 0.8, "about": "0.1", "grace_days": 7, "lag_days": {"month": 5}})
    assert (own.on_track, own.at_risk, own.about) == (Fraction(19, 20), Fraction(4, 5), Fraction(1, 10))
    assert own.grace_days == 7
    assert own.lag_days == {**DEFAULT_LIMITS.lag_days, "month": 5}
    assert own.frequency_days == DEFAULT_LIMITS.frequency_days


def test_other_settings_are_left_to_whom_they_concern():
    assert limits_from({"follow_up_months": [3, 6]}) == limits_from({}) == DEFAULT_LIMITS


@pytest.mark.parametrize("overrides", [{"on_track": "most"}, {"grace_days": "two weeks"}, {"lag_days": {"month": "x"}}])
def test_a_limit_that_is_no_number_is_refused(overrides):
    with pytest.raises(ValueError, match="nvalid literal"):
        limits_from(overrides)
