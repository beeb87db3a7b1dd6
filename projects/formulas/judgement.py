"""The statuses that do not follow the nine rules: a dis-benefit's limit, and a person's judgement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from projects.formulas.comparison import is_met
from projects.formulas.facts import VERIFIED, IndicatorFacts, final_target, newest_figure
from projects.formulas.limits import DEFAULT_LIMITS, Limits
from projects.formulas.status import Code, Reason, Status, add_context, is_stale, without_value


@dataclass(frozen=True)
class Judgement:
    """What a person found a qualitative benefit's status to be, on which day; `state` as a measurement's."""

    code: Code
    judged_on: date
    state: str
    key: str


def limit_status(facts: IndicatorFacts, day: date, limits: Limits = DEFAULT_LIMITS) -> Status:
    """A dis-benefit's status: within or beyond its limit, which is the final target, whether or not its date has come.

    Before the start, without a figure or with a stale one as any indicator's (rules 1 and 2).
    """
    newest = newest_figure(facts, day)
    target = final_target(facts)
    if newest is None or newest.period_end is None:
        verdict = without_value(facts, day)
    elif is_stale(facts, newest.period_end, day, limits):
        verdict = Status(Code.UNKNOWN, Reason.STALE)
    elif target is None:
        verdict = Status(Code.UNKNOWN, Reason.NO_TARGET)
    else:
        figure = newest.value.measured_figure(facts.direction)
        if figure is None or not facts.direction:
            verdict = Status(Code.UNKNOWN, Reason.NO_DIRECTION)
        elif is_met(figure, target.value, facts.direction, limits):
            verdict = Status(Code.WITHIN, Reason.WITHIN_LIMIT)
        else:
            verdict = Status(Code.BEYOND, Reason.BEYOND_LIMIT)
    return add_context(verdict, facts, newest, day, limits)


def judged_status(judgements: Iterable[Judgement], day: date, benefit_start: date | None = None) -> Status:
    """A qualitative benefit's status: its newest verified judgement (same day: the later key), marked judged."""
    verified = [one for one in judgements if one.state == VERIFIED and one.judged_on <= day]
    if verified:
        newest = max(verified, key=lambda one: (one.judged_on, one.key))
        return Status(newest.code, Reason.JUDGED)
    if benefit_start is not None and day < benefit_start:
        return Status(Code.NOT_STARTED, Reason.BEFORE_START)
    return Status(Code.UNKNOWN, Reason.NO_JUDGEMENT)
