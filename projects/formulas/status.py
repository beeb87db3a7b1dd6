"""The status of an indicator on a day: nine rules in their order, the first that applies decides.

Source: the register's public contract, section 3. Decisions are taken on exact fractions, never on rounded figures.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from projects.formulas.comparison import gain, is_met
from projects.formulas.facts import Figure, IndicatorFacts, TargetFact, final_target, newest_figure
from projects.formulas.limits import DEFAULT_LIMITS, Limits
from projects.formulas.path import expected_on, expected_path, step_in_force
from register.decimals import EXACT, quotient

__all__ = [
    "DEFAULT_LIMITS",
    "Code",
    "Figure",
    "IndicatorFacts",
    "Limits",
    "Reason",
    "Status",
    "TargetFact",
    "status_on",
]


class Code(StrEnum):
    """The statuses. `within` and `beyond` are a dis-benefit's."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    ACHIEVED = "achieved"
    MISSED = "missed"
    UNKNOWN = "unknown"
    WITHIN = "within"
    BEYOND = "beyond"


class Reason(StrEnum):
    """Why a status is what it is; `projects.reports.status_words` has the sentences."""

    BEFORE_START = "before_start"
    NO_VALUE = "no_value"
    STALE = "stale"
    NO_TARGET = "no_target"
    NO_DIRECTION = "no_direction"
    TARGET_MET = "target_met"
    TARGET_NOT_MET = "target_not_met"
    TARGET_WITHOUT_DATE = "target_without_date"
    NO_FINAL_VALUE = "no_final_value"
    REACHED_EARLY = "reached_early"
    AGAINST_PATH = "against_path"
    AGAINST_BASELINE = "against_baseline"
    AGAINST_STEP = "against_step"
    NO_BASELINE = "no_baseline"
    WITHIN_LIMIT = "within_limit"
    BEYOND_LIMIT = "beyond_limit"
    JUDGED = "judged"
    NO_JUDGEMENT = "no_judgement"


@dataclass(frozen=True)
class Status:
    """A status with what it rests on.

    `expected` and `ratio` (28 digits, to be shown) are set where the path decided. `next_expected_by` is set while
    follow-up runs; `overdue` once that day has passed. `against_baseline` is "better", "worse" or "same".
    """

    code: Code
    reason: Reason
    newest: Figure | None = None
    final_target: TargetFact | None = None
    expected: Decimal | None = None
    ratio: Decimal | None = None
    next_expected_by: date | None = None
    overdue: bool = False
    against_baseline: str | None = None


def status_on(facts: IndicatorFacts, day: date, limits: Limits = DEFAULT_LIMITS) -> Status:
    """The status of the indicator on `day`; defined for every input, in whatever order the facts are given."""
    newest = newest_figure(facts, day)
    verdict = without_value(facts, day) if newest is None else _judge(facts, newest, day, limits)
    return add_context(verdict, facts, newest, day, limits)


def without_value(facts: IndicatorFacts, day: date) -> Status:
    """Rule 1: no figure counts yet."""
    if facts.starts is not None and day < facts.starts:
        return Status(Code.NOT_STARTED, Reason.BEFORE_START)
    return Status(Code.UNKNOWN, Reason.NO_VALUE)


def is_stale(facts: IndicatorFacts, last: date, day: date, limits: Limits) -> bool:
    """Rule 2: while follow-up runs, the figure after the one ending on `last` has not come in time."""
    expected_by = limits.next_expected_by(last, facts.frequency, facts.lag_days)
    return facts.follow_up_runs and day > expected_by + limits.grace


def add_context(verdict: Status, facts: IndicatorFacts, newest: Figure | None, day: date, limits: Limits) -> Status:
    """`verdict` with the figure and the target it concerns, and when the next figure is expected."""
    last = newest.period_end if newest else facts.starts
    next_by = limits.next_expected_by(last, facts.frequency, facts.lag_days) if last and facts.follow_up_runs else None
    return Status(
        verdict.code,
        verdict.reason,
        expected=verdict.expected,
        ratio=verdict.ratio,
        newest=newest,
        final_target=final_target(facts),
        next_expected_by=next_by,
        overdue=next_by is not None and day > next_by,
        against_baseline=_against_baseline(facts, newest),
    )


