"""The money of a year, and the deviation from it split into volume and price."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.formulas.payback import Payback, payback
from projects.formulas.present_value import YearlyEffect, discount_rate
from projects.formulas.yearly import Deviation, Effect, Year, estimated, year_from

FIGURES = st.decimals(-(10**9), 10**9, places=4)


def by(volume: object, price: object, running_cost: object = None) -> Effect:
    return Effect(None, *(None if one is None else Decimal(str(one)) for one in (volume, price, running_cost)))


def amount(gross: object, running_cost: object = None) -> Effect:
    figures = [None if one is None else Decimal(str(one)) for one in (gross, running_cost)]
    return Effect(amount=figures[0], running_cost=figures[1])


def effects(*nets: int, first: int = 2026) -> list[YearlyEffect]:
    return [YearlyEffect(first + place, Decimal(net)) for place, net in enumerate(nets)]


def test_the_gross_effect_is_an_amount_or_volume_times_price_and_net_is_less_running_cost() -> None:
    assert (amount(500, 120).gross, amount(500, 120).net) == (500, 380)
    assert (by(1000, "412.5", 12500).gross, by(1000, "412.5", 12500).net) == (412500, 400000)
    assert by("0.1", "0.2").gross == Decimal("0.02")
    assert estimated(Decimal(18000), Decimal(19600), Decimal(25000)) == 20360
    assert estimated(Decimal(18000), None, Decimal(25000)) is None


def test_a_year_is_made_of_the_columns_of_its_row() -> None:
    names = ("gross", "optimistic", "most_likely", "pessimistic", "volume", "price", "running_cost")
    row = {"year": 2027, **dict.fromkeys(names), **{f"realised_{name}": None for name in names}}
    estimate = {"optimistic": Decimal(18000), "most_likely": Decimal(19600), "pessimistic": Decimal(25000)}
    assert year_from({**row, **estimate}).planned == amount(20360)
    assert year_from({**row, "gross": Decimal(1), "running_cost": Decimal(2)}).planned == amount(1, 2)
    year = year_from({**row, "volume": Decimal(3), "price": Decimal(4), "realised_gross": Decimal(11)})
    assert (year.planned, year.realised) == (by(3, 4), amount(11))
    deviation = year.deviation
    assert deviation is not None
    assert (deviation.volume, deviation.price) == (None, None), "an amount has no volume and no price"


def test_what_is_not_known_is_never_zero_but_a_year_may_only_cost() -> None:
    assert amount(None).net is None
    assert by(1000, None, 50).net is None, "a volume without a price is half a figure"
    assert amount(None, 50).net == -50
    assert amount(0, 50).net == -50


def test_a_deviation_is_volume_at_the_planned_price_and_price_at_the_realised_volume() -> None:
    year = Year(2027, by(1000, 500), by(900, 520))
    assert year.deviation == Deviation(Decimal(-32000), volume=Decimal(-50000), price=Decimal(18000))


@given(FIGURES, FIGURES, FIGURES, FIGURES)
def test_the_two_effects_are_the_whole_exactly(v0: Decimal, p0: Decimal, v1: Decimal, p1: Decimal) -> None:
    found = Year(2027, by(v0, p0), by(v1, p1)).deviation
    assert found is not None
    assert found.volume is not None
    assert found.price is not None
    assert found.volume + found.price == found.whole


@pytest.mark.parametrize("realised", [amount(450), by(1000, None), by(None, 500)])
def test_without_volume_and_price_on_both_sides_there_is_no_split(realised: Effect) -> None:
    found = Year(2027, by(1000, 500), realised).deviation
    if realised.gross is None:
        assert found is None
    else:
        assert found == Deviation(Decimal(-499550))


def test_an_amount_has_a_deviation_and_the_net_one_counts_the_running_cost() -> None:
    year = Year(2027, amount(500, 100), amount(450, 80))
    assert year.deviation == Deviation(Decimal(-50))
    assert year.net_deviation == -30
    assert Year(2027, amount(500), amount(None)).net_deviation is None


def test_payback_is_counted_from_the_year_of_decision_with_the_last_year_in_parts() -> None:
    assert payback(effects(-500, 200, 200, 200), decided_in=2026) == Payback(2029, Decimal("2.5"))
    assert payback(effects(-400, 200, 200), decided_in=2026) == Payback(2028, Decimal(2))
    assert payback(effects(-500, 200), decided_in=2026) is None
    assert payback(effects(100, 200), decided_in=2026) is None, "nothing was to be paid back"
    assert payback([], decided_in=2026) is None


def test_what_falls_below_zero_again_is_not_paid_back_yet() -> None:
    assert payback(effects(-100, 150, -100, 200), decided_in=2026) == Payback(2029, Decimal("2.25"))
    assert payback(effects(-100, 150, -100), decided_in=2026) is None


def test_several_effects_of_a_year_count_together() -> None:
    twice = [*effects(-500, 200), YearlyEffect(2027, Decimal(400), Decimal(100))]
    assert payback(twice, decided_in=2026) == Payback(2027, Decimal(1))


def test_the_rate_is_the_organisations_own_else_its_countrys() -> None:
    assert discount_rate({}, "NO") == Decimal("0.04")
    assert discount_rate({"discount_rate": ""}, "DK") == Decimal("0.035")
    assert discount_rate({"discount_rate": 0.03}, "DK") == Decimal("0.03")
    assert discount_rate({"discount_rate": 0}, "NO") == 0
    assert discount_rate({}, "GB") == Decimal("0.035")
    assert [discount_rate({}, country) for country in ("SE", "FI", "IS")] == [None] * 3
