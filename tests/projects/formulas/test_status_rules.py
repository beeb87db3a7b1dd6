"""One example or more for each of the nine rules, in their order."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from projects.formulas.limits import Limits
from projects.formulas.path import expected_path
from projects.formulas.status import status_on
from tests.projects.formulas.builders import between, indicator, measured, point, target

END_2020 = date(2020, 12, 31)
MID_2020 = date(2020, 7, 1)  # 182 of the 730 days of the path from 1 January 2020 to 31 December 2021
END_2021 = date(2021, 12, 31)


def status(facts, day=date(2021, 1, 31)):
    found = status_on(facts, day)
    return found.code, found.reason


# What counts


def test_figures_that_are_due_waived_disputed_undated_empty_or_later_do_not_count():
    counted = measured("8", date(2020, 3, 31), key="a")
    left_out = [measured("1", END_2020, key=state, state=state) for state in ("due", "waived", "disputed")]
    left_out += [measured("1", None), measured("1", date(2021, 2, 1)), measured(point("1").__class__(), END_2020)]
    assert status_on(indicator(figures=[*left_out, counted]), date(2021, 1, 31)).newest == counted


def test_a_figure_counts_from_the_last_day_of_its_period():
    facts = indicator(figures=[measured("8", END_2020, start=date(2020, 1, 1))])
    assert status_on(facts, date(2020, 12, 30)).newest is None
    assert status_on(facts, END_2020).newest is not None


def test_the_newest_figure_ends_last_then_is_the_shorter_then_has_the_later_key():
    year = measured("8", END_2020, start=date(2020, 1, 1), key="z")
    quarter = measured("8", END_2020, start=date(2020, 10, 1), key="a")
    corrected = measured("8", END_2020, start=date(2020, 10, 1), key="b")
    longer_ago = measured("8", date(2020, 12, 30), key="zz")
    day = measured("8", END_2020, key="0")
    for facts, newest in (
        ([year, longer_ago], year),
        ([year, quarter, longer_ago], quarter),
        ([corrected, year, quarter], corrected),
        ([corrected, day], day),
    ):
        assert status_on(indicator(figures=facts), date(2021, 1, 31)).newest == newest


# Rule 1


def test_before_the_start_date_or_the_baseline_nothing_has_started():
    assert status(indicator(), date(2019, 12, 31)) == ("not_started", "before_start")
    assert status(indicator(benefit_start=date(2021, 6, 1)), date(2021, 5, 31)) == ("not_started", "before_start")
    assert status(indicator(baseline_date=date(2021, 6, 1)), date(2021, 5, 31)) == ("not_started", "before_start")


def test_from_the_start_without_a_figure_it_is_unknown():
    assert status(indicator(), date(2020, 1, 1)) == ("unknown", "no_value")
    assert status(indicator(baseline_date=None, benefit_start=None)) == ("unknown", "no_value")


# Rule 2


@pytest.mark.parametrize(
    ("frequency", "days"),
    [("month", 65), ("quarter", 166), ("four_months", 197), ("half_year", 258), ("year", 470), (None, 470)],
)
def test_a_figure_is_stale_a_frequency_a_lag_and_fourteen_days_after_its_end(frequency, days):
    facts = indicator(frequency=frequency, figures=[measured("8", END_2020)], targets=[target("6", date(2030, 1, 1))])
    assert status(facts, END_2020 + timedelta(days))[1] != "stale"
    assert status(facts, END_2020 + timedelta(days + 1)) == ("unknown", "stale")
    assert status(replace(facts, follow_up_runs=False), END_2020 + timedelta(days + 1))[1] != "stale"


def test_an_indicators_own_lag_comes_before_that_of_its_frequency():
    facts = indicator(frequency="month", lag_days=5, figures=[measured("8", END_2020)])
    assert status(facts, END_2020 + timedelta(50))[1] != "stale"
    assert status(facts, END_2020 + timedelta(51)) == ("unknown", "stale")
    assert status_on(facts, END_2020).next_expected_by == END_2020 + timedelta(36)


# Rules 3 and 4


def test_without_a_target_it_is_unknown_and_shows_better_or_worse():
    for text, words in (("8", "better"), ("11", "worse"), ("10", "same")):
        found = status_on(indicator(targets=[], figures=[measured(text, END_2020)]), date(2021, 1, 31))
        assert (found.code, found.reason, found.against_baseline) == ("unknown", "no_target", words)
    assert (
        status_on(
            indicator(targets=[target(point("6").__class__())], figures=[measured("8", END_2020)]), END_2020
        ).reason
        == "no_target"
    )


def test_an_undated_target_is_achieved_when_met_and_else_unknown():
    dated = target("9", date(2019, 1, 1), key="z")
    undated = target("6", key="a")
    assert status(indicator(targets=[dated, undated], figures=[measured("6", END_2020)])) == ("achieved", "target_met")
    unmet = indicator(targets=[undated, dated], figures=[measured("6.1", END_2020)])
    assert status(unmet) == ("unknown", "target_without_date")


# Rule 5


def test_a_figure_on_the_targets_date_decides():
    assert status(indicator(figures=[measured("6", END_2021)]), END_2021) == ("achieved", "target_met")
    assert status(indicator(figures=[measured("6.01", END_2021)]), END_2021) == ("missed", "target_not_met")


def test_the_target_due_last_is_the_final_one_and_of_several_the_later_key():
    targets = [target("5", END_2021, key="b"), target("7", END_2021, key="a"), target("8", END_2020, key="c")]
    assert status(indicator(targets=targets, figures=[measured("6", END_2021)]), END_2021)[0] == "missed"


def test_about_spares_five_percent_of_the_target():
    about = indicator(targets=[target(point("6", "about"), END_2021)], figures=[measured("6.3", END_2021)])
    assert status(about, END_2021)[0] == "achieved"
    too_much = indicator(targets=[target(point("6", "about"), END_2021)], figures=[measured("6.31", END_2021)])
    assert status(too_much, END_2021)[0] == "missed"
    negative = indicator(targets=[target(point("-20", "about"), END_2021)], figures=[measured("-19", END_2021)])
    assert status(negative, END_2021)[0] == "achieved"


def test_about_on_the_measured_figure_spares_nothing():
    assert status(indicator(figures=[measured(point("6.1", "about"), END_2021)]), END_2021)[0] == "missed"


def test_ranges_count_by_their_cautious_ends():
    wide = indicator(targets=[target(between("5", "6"), END_2021)], figures=[measured(between("4", "6"), END_2021)])
    assert status(wide, END_2021)[0] == "achieved"
    wider = indicator(targets=[target(between("5", "6"), END_2021)], figures=[measured(between("4", "6.1"), END_2021)])
    assert status(wider, END_2021)[0] == "missed"


# Rule 6


def test_after_the_targets_date_and_lag_and_grace_an_older_figure_says_nothing_final():
    facts = indicator(figures=[measured("6", date(2021, 10, 31))])
    assert status(facts, END_2021 + timedelta(104)) == ("on_track", "reached_early")
    assert status(facts, END_2021 + timedelta(105)) == ("unknown", "no_final_value")


def test_when_follow_up_has_ended_before_the_targets_date_the_outcome_is_unknown():
    facts = indicator(figures=[measured("6", END_2020)], follow_up_runs=False)
    assert status(facts) == ("unknown", "no_final_value")


# Rules 7 and 8


def test_a_target_met_before_its_date_is_on_track():
    assert status(indicator(figures=[measured("6", END_2020)])) == ("on_track", "reached_early")


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ("8", "on_track"), ("8.2", "on_track"), ("8.20001", "at_risk"), ("8.5", "at_risk"),
        ("8.50001", "off_track"), ("10", "off_track"), ("12", "off_track"),
    ],
)  # fmt: skip
def test_the_share_of_the_expected_change_decides(figure, code):
    facts = indicator(
        baseline_date=date(2020, 1, 1),
        targets=[target("6", date(2020, 1, 1) + timedelta(200))],
        figures=[measured(figure, date(2020, 1, 1) + timedelta(100))],
    )
    found = status_on(facts, date(2020, 4, 30))
    assert (found.code, found.reason, found.expected) == (code, "against_path", 8)
    assert found.ratio == (10 - Decimal(figure)) / 2


def test_the_path_is_flat_from_the_baseline_to_the_start_date():
    facts = indicator(benefit_start=date(2021, 1, 1), figures=[measured("10", END_2020)])
    assert status(facts) == ("on_track", "against_baseline")
    worse = indicator(benefit_start=date(2021, 1, 1), figures=[measured("10.1", END_2020)])
    assert status(worse) == ("off_track", "against_baseline")
    assert expected_path(facts) == [(date(2020, 1, 1), 10), (date(2021, 1, 1), 10), (END_2021, 6)]


def test_the_path_goes_through_each_dated_target_in_turn():
    steps = [target("6", END_2021, key="c"), target("9", END_2020, key="a"), target("7", date(2021, 6, 30), key="b")]
    facts = indicator(targets=steps, figures=[measured("9", END_2020)])
    assert expected_path(facts) == [(date(2020, 1, 1), 10), (END_2020, 9), (date(2021, 6, 30), 7), (END_2021, 6)]
    assert status_on(facts, date(2021, 1, 31)).expected == 9


def test_a_target_due_before_the_path_leaves_the_baseline_is_no_corner_of_it():
    early = [target("9", date(2020, 1, 1), key="a"), target("8", date(2019, 6, 1), key="b"), target("6", END_2021)]
    assert expected_path(indicator(targets=early)) == [(date(2020, 1, 1), 10), (END_2021, 6)]


def test_a_figure_from_before_the_baseline_is_compared_with_the_baseline():
    facts = indicator(baseline_date=date(2021, 1, 1), figures=[measured("11", END_2020)])
    assert status(facts) == ("off_track", "against_baseline")


def test_begin_is_the_benefits_start_date_where_the_baseline_has_none():
    facts = indicator(baseline_date=None, benefit_start=MID_2020, figures=[measured("10", END_2020)])
    assert expected_path(facts)[0] == (MID_2020, 10)
    assert status(facts) == ("off_track", "against_path")


@pytest.mark.parametrize("measures", ["change", "cumulative"])
def test_a_change_or_a_running_total_starts_at_zero_by_definition(measures):
    facts = indicator(
        direction="increase", measures=measures, baseline=None, baseline_date=None,
        targets=[target("100", END_2021)], figures=[measured("49", END_2020)],
    )  # fmt: skip
    found = status_on(facts, date(2021, 1, 31))
    assert (found.code, found.reason, expected_path(facts)[0]) == ("on_track", "against_path", (date(2020, 1, 1), 0))
    given = indicator(measures=measures, baseline=point("10"))
    assert expected_path(given)[0] == (date(2020, 1, 1), 10)


def test_a_baseline_range_counts_by_its_less_favourable_end():
    assert expected_path(indicator(baseline=between("9", "11")))[0][1] == 11


# Rule 9


def test_without_a_baseline_the_newest_target_due_decides():
    steps = [target("9", date(2020, 6, 30), key="a"), target("8", END_2020, key="b"), target("6", END_2021, key="c")]
    for text, code in (("8", "on_track"), ("8.5", "off_track")):
        facts = indicator(baseline=None, targets=steps, figures=[measured(text, END_2020)])
        assert status(facts) == (code, "against_step")
    nothing_due = indicator(baseline=None, targets=steps, figures=[measured("8", date(2020, 6, 29))])
    assert status(nothing_due) == ("unknown", "no_baseline")


def test_a_baseline_without_any_date_is_no_path():
    facts = indicator(baseline_date=None, benefit_start=None, figures=[measured("8", END_2020)])
    assert status(facts) == ("unknown", "no_baseline")
    assert expected_path(facts) == []


# Beside the rules


def test_without_a_direction_nothing_can_be_judged():
    facts = indicator(direction="", figures=[measured("8", END_2020)])
    assert status(facts) == ("unknown", "no_direction")
    assert status_on(facts, END_2020).against_baseline is None
    assert status(indicator(direction="", figures=[measured(between("7", "8"), END_2020)])) == (
        "unknown",
        "no_direction",
    )


def test_the_next_figure_is_expected_a_frequency_and_a_lag_after_the_newest():
    facts = indicator(frequency="quarter", figures=[measured("8", END_2020)])
    found = status_on(facts, date(2021, 6, 1))
    assert (found.next_expected_by, found.overdue) == (date(2021, 6, 1), False)
    assert status_on(facts, date(2021, 6, 2)).overdue
    assert status_on(indicator(frequency="quarter"), date(2020, 2, 1)).next_expected_by == date(2020, 6, 1)
    ended = indicator(figures=[measured("8", END_2020)], follow_up_runs=False)
    assert status_on(ended, date(2031, 1, 1)).next_expected_by is None


def test_an_organisations_own_limits_move_the_colours():
    facts = indicator(targets=[target("6", date(2020, 12, 31))], figures=[measured("8.5", MID_2020)])
    assert status_on(facts, MID_2020).code == "at_risk"
    assert status_on(facts, MID_2020, Limits(on_track=Limits().at_risk)).code == "on_track"
