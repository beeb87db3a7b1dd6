"""Shares that are exactly 100 together, and what is said of several: from five on, by the middle one."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.formulas.following_dates import DUE, START, months_after, moved_dates
from projects.formulas.hours import counts_hours
from projects.formulas.splitting import fitting, proportional, shared
from projects.formulas.yields import is_alike, yield_of


def figures(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("promised", "shares"),
    [
        (("60", "30", "10"), ("60", "30", "10")),
        (("5", "5", "5"), ("33.34", "33.33", "33.33")),
        (("1", "2"), ("33.33", "66.67")),
        (("0", "0"), ("50", "50")),
    ],
)
def test_shares_are_in_proportion_to_what_was_promised(promised: tuple[str, ...], shares: tuple[str, ...]) -> None:
    assert proportional(figures(*promised)) == figures(*shares)


def test_shares_are_equal_where_somebody_promised_no_figure() -> None:
    assert proportional([Decimal(90), None]) == figures("50", "50")


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=12))
def test_shares_are_always_exactly_a_hundred_together(promised: list[Decimal]) -> None:
    shares = proportional(promised)
    assert sum(shares) == 100
    assert all(share >= 0 for share in shares)


def test_hours_are_cut_alike_until_they_fit() -> None:
    assert fitting(figures("600", "600"), Decimal(900)) == 75
    assert fitting(figures("100", "200"), Decimal(100)) == Decimal("33.33")
    assert fitting(figures("100"), Decimal(100)) == 100
    assert (shared(Decimal(600), Decimal(75)), shared(Decimal(600), None)) == (450, 600)


def pairs(*shares: int) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(100), Decimal(share)) for share in shares]


def test_the_middle_one_and_the_middle_half_are_told_from_five_on() -> None:
    found = yield_of(pairs(50, 80, 20, 100, 60))
    assert (found.n, found.low, found.middle, found.high) == (5, Decimal("0.5"), Decimal("0.6"), Decimal("0.8"))
    six = yield_of(pairs(10, 20, 30, 40, 50, 60))
    assert (six.low, six.middle, six.high) == tuple(figures("0.225", "0.35", "0.475"))
    assert yield_of(pairs(-20, 0, 10, 150, 200)).low == 0


def test_fewer_than_five_say_nothing_and_promises_of_nothing_count_for_none() -> None:
    found = yield_of([*pairs(50, 80, 20, 100), (Decimal(0), Decimal(4))])
    assert (found.n, found.middle, found.says_something) == (4, None, False)


def test_about_the_same_size_is_between_a_third_and_three_times() -> None:
    assert is_alike(Decimal(100), Decimal(300))
    assert is_alike(Decimal(-100), Decimal(34))
    assert not is_alike(Decimal(100), Decimal(301))


@pytest.mark.parametrize("unit", ["hours", "Timer", "timer per år", "timer/år", "hours a year", "timeverk", "h"])
def test_hours_in_a_year_are_hours(unit: str) -> None:
    assert counts_hours(unit)


@pytest.mark.parametrize("unit", ["hours per week", "årsværk", "hour rate", "timer per borger", ""])
def test_hours_of_anything_else_are_not(unit: str) -> None:
    assert not counts_hours(unit)


def test_dates_follow_a_milestone_by_months_or_by_as_much_as_it_moved() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    dates = {START: date(2026, 3, 1), DUE: date(2026, 12, 31)}
    moved = moved_dates(dates, months=None, before=date(2026, 1, 1), day=date(2026, 1, 11))
    assert moved == {START: date(2026, 3, 11), DUE: date(2027, 1, 10)}
    assert moved_dates(dates, months=3, before=None, day=date(2026, 5, 1)) == {START: date(2026, 8, 1)}
    assert moved_dates(dates, months=None, before=None, day=date(2026, 5, 1)) == {}
