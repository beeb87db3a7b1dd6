from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.formulas.rollups import RollUpRow, roll_up
from projects.formulas.units import can_be_summed, counts_money

HOURS = RollUpRow(
    benefit=1, kind="quantified", unit="hours/year", currency="", promised=Decimal(10), verified=Decimal(4)
)


def test_promised_verified_and_unknown_are_told_apart():
    unmeasured = HOURS._replace(benefit=2, promised=Decimal(7), verified=None)
    without_target = HOURS._replace(benefit=3, promised=None, verified=Decimal(3))
    [group] = roll_up([HOURS, unmeasured, without_target])
    assert (group.promised, group.promised_unknown, group.verified) == (17, 7, 4)
    assert (group.benefits, group.unknown) == (3, 2)


def test_amounts_say_in_the_prices_of_which_years_they_are():
    amount = HOURS._replace(unit="mill. kr/år", price_level_year=2026)
    others = [amount._replace(benefit=2, price_level_year=2024), amount._replace(benefit=3, price_level_year=None)]
    [group] = roll_up([amount, *others, amount._replace(benefit=4, promised=None, price_level_year=2020)])
    assert group.price_level_years == (None, 2024, 2026)
    for no_amount in ("hours/year", "percent of DKK"):
        [group] = roll_up([amount._replace(unit=no_amount)])
        assert group.price_level_years == ()


@pytest.mark.parametrize("unit", ["NOK", "kr", "1000 kr", "DKK/resident/year", "€ pr. år", "mkr", "Kroner", "£"])
def test_units_of_money_are_known(unit):
    assert counts_money(unit)


@pytest.mark.parametrize("unit", ["hours", "kroppstemperatur", "", "crowns", "skrevne sider"])
def test_other_units_are_no_money(unit):
    assert not counts_money(unit)


def test_what_is_unknown_is_none_and_never_zero():
    [group] = roll_up([HOURS._replace(promised=None, verified=None)])
    assert (group.promised, group.verified, group.unknown) == (None, None, 1)
    [group] = roll_up([HOURS._replace(verified=Decimal(0))])
    assert (group.verified, group.unknown) == (0, 0)


@pytest.mark.parametrize(
    "other",
    [{"unit": "kWh"}, {"kind": "financial_direct"}, {"currency": "DKK"}, {"is_disbenefit": True}],
)
def test_only_the_same_unit_kind_and_currency_are_summed_and_disbenefits_apart(other):
    assert len(roll_up([HOURS, HOURS._replace(**other)])) == 2


def test_case_and_spaces_do_not_make_another_unit():
    [group] = roll_up([HOURS, HOURS._replace(benefit=2, unit=" Hours/Year ")])
    assert (group.unit, group.promised) == ("hours/year", 20)


def test_parts_and_restatements_are_left_out():
    assert roll_up([HOURS._replace(is_part=True), HOURS._replace(is_restatement=True)]) == []


def test_a_benefit_with_two_indicators_is_counted_once():
    [group] = roll_up([HOURS, HOURS._replace(verified=None)])
    assert (group.benefits, group.unknown, group.promised) == (1, 1, 20)


def test_percent_is_counted_but_never_summed():
    [group] = roll_up([HOURS._replace(unit="percent"), HOURS._replace(benefit=2, unit="Percent", verified=None)])
    assert (group.can_be_summed, group.promised, group.promised_unknown, group.verified) == (False, None, None, None)
    assert (group.benefits, group.unknown) == (2, 1)


def test_nothing_rolls_up_to_nothing():
    assert roll_up([]) == []


@given(st.lists(st.tuples(st.sampled_from(["NOK", "hours"]), st.integers(-(10**14), 10**14)), max_size=20))
def test_sums_are_exact_and_do_not_depend_on_the_order(figures):
    rows = [
        HOURS._replace(benefit=number, unit=unit, promised=Decimal(figure).scaleb(-15), verified=Decimal(figure))
        for number, (unit, figure) in enumerate(figures)
    ]
    groups = roll_up(rows)
    assert groups == roll_up(reversed(rows))
    for group in groups:
        mine = [figure for unit, figure in figures if unit == group.unit]
        assert (group.promised, group.verified) == (Decimal(sum(mine)).scaleb(-15), sum(mine))


@pytest.mark.parametrize(
    "unit",
    [
        "NOK",
        "NOK/year",
        "DKK/resident/year",
        "kWh",
        "tonnes CO2/year",
        "persons",
        "FTE",
        "årsverk",
        "timer",
        "dage",
        "municipalities (of 27)",
        "visits/week",
        "kr",
        "år",
        "borgere",
        "lamps",
        "stillinger",
        "cent",
    ],
)
def test_amounts_may_be_summed(unit):
    assert can_be_summed(unit)


@pytest.mark.parametrize(
    "unit",
    [
        "percent",
        "%",
        "% of staff",
        "per cent",
        "Percent change",
        "percentage points",
        "procent",
        "Prosent",
        "pct.",
        "prosentpoeng",
        "procentpoint",
        "points",
        "poeng",
        "point (0-100)",
        "score",
        "trivselsscore",
        "rank",
        "rangering",
        "placering",
        "index",
        "indeks",
        "indekstal",
        "tilfredshetsindeks",
        "promille",
        "‰",
        "andel",
        "karakter",
        "",
        "  ",
    ],
)
def test_percent_points_scores_ranks_and_indexes_may_not(unit):
    assert not can_be_summed(unit)


def test_of_both_sums_the_part_that_is_a_potential_is_told():
    decided = HOURS._replace(benefit=2, promised=Decimal(7), verified=Decimal(2))
    potential = HOURS._replace(is_potential=True)
    unmeasured = potential._replace(benefit=3, promised=Decimal(5), verified=None)
    [group] = roll_up([potential, decided, unmeasured])
    assert (group.promised, group.promised_potential) == (22, 15)
    assert (group.verified, group.verified_potential) == (6, 4)
    [group] = roll_up([decided])
    assert (group.promised_potential, group.verified_potential) == (None, None)
