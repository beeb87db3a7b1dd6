from datetime import date
from decimal import Decimal

import pytest

from projects.formulas.achievement import achievement_on, promised, verified_on
from projects.formulas.values import Value
from tests.projects.formulas.builders import between, indicator, measured, point, target

DAY = date(2021, 1, 31)
END_2020 = date(2020, 12, 31)


@pytest.mark.parametrize(
    ("figure", "achievement"),
    [
        ("10", "0"),
        ("6", "1"),
        ("8", "0.5"),
        ("4", "1.5"),
        ("12", "-0.5"),
        ("9.9998", "0.0000"),
        ("9.9994", "0.0002"),
        ("9.9997", "0.0001"),
        ("9.9999", "0.0000"),
    ],
)
def test_achievement_is_the_share_of_the_promised_change_rounded_half_even(figure, achievement):
    assert str(achievement_on(indicator(figures=[measured(figure, END_2020)]), DAY)) == str(
        Decimal(achievement).quantize(Decimal("0.0001"))
    )


def test_achievement_works_in_both_directions():
    facts = indicator(direction="increase", baseline=point("40"), targets=[target("60")])
    measured_45 = indicator(
        direction="increase", baseline=point("40"), targets=[target("60")], figures=[measured("45", END_2020)]
    )
    assert achievement_on(facts, DAY) is None
    assert achievement_on(measured_45, DAY) == Decimal("0.25")


def test_a_target_equal_to_the_baseline_is_achieved_or_not():
    hold = {"targets": [target("10", date(2021, 12, 31))]}
    assert achievement_on(indicator(**hold, figures=[measured("10", END_2020)]), DAY) == 1
    assert achievement_on(indicator(**hold, figures=[measured("9", END_2020)]), DAY) == 1
    assert achievement_on(indicator(**hold, figures=[measured("10.1", END_2020)]), DAY) == 0


def test_achievement_is_unknown_without_baseline_target_figure_or_direction():
    figures = [measured("8", END_2020)]
    assert achievement_on(indicator(figures=figures), DAY) is not None
    assert achievement_on(indicator(figures=figures, baseline=None), DAY) is None
    assert achievement_on(indicator(figures=figures, baseline=Value()), DAY) is None
    assert achievement_on(indicator(figures=figures, targets=[]), DAY) is None
    assert achievement_on(indicator(figures=[]), DAY) is None
    assert achievement_on(indicator(figures=figures, direction=""), DAY) is None


def test_a_baseline_needs_no_date_for_the_achievement():
    facts = indicator(baseline_date=None, benefit_start=None, figures=[measured("8", END_2020)])
    assert achievement_on(facts, DAY) == Decimal("0.5")


def test_the_promised_change_has_no_sign_and_the_verified_one_is_positive_for_the_better():
    better = indicator(figures=[measured("7", END_2020, state="verified")])
    assert promised(better) == 4
    assert verified_on(better, DAY) == 3
    worse = indicator(figures=[measured("11.5", END_2020, state="verified")])
    assert verified_on(worse, DAY) == Decimal("-1.5")
    assert promised(indicator(targets=[])) is None
    assert promised(indicator(baseline=None)) is None


def test_only_the_newest_verified_figure_is_verified():
    figures = [
        measured("9", date(2020, 3, 31), key="a", state="verified"),
        measured(between("7", "8"), date(2020, 6, 30), key="b", state="verified"),
        measured("6", END_2020, key="c"),
    ]
    assert verified_on(indicator(figures=figures), DAY) == 2
    assert verified_on(indicator(figures=figures), date(2020, 4, 1)) == 1
    assert verified_on(indicator(figures=figures[2:]), DAY) is None
    assert verified_on(indicator(figures=figures, baseline=None), DAY) is None
    assert verified_on(indicator(figures=figures, direction=""), DAY) is None


def test_differences_of_long_figures_stay_exact():
    facts = indicator(
        baseline=point("100000000000000"), targets=[target("0.000000000000001")],
        figures=[measured("0.000000000000001", END_2020, state="verified")],
    )  # fmt: skip
    assert promised(facts) == verified_on(facts, DAY) == Decimal("99999999999999.999999999999999")
