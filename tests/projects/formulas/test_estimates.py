from decimal import Decimal

import pytest

from projects.formulas.estimates import three_point
from projects.formulas.present_value import DISCOUNT_RATES, YearlyEffect, net_present_value


@pytest.mark.parametrize(
    ("optimistic", "most_likely", "pessimistic", "estimate"),
    [
        (18000, 19600, 25000, 20360),
        (8000, 9000, 11000, 9200),
        (76000, 59000, 37000, 58000),
        (50000, 20000, 5000, 23000),
    ],
)
def test_the_three_point_estimate_weighs_the_most_likely_by_three(optimistic, most_likely, pessimistic, estimate):
    assert three_point(Decimal(optimistic), Decimal(most_likely), Decimal(pessimistic)) == estimate


def test_the_three_point_estimate_is_exact():
    assert three_point(Decimal("0.1"), Decimal("0.1"), Decimal("0.2")) == Decimal("0.12")


def test_the_year_of_decision_is_not_discounted_and_later_years_are():
    effects = [
        YearlyEffect(2026, Decimal(0), Decimal(100)),
        YearlyEffect(2027, Decimal(114), Decimal(10)),
        YearlyEffect(2028, Decimal("108.16")),
    ]
    assert net_present_value(effects, decided_in=2026, rate=DISCOUNT_RATES["NO"]) == 100
    assert net_present_value(effects, decided_in=2026, rate=Decimal(0)) == Decimal("112.16")


def test_the_default_rates_are_those_that_are_laid_down():
    assert {"NO": Decimal("0.04"), "DK": Decimal("0.035"), "GB": Decimal("0.035")} == DISCOUNT_RATES


def test_nothing_is_worth_nothing():
    assert net_present_value([], decided_in=2026, rate=Decimal("0.035")) == 0


def test_a_rate_that_eats_everything_is_refused():
    with pytest.raises(ValueError, match="more than -100 %"):
        net_present_value([], decided_in=2026, rate=Decimal(-1))
