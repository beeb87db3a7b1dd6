from dataclasses import replace
from datetime import date

import pytest

from projects.formulas.judgement import Judgement, judged_status, limit_status
from projects.formulas.status import Code
from tests.projects.formulas.builders import indicator, measured, point, target

END_2020 = date(2020, 12, 31)
DAY = date(2021, 1, 31)
VERIFIED = Judgement(Code.ON_TRACK, date(2020, 6, 1), "verified", "a")


def limited(*figures, **given):
    return indicator(targets=[target(point("12", "at_most"), date(2030, 1, 1))], figures=figures, **given)


@pytest.mark.parametrize(
    ("facts", "day", "code", "reason"),
    [
        (limited(measured("12", END_2020)), DAY, "within", "within_limit"),
        (limited(measured("12.1", END_2020)), DAY, "beyond", "beyond_limit"),
        (limited(), DAY, "unknown", "no_value"),
        (limited(), date(2019, 1, 1), "not_started", "before_start"),
        (limited(measured("12", END_2020)), date(2023, 1, 1), "unknown", "stale"),
        (limited(measured("12", END_2020), direction=""), DAY, "unknown", "no_direction"),
        (indicator(targets=[], figures=[measured("12", END_2020)]), DAY, "unknown", "no_target"),
    ],
)
def test_a_disbenefit_is_within_or_beyond_its_limit_or_unknown(facts, day, code, reason):
    found = limit_status(facts, day)
    assert (found.code, found.reason) == (code, reason)


def test_a_disbenefits_status_carries_its_figure_and_limit():
    found = limit_status(limited(measured("12", END_2020)), DAY)
    assert found.newest.period_end == END_2020
    assert found.final_target.due_date == date(2030, 1, 1)
    assert found.next_expected_by == date(2022, 4, 1)


def test_a_qualitative_benefit_has_its_newest_verified_judgement():
    later_key = replace(VERIFIED, code=Code.AT_RISK, key="b")
    reported = replace(VERIFIED, code=Code.OFF_TRACK, judged_on=END_2020, state="reported")
    ahead = replace(VERIFIED, code=Code.ACHIEVED, judged_on=date(2022, 1, 1))
    found = judged_status([later_key, ahead, VERIFIED, reported], DAY)
    assert (found.code, found.reason) == ("at_risk", "judged")


def test_without_a_verified_judgement_it_is_not_started_or_unknown():
    assert judged_status([], DAY).reason == "no_judgement"
    assert judged_status([], DAY, DAY).code == "unknown"
    assert judged_status([], DAY, date(2021, 2, 1)).code == "not_started"
    assert judged_status([VERIFIED], DAY, date(2021, 2, 1)).code == "on_track"
