"""Plan and realised gain of one indicator at the end of any day: what a roll-up sums, followed over time.

Source: the register's public contract, section 3. The plan is the expected path of rule 8, from the baseline through
each dated target; realised is the newest verified figure of that day against the baseline. So at the last target the
plan is what was promised, and today's realised gain is what is verified.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from projects.formulas.achievement import promised
from projects.formulas.comparison import SIGNS, gain
from projects.formulas.facts import VERIFIED, IndicatorFacts, final_target, newness
from projects.formulas.on_path import OnPath
from projects.formulas.path import expected_on, expected_path
from register.decimals import EXACT


class Course:
    """One indicator's plan and what was verified, in its unit, better being more."""

    def __init__(self, facts: IndicatorFacts) -> None:
        self.facts = facts
        self.promised = promised(facts)
        self._corners = self._path()
        self._verified = self._figures()

    @property
    def is_dated(self) -> bool:
        """Whether there is a plan over time: a baseline, the day it begins, and a final target with a date."""
        return len(self._corners) > 1

    @property
    def first_day(self) -> date | None:
        return self._corners[0][0] if self._corners else None

    @property
    def last_day(self) -> date | None:
        return self._corners[-1][0] if self._corners else None

    def planned_on(self, day: date) -> OnPath | None:
        """How much better it should be on the day; None without a plan."""
        if not self.is_dated:
            return None
        change, days = expected_on(self._corners, day).since(self._corners[0][1])
        return OnPath(EXACT.multiply(SIGNS[self.facts.direction], change), days)

    def realised_on(self, day: date) -> Decimal | None:
        """How much better the newest figure verified by the day is; None without one, or where nothing is promised."""
        place = bisect_right(self._verified, day, key=lambda pair: pair[0])
        if not place or self.promised is None or self.facts.baseline_figure is None:
            return None
        return gain(self._verified[place - 1][1], self.facts.baseline_figure, self.facts.direction)

    def _path(self) -> Sequence[tuple[date, Decimal]]:
        final = final_target(self.facts)
        dated = self.promised is not None and self.facts.direction and final is not None and final.due_date is not None
        return expected_path(self.facts) if dated else ()

    def _figures(self) -> list[tuple[date, Decimal]]:
        """The verified figures, the newest last, each with the day from which it is the newest."""
        counting = [
            figure for figure in self.facts.figures if figure.state == VERIFIED and figure.period_end is not None
        ]
        found: list[tuple[date, Decimal]] = []
        for figure in sorted(counting, key=newness):
            value = figure.value.measured_figure(self.facts.direction) if self.facts.direction else None
            if value is not None and figure.period_end is not None:
                found.append((figure.period_end, value))
        return found