def _judge(facts: IndicatorFacts, newest: Figure, day: date, limits: Limits) -> Status:
    """Rules 2 to 9, for an indicator that has a figure."""
    last, target = newest.period_end or date.min, final_target(facts)
    if is_stale(facts, last, day, limits):
        return Status(Code.UNKNOWN, Reason.STALE)
    if target is None:
        return Status(Code.UNKNOWN, Reason.NO_TARGET)
    figure = newest.value.measured_figure(facts.direction)
    if figure is None or not facts.direction:
        return Status(Code.UNKNOWN, Reason.NO_DIRECTION)
    return (
        _against_final_target(facts, target, figure, last, day, limits)
        or _against_path(facts, figure, last, limits)
        or _against_step(facts, figure, last, limits)
    )


def _against_final_target(
    facts: IndicatorFacts, target: TargetFact, figure: Decimal, last: date, day: date, limits: Limits
) -> Status | None:
    """Rules 4 to 7. None while the target's date is still ahead and the figure does not reach it."""
    met = is_met(figure, target.value, facts.direction, limits)
    achieved = Status(Code.ACHIEVED, Reason.TARGET_MET)
    if target.due_date is None:
        return achieved if met else Status(Code.UNKNOWN, Reason.TARGET_WITHOUT_DATE)
    if last >= target.due_date:
        return achieved if met else Status(Code.MISSED, Reason.TARGET_NOT_MET)
    waits_until = target.due_date + limits.lag(facts.frequency, facts.lag_days) + limits.grace
    if not facts.follow_up_runs or day > waits_until:
        return Status(Code.UNKNOWN, Reason.NO_FINAL_VALUE)
    return Status(Code.ON_TRACK, Reason.REACHED_EARLY) if met else None


def _against_path(facts: IndicatorFacts, figure: Decimal, last: date, limits: Limits) -> Status | None:
    """Rule 8: the share of the change expected by `last`. None without a baseline or *begin*."""
    corners, baseline = expected_path(facts), facts.baseline_figure
    if not corners or baseline is None:
        return None
    expected = expected_on(corners, last)
    wanted, days = expected.since(baseline)
    if not wanted:
        code = Code.ON_TRACK if gain(figure, baseline, facts.direction) >= 0 else Code.OFF_TRACK
        return Status(code, Reason.AGAINST_BASELINE, expected=expected.shown)
    come = EXACT.multiply(EXACT.subtract(figure, baseline), days)
    reaches = _reaches(come, wanted, limits.on_track), _reaches(come, wanted, limits.at_risk)
    code = Code.ON_TRACK if reaches[0] else Code.AT_RISK if reaches[1] else Code.OFF_TRACK
    return Status(code, Reason.AGAINST_PATH, expected=expected.shown, ratio=quotient(come, wanted))


def _reaches(come: Decimal, wanted: Decimal, share: Fraction) -> bool:
    """Whether `come` / `wanted` is at least `share`, without dividing."""
    left, right = EXACT.multiply(come, share.denominator), EXACT.multiply(wanted, share.numerator)
    return left >= right if wanted > 0 else left <= right


def _against_step(facts: IndicatorFacts, figure: Decimal, last: date, limits: Limits) -> Status:
    """Rule 9: without a path, the newest target that was due by `last`."""
    step = step_in_force(facts, last)
    if step is None:
        return Status(Code.UNKNOWN, Reason.NO_BASELINE)
    met = is_met(figure, step.value, facts.direction, limits)
    return Status(Code.ON_TRACK if met else Code.OFF_TRACK, Reason.AGAINST_STEP)


def _against_baseline(facts: IndicatorFacts, newest: Figure | None) -> str | None:
    """Whether the newest figure is better or worse than the baseline; None where they cannot be compared."""
    baseline, figure = facts.baseline_figure, newest.value.measured_figure(facts.direction) if newest else None
    if baseline is None or figure is None or not facts.direction:
        return None
    change = gain(figure, baseline, facts.direction)
    return "better" if change > 0 else "worse" if change < 0 else "same"
