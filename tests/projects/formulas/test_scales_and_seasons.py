"""Answers on a scale, and comparison where the time of the year rules."""

from datetime import date
from decimal import Decimal

import pytest

from projects.formulas.facts import Figure, IndicatorFacts
from projects.formulas.scales import answers_of, check_on_scale, ends_of
from projects.formulas.seasons import a_year_before, compared_with_last_year, rolling_years
from projects.formulas.values import Value, ValueRefused
from register.periods import parse_period

FAR = date(2030, 1, 1)


def figure(period: str, value: str, state: str = "verified", key: str = "") -> Figure:
    days = parse_period(period)
    return Figure(Value(Decimal(value)), days.start, days.end, key or period, state)


def facts(*figures: Figure, direction: str = "decrease", measures: str = "level") -> IndicatorFacts:
    return IndicatorFacts(direction=direction, measures=measures, figures=figures)


QUARTERS = [
    *(figure("2024-Q1", "9"), figure("2024-Q2", "7"), figure("2024-Q3", "5"), figure("2024-Q4", "7")),
    *(figure("2025-Q1", "8"), figure("2025-Q2", "6.1")),
]


def test_a_figure_is_compared_with_the_same_period_last_year() -> None:
    found = compared_with_last_year(facts(*QUARTERS), FAR)
    assert found is not None
    assert (found.now.key, found.before.key, found.better) == ("2025-Q2", "2024-Q2", "better")
    worse = compared_with_last_year(facts(*QUARTERS, direction="increase"), FAR)
    assert worse is not None
    assert worse.better == "worse"


def test_the_same_figure_is_neither_better_nor_worse() -> None:
    found = compared_with_last_year(facts(figure("2024", "7"), figure("2025", "7.0")), FAR)
    assert found is not None
    assert found.better == "same"


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [figure("2025-Q2", "6")],
        [figure("2025-Q2", "6"), figure("2024-H1", "7")],
        [figure("2025-Q2", "6"), figure("2024-Q2", "7", "disputed")],
    ],
)
def test_without_the_same_period_there_is_nothing_to_compare_with(figures: list[Figure]) -> None:
    assert compared_with_last_year(facts(*figures), FAR) is None


def test_days_alone_are_compared_by_their_day() -> None:
    days = [
        Figure(Value(Decimal(n)), None, date(year, 2, day), str(year), "verified")
        for n, year, day in ((3, 2023, 28), (2, 2024, 29))
    ]
    found = compared_with_last_year(facts(*days), FAR)
    assert found is not None
    assert found.better == "better"
    assert compared_with_last_year(facts(*days, direction=""), FAR) is None


def test_a_year_before_a_leap_day_is_the_last_of_february() -> None:
    assert a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert a_year_before(date(2025, 2, 28)) == date(2024, 2, 29)
    assert a_year_before(date(2025, 2, 27)) == date(2024, 2, 27)
    assert a_year_before(date(2025, 6, 30)) == date(2024, 6, 30)


def test_the_rolling_year_is_the_mean_of_twelve_months_without_a_hole() -> None:
    years = rolling_years(facts(*QUARTERS), FAR)
    assert [(one.start, one.end, one.mean, one.figures) for one in years] == [
        (date(2024, 1, 1), date(2024, 12, 31), Decimal(7), 4),
        (date(2024, 4, 1), date(2025, 3, 31), Decimal("6.75"), 4),
        (date(2024, 7, 1), date(2025, 6, 30), Decimal("6.525"), 4),
    ]


def test_a_hole_a_day_or_a_change_makes_no_rolling_year() -> None:
    assert rolling_years(facts(*QUARTERS[:2], *QUARTERS[3:]), FAR) == []
    assert rolling_years(facts(*QUARTERS, measures="cumulative"), FAR) == []
    assert rolling_years(facts(figure("2024", "7")), FAR) == []
    assert rolling_years(facts(figure("2024-11", "7"), figure("2024-T3", "7"), figure("2023", "5")), FAR) == []
    day = Figure(Value(Decimal(1)), None, date(2024, 12, 31), "day", "verified")
    assert rolling_years(facts(*QUARTERS[:3], day), FAR) == []


def test_a_year_is_full_only_from_its_first_day() -> None:
    assert rolling_years(facts(figure("2023-H2", "1"), figure("2024-Q1", "1"), figure("2024-T2", "1")), FAR) == []
    odd = Figure(Value(Decimal(1)), date(2023, 11, 1), date(2024, 3, 31), "odd", "verified")
    assert rolling_years(facts(odd, *QUARTERS[1:4]), FAR) == []


def test_a_scale_has_its_ends_and_its_words() -> None:
    assert ends_of("one_to_six", "") == (1, 6)
    assert ends_of("words", "bad\n good | very good ") == (1, 3)
    assert ends_of("", "") is None
    assert answers_of("words", "bad | good") == ("bad", "good")
    assert answers_of("yes_no", "") == ("No", "Yes")
    assert answers_of("one_to_ten", "") == ()


def test_a_mean_of_answers_may_lie_between_them_where_they_are_figures() -> None:
    check_on_scale(Value(Decimal("4.7")), "one_to_six", "")
    check_on_scale(Value(Decimal(0)), "yes_no", "")
    check_on_scale(Value(Decimal(99)), "", "")


@pytest.mark.parametrize(
    ("value", "scale", "code"),
    [
        (Value(Decimal(7)), "one_to_six", "beyond_scale"),
        (Value(low=Decimal(0), high=Decimal(6)), "one_to_six", "beyond_scale"),
        (Value(Decimal("0.5")), "yes_no", "between_answers"),
        (Value(Decimal(3)), "words", "beyond_scale"),
    ],
)
def test_a_figure_beyond_or_between_the_answers_is_refused(value: Value, scale: str, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        check_on_scale(value, scale, "bad|good")
    assert refused.value.code == code
