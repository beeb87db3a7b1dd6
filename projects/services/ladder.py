"""The ladder of reminders: on which days somebody is told of a duty, and who."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from projects.models import Receiver
from register.calendars import Calendar
from register.services.ladder_settings import ESCALATIONS, USUAL

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rung:
    """So many days after the due date (before it where negative), to whom."""

    days: int
    to: str


def ladder_of(limits: Mapping[str, Any], kind: str) -> list[Rung]:
    """The rungs of a kind of duty, in their order: as usual, as the organisation says, as it says for the kind."""
    own = limits.get("reminder_ladder") or {}
    of_kind = own.get("kinds", {}).get(kind, {})
    if of_kind.get("silent"):
        return []
    days = {**USUAL, **own, **of_kind}
    rungs = {Rung(-one, Receiver.OWNER.value) for one in days["before"]}
    rungs |= {Rung(one, Receiver.OWNER.value) for one in days["after"]}
    rungs |= {Rung(days[to], to) for to in ESCALATIONS if days[to] is not None}
    return sorted(rungs, key=lambda rung: (rung.days, Receiver.values.index(rung.to)))


def due_dates(rungs: Iterable[Rung], first: date, last: date, calendar: Calendar) -> frozenset[date]:
    """What is due when has one of the rungs on a day from the first to the last."""
    after = _days(calendar.on_or_before(first - ONE_DAY) + ONE_DAY, calendar.on_or_before(last))
    before = _days(calendar.on_or_after(first), calendar.on_or_after(last + ONE_DAY) - ONE_DAY)
    found = {rung.days: after if rung.days > 0 else before for rung in rungs}
    return frozenset(day - timedelta(days=days) for days, several in found.items() for day in several)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@lru_cache(maxsize=20_000)
def day_of(due_date: date, days: int, calendar: Calendar) -> date:
    """The working day of a rung: the last one before for those before and on the day, the next for those after."""
    day = due_date + timedelta(days=days)
    return calendar.on_or_after(day) if days > 0 else calendar.on_or_before(day)
