"""A figure on its way: where it should be, what was verified by a day, what remains, how far it is from its path."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from projects.formulas.on_path import OnPath
from projects.formulas.over_time import Course
from projects.formulas.path import expected_path
from projects.formulas.progress import deviation_on, realised_on, remaining_on
from projects.formulas.values import Value
from tests.projects.formulas.builders import indicator, measured, target

NEW_YEAR, HALFWAY, END = date(2020, 1, 1), date(2020, 12, 31), date(2021, 12, 31)


def test_a_figure_on_the_path_is_an_exact_quotient() -> None:
    third = OnPath(Decimal(10), 3)
    assert third.exact == Fraction(10, 3)
    assert third.shown == Decimal("3.333333333333333333333333333")
    assert third.since(Decimal(3)) == (1, 3)


def test_what_was_planned_and_verified_by_a_day_counts_as_more_where_it_is_better() -> None:
    figures = [
        measured("9", date(2020, 6, 30), key="early", state="verified"),
        measured("8", HALFWAY, key="late", state="verified"),
        measured("7", END, key="unchecked"),
        measured(Value(), date(2021, 6, 30), key="nothing", state="verified"),
        measured("5", None, key="undated", state="verified"),
    ]
    course = Course(indicator(figures=figures))
    assert (course.first_day, course.last_day, course.is_dated) == (NEW_YEAR, END, True)
    planned = [course.planned_on(day) for day in (NEW_YEAR, END)]
    assert [one and one.exact for one in planned] == [0, 4]
    assert [course.realised_on(day) for day in (NEW_YEAR, date(2020, 7, 1), END)] == [None, 1, 2]


def test_the_path_leads_through_dated_targets_alone() -> None:
    facts = indicator(targets=[target("8", HALFWAY, key="a"), target("7", END, key="b"), target("6", key="c")])
    assert expected_path(facts) == [(NEW_YEAR, 10), (HALFWAY, 8), (END, 7)]


def test_without_a_dated_target_there_is_no_plan_and_without_a_promise_nothing_realised() -> None:
    figures = [measured("9", HALFWAY, state="verified")]
    undated = Course(indicator(targets=[target("6")], figures=figures))
    assert (undated.planned_on(END), undated.first_day, undated.last_day) == (None, None, None)
    assert undated.realised_on(END) == 1
    for facts in (indicator(targets=[], figures=figures), indicator(baseline=None, figures=figures)):
        assert Course(facts).realised_on(END) is None
    assert Course(indicator(direction="", figures=figures)).realised_on(END) is None


def test_what_has_changed_what_remains_and_how_far_it_is_from_the_path() -> None:
    facts = indicator(figures=[measured("9.5", HALFWAY)])
    assert realised_on(facts, END) == Decimal("0.5")
    assert remaining_on(facts, END) == Decimal("3.5")
    assert deviation_on(facts, END) == Decimal("-1.50")
    surpassed = indicator(figures=[measured("5", HALFWAY)])
    assert remaining_on(surpassed, END) == -1
    for lacking in (
        indicator(figures=[]),
        indicator(figures=[measured("9", HALFWAY)], targets=[]),
        indicator(figures=[measured("9", HALFWAY)], baseline=None),
    ):
        assert deviation_on(lacking, END) is None
    assert remaining_on(indicator(figures=[measured("9", HALFWAY)], targets=[]), END) is None
