"""Who must be told what on which day, worked out from the public contract and from nothing of the program's."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
OWNER_DAYS = (-30, -14, -3, 0, 7)
ESCALATED = {"superior": 14, "project": 21, "controller": 28}
NORWAY_2026 = {
    *(date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)),
    *(date(2026, 5, 17), date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)),
}

Who = Callable[[date], Iterable[str]]
Mails = Counter[tuple[date, str, frozenset[str]]]
"""How often which set of titles came to whom on a day."""


def nobody(_day: date) -> Iterable[str]:
    return ()


def always(*names: str) -> Who:
    return lambda _day: names


def until(last: date, before: Iterable[str], afterwards: Iterable[str]) -> Who:
    """Some up to and with a day, others later."""
    return lambda day: before if day <= last else afterwards


@dataclass(frozen=True)
class Waiting:
    """One duty: `done` is the day on whose afternoon it was done, `asked` the day on which it arose.

    `owner` gives whose it is on a day, and who acts for them; the others are those it is escalated to.
    """

    title: str
    due: date
    owner: Who
    asked: date = date(2026, 1, 5)
    done: date = date.max
    at_once: bool = False
    superior: Who = nobody
    project: Who = nobody
    controller: Who = nobody


@dataclass
class Oracle:
    """What the contract asks for on each day of the year."""

    duties: list[Waiting]
    holidays: set[date] = field(default_factory=lambda: NORWAY_2026)

    def mails(self, first: date, last: date) -> Mails:
        digests: dict[tuple[date, str], set[str]] = {}
        told: Mails = Counter()
        for one in self.duties:
            for day in self._days_of(one, first, last):
                for name in self._told_of(one, day):
                    digests.setdefault((day, name), set()).add(one.title)
            day = one.asked + ONE_DAY
            if one.at_once and first <= day <= last:
                told.update((day, name, frozenset([one.title])) for name in one.owner(day))
        told.update((day, name, frozenset(titles)) for (day, name), titles in digests.items())
        return told

    def _days_of(self, one: Waiting, first: date, last: date) -> set[date]:
        """The days on which anybody could be told of a duty."""
        days = {self._day(one.due, number) for number in (*OWNER_DAYS, *ESCALATED.values())}
        return {day for day in days | {self._after_asking(one)} if first <= day <= last}

    def _told_of(self, one: Waiting, day: date) -> Iterable[str]:
        if day <= one.asked or day > one.done:
            return
        days = {day, one.asked} if day == self._after_asking(one) and not one.at_once else {day}
        for before_or_after in OWNER_DAYS:
            if self._day(one.due, before_or_after) in days:
                yield from one.owner(day)
        for to, after in ESCALATED.items():
            if self._day(one.due, after) in days:
                own = set(one.owner(day))
                yield from (name for name in getattr(one, to)(day) if name not in own)

    def _after_asking(self, one: Waiting) -> date:
        """What is asked for after the day's round is told with the next one, on a working day."""
        return self._day(one.asked, 1)

    def _day(self, due: date, days: int) -> date:
        """“On a non-working day: the last working day before for those before and on the day, the next after.”"""
        day, step = due + timedelta(days=days), ONE_DAY if days > 0 else -ONE_DAY
        while day.weekday() >= 5 or day in self.holidays:
            day += step
        return day
