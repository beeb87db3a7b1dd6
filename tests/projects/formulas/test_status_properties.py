"""What holds for every indicator, and that the status is the contract's, written a second time in contract.py."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from projects.formulas.achievement import achievement_on, promised, verified_on
from projects.formulas.facts import Figure
from projects.formulas.status import Code, Reason, status_on
from projects.formulas.values import Value
from tests.projects.formulas import contract
from tests.projects.formulas.builders import DAYS, indicator, indicators, measured, point, target, values

THOROUGH = settings(max_examples=500)
ORDER = {Code.OFF_TRACK: 0, Code.MISSED: 0, Code.UNKNOWN: 1, Code.AT_RISK: 1, Code.ON_TRACK: 2, Code.ACHIEVED: 3}
MIRRORED = {"increase": "decrease", "decrease": "increase", "at_most": "at_least", "at_least": "at_most"}
NAMED_IN_THE_CONTRACT = {
    "no_value", "stale", "no_target", "target_without_date", "no_final_value", "reached_early", "no_baseline",
}  # fmt: skip


@THOROUGH
@given(indicators(), DAYS)
@example(indicator(figures=[measured("8.2", date(2020, 12, 31))]), date(2021, 1, 1))
def test_the_status_is_what_the_contract_says(facts, day):
    found = status_on(facts, day)
    reason = found.reason.value if found.reason in NAMED_IN_THE_CONTRACT else None
    assert (found.code.value, reason) == contract.status(facts, day)
    assert found.newest == contract.newest_of(facts, day)
    assert found.final_target == contract.final_of(facts)


@THOROUGH
@given(indicators(), DAYS)
def test_the_achievement_is_what_the_contract_says(facts, day):
    found = achievement_on(facts, day)
    wanted = contract.achievement(facts, day)
    assert (None if found is None else Fraction(found)) == wanted


@given(indicators(), DAYS)
def test_promised_and_verified_are_what_the_contract_says(facts, day):
    t, b, v = contract.final_of(facts), contract.baseline_of(facts), contract.newest_of(facts, day, verified=True)
    sign = 1 if facts.direction == "increase" else -1
    number = contract.number
    assert promised(facts) == (None if t is None or b is None else abs(number(t.value, facts.direction) - b))
    assert verified_on(facts, day) == (
        None if v is None or b is None else sign * (number(v.value, facts.direction) - b)
    )


@given(indicators(directions=("increase", "decrease", "")), DAYS)
def test_every_indicator_has_a_status_with_a_reason_on_every_day(facts, day):
    found = status_on(facts, day)
    assert found.code in Code
    assert found.reason in Reason
    achievement_on(facts, day)


@given(indicators(), DAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_arrive_does_not_matter(facts, day, chance: random.Random):
    shuffled = replace(
        facts,
        figures=chance.sample(facts.figures, len(facts.figures)),
        targets=chance.sample(facts.targets, len(facts.targets)),
    )
    assert status_on(shuffled, day) == status_on(facts, day)


@given(indicators(), DAYS)
def test_more_is_better_and_less_is_better_are_mirror_images(facts, day):
    mirror = replace(
        facts,
        direction=MIRRORED[facts.direction],
        baseline=facts.baseline and _negated(facts.baseline),
        targets=[replace(one, value=_negated(one.value)) for one in facts.targets],
        figures=[replace(one, value=_negated(one.value)) for one in facts.figures],
    )
    here, there = status_on(facts, day), status_on(mirror, day)
    assert (here.code, here.reason, here.ratio) == (there.code, there.reason, there.ratio)
    assert achievement_on(facts, day) == achievement_on(mirror, day)
    assert promised(facts) == promised(mirror)
    assert verified_on(facts, day) == verified_on(mirror, day)


@THOROUGH
@given(indicators(), DAYS, values(may_be_missing=False), st.integers(0, 400), st.integers(1, 500))
def test_a_better_figure_never_worsens_the_status(facts, day, value, days_ago, better_by):
    newest = Figure(value, None, day - timedelta(days_ago), "z", "reported")
    facts = _planning_for_the_better(replace(facts, figures=[*facts.figures, newest]))
    before = status_on(facts, day)
    step = Decimal(better_by if facts.direction == "increase" else -better_by).scaleb(-2)
    better = [replace(one, value=_moved(one.value, step)) if one == before.newest else one for one in facts.figures]
    after = status_on(replace(facts, figures=better), day)
    assert ORDER[after.code] >= ORDER[before.code]


@given(indicators(), DAYS)
def test_a_range_and_the_point_it_counts_by_are_the_same(facts, day):
    def pointed(value: Value) -> Value:
        return Value(value=value.measured_figure(facts.direction), comparator=value.comparator)

    points = replace(
        facts,
        baseline=facts.baseline and pointed(facts.baseline),
        targets=[replace(one, value=pointed(one.value)) for one in facts.targets],
        figures=[replace(one, value=pointed(one.value)) for one in facts.figures],
    )
    here, there = status_on(facts, day), status_on(points, day)
    assert (here.code, here.reason, here.ratio) == (there.code, there.reason, there.ratio)
    assert achievement_on(facts, day) == achievement_on(points, day)


@given(st.integers(1, 10**9), st.integers(1, 2000), st.integers(1, 2000))
def test_the_limits_are_exact_to_the_last_digit(size, days, more_days):
    """Nine tenths of what is expected is on track, the smallest step less is not; whatever the numbers divide to."""
    begin, expected = date(2020, 1, 1), Fraction(size * days, days + more_days)
    facts = indicator(
        direction="increase", baseline=point("0"), frequency="year",
        targets=[target(str(size), begin + timedelta(days + more_days))],
    )  # fmt: skip
    smallest = Fraction(1, 10**6)
    limit = expected * Fraction(9, 10)
    above = -(-limit // smallest) * smallest
    for exact, code in ((above, Code.ON_TRACK), (above - smallest, Code.AT_RISK)):
        text = str(Decimal(int(exact * 10**6)).scaleb(-6))
        found = status_on(replace(facts, figures=[measured(text, begin + timedelta(days))]), begin + timedelta(days))
        assert found.code == code or found.reason == Reason.REACHED_EARLY or exact < expected * Fraction(3, 4)


def _negated(value: Value) -> Value:
    return Value(
        value=None if value.value is None else -value.value,
        low=None if value.high is None else -value.high,
        high=None if value.low is None else -value.low,
        comparator=MIRRORED.get(value.comparator, value.comparator),
    )


def _moved(value: Value, step: Decimal) -> Value:
    return Value(
        value=None if value.value is None else value.value + step,
        low=None if value.low is None else value.low + step,
        high=None if value.high is None else value.high + step,
        comparator=value.comparator,
    )


def _planning_for_the_better(facts):
    """Without the targets worse than the baseline: a plan for the worse is judged by how far it is followed."""
    baseline, sign = facts.baseline_figure, 1 if facts.direction == "increase" else -1
    if baseline is None:
        return facts
    given_targets = [one for one in facts.targets if one.value.is_given]
    return replace(
        facts,
        targets=[one for one in given_targets if sign * (one.value.target_figure(facts.direction) - baseline) >= 0],
    )
