"""The goals, each with a floor that must be held and an aim.

Those against Redmine are turned into shares of the limit by the run that set the goals, in which Redmine stood beside
the limit: its list 2.9 of 328 requests a second, its detail 39 of 1930, its search 2.4 of 418, its creation 25 of 921,
its HTML list 7.2 against the same 328, all from one visitor.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    floor: float
    aim: float
    at_least: bool = True

    def judge(self, value: float) -> str:
        """In one word."""
        reached = [value >= limit if self.at_least else value <= limit for limit in (self.aim, self.floor)]
        return "aim" if reached[0] else "floor" if reached[1] else "below"


SHARES = {
    "list of 50": Goal(0.20, 0.28),
    "detail": Goal(4 * 39 / 1930, 5 * 39 / 1930),
    "search, two words": Goal(0.30, 60 * 2.4 / 418),
    "create": Goal(4 * 25 / 921, 5 * 25 / 921),
    "register page": Goal(4 * 7.2 / 328, 6 * 7.2 / 328),
    "portfolio page": Goal(1 / 3, 1 / 1.5),
    "reminders": Goal(0.85, 0.95),
}
"""Varig's requests (or mails) a second, as a share of the limit's."""

GROWTH = {
    "list of 50": Goal(1.4, 1.2, at_least=False),
    "deep page": Goal(1.4, 1.2, at_least=False),
    "search, two words": Goal(6, 3, at_least=False),
}
"""How many times longer an answer takes in the largest register than in the smallest (the goal: 1 k to 1 M)."""

PAGE_KILOBYTES = Goal(100, 100, at_least=False)
MEMORY = Goal(0.40 * 538, 0.30 * 538, at_least=False)
"""Mebibytes of two workers, against Redmine's 538."""
START = Goal(0.5 * 5.1, 0.3 * 5.1, at_least=False)
"""Seconds to the first answer, against Redmine's 5.1."""
