"""The ladder of reminders: on which days somebody is told of a duty, and who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from register.calendars import working_day_on_or_after, working_day_on_or_before

TO = ("owner", "superior", "project", "controller")
"""The person whose duty it is; their superior; project owner and benefits-responsible; the controllers."""

DEFAULT: Mapping[str, tuple[int, ...]] = {
    "owner": (-30, -14, -3, 0, 7),
    "superior": (14,),
    "project": (21,),
    "controller": (28,),
}


@dataclass(frozen=True)
class Rung:
    """So many days after the due date (before it where negative), to whom."""

    days: int
    to: str

    @property
    def is_escalation(self) -> bool:
        return self.to != "owner"


def ladder_of(limits: Mapping[str, Any]) -> list[Rung]:
    """The rungs in their order; an organisation may set its own days by recipient."""
    own = limits.get("reminder_ladder") or {}
    return sorted((Rung(int(days), to) for to in TO for days in own.get(to, DEFAULT[to])), key=lambda rung: rung.days)


@lru_cache(maxsize=10_000)
def day_of(due_date: date, days: int, country: str) -> date:
    """The working day of a rung: the last one before for those before and on the day, the next for those after."""
    day = due_date + timedelta(days=days)
    return working_day_on_or_after(day, country) if days > 0 else working_day_on_or_before(day, country)
