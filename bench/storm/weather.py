"""The faults of a storm, and what came of the mails."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from random import Random

from bench.storm.parts import Mailbox, Redis, beat, worker

Expected = dict[str, set[str]]
"""By address, words that have to stand in this person's digest."""

CALM = 3
"""Seconds without a new mail after the last one, so that a repeat is seen."""


@dataclass(frozen=True)
class Orders:
    """What is to happen: so many kills of a worker and emptyings of Redis, a pause on average between them."""

    app: str = "config"
    kills: int = 10
    flushes: int = 10
    pause: float = 4.0
    patience: float = 300.0


@dataclass
class Outcome:
    """How it ended, and how long after the start of the first worker the last mail came."""

    people: int = 0
    items: int = 0
    kills: int = 0
    flushes: int = 0
    restarts: int = 0
    mails: int = 0
    missing_people: int = 0
    missing_items: int = 0
    people_with_two_digests: int = 0
    repeats: int = 0
    seconds_to_first_mail: float = 0.0
    seconds_to_last_mail: float = 0.0


class Storm:
    """Two workers and a beat on one Redis; the first worker is killed again and again, once both at once."""

    def __init__(self, mailbox: Mailbox, broker: Redis, orders: Orders) -> None:
        self.mailbox, self.broker, self.orders = mailbox, broker, orders
        self.doomed, self.steady, self.beat = worker(orders.app), worker(orders.app), beat(orders.app)
        self.outcome, self.chance = Outcome(), Random(3)  # noqa: S311 the same storm every time

    def blow(self, expected: Expected) -> Outcome:
        """Until every mail is there and the storm is over, or patience ends."""
        began = time.monotonic()
        with ExitStack() as running:
            for program in (self.doomed, self.steady, self.beat):
                program.start()
                running.callback(program.end)
            deadline = began + self.orders.patience
            self.wait(lambda: bool(self.mailbox.taken), deadline)
            first = time.monotonic()
            self.strike(deadline)
            self.wait(lambda: not _missing(self.mailbox, expected)[1], deadline)
            self.wait(lambda: time.monotonic() - self.mailbox.latest > CALM, deadline + CALM)
        self.tell(expected)
        self.outcome.seconds_to_first_mail = round(first - began, 1)
        self.outcome.seconds_to_last_mail = round(max(self.mailbox.latest - began, 0), 1)
        return self.outcome

    def strike(self, deadline: float) -> None:
        """Kills and emptyings by turns; halfway Redis is stopped, both workers die, and all start again."""
        told = self.outcome
        while (told.kills < self.orders.kills or told.flushes < self.orders.flushes) and time.monotonic() < deadline:
            if told.flushes < self.orders.flushes:
                self.broker.forget()
                told.flushes += 1
            if told.kills < self.orders.kills:
                self.kill()
            if told.kills >= self.orders.kills / 2 and not told.restarts:
                self.restart()
            time.sleep(self.chance.uniform(0.5, 1.5) * self.orders.pause)

    def kill(self) -> None:
        self.doomed.end()
        self.doomed.start()
        self.outcome.kills += 1

    def restart(self) -> None:
        self.broker.end()
        self.steady.end()
        time.sleep(self.orders.pause)
        self.broker.start()
        self.steady.start()
        self.outcome.restarts, self.outcome.kills = 1, self.outcome.kills + 1

    def wait(self, holds: Callable[[], bool], deadline: float) -> None:
        while not holds() and time.monotonic() < deadline:
            time.sleep(0.2)

    def tell(self, expected: Expected) -> None:
        told, box = self.outcome, self.mailbox
        told.people, told.items = len(expected), sum(map(len, expected.values()))
        told.mails, told.repeats = box.taken.total(), box.taken.total() - len(box.taken)
        told.missing_people, told.missing_items = _missing(box, expected)
        told.people_with_two_digests = sum(len(names) > 1 for names in box.of.values())


def _missing(mailbox: Mailbox, expected: Expected) -> tuple[int, int]:
    """People without a mail, and items that stand in no mail to their person."""
    lacking = [word for address, words in expected.items() for word in words if word not in mailbox.words[address]]
    return sum(address not in mailbox.of for address in expected), len(lacking)
