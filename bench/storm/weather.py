"""The faults of a storm, blown at workers while they deliver."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from bench.chance import chance
from bench.storm.parts import Mailbox, PostgreSQL, Program, Redis, beat, worker

Expected = dict[str, set[str]]
"""By address, words that have to stand in this person's digest."""

CALM = 3
"""Seconds without a new mail after the last one, so that a repeat is seen."""


@dataclass(frozen=True)
class Orders:
    """How often what is to happen, and the pause on average between two kills; times are seconds."""

    kills: int = 0
    freezes: int = 0
    flushes: int = 0
    redis_crashes: int = 0
    database_crashes: int = 0
    workers: int = 2
    pause: float = 1.0
    frozen: float = 65.0  # past the lease
    patience: float = 300.0
    whole: float = 0.25  # the share of kills that hit a whole worker, not the process that does its work


class Storm:
    """Workers and a beat; each fault strikes by turns, a freeze beside the others. `done` counts what was done."""

    def __init__(self, mailbox: Mailbox, broker: Redis, database: PostgreSQL | None, orders: Orders) -> None:
        self.mailbox, self.broker, self.database, self.orders = mailbox, broker, database, orders
        self.chance = chance(3)
        self.done = dict.fromkeys(("kills", "freezes", "flushes", "redis_crashes", "database_crashes"), 0)
        self.frozen: list[threading.Thread] = []

    def blow(self, expected: Expected, off: str = "", **quick: float) -> float:
        """Until every mail is there and the storm is over, or patience ends; returns when the last mail came."""
        began = time.monotonic()
        deadline = began + self.orders.patience
        workers = [worker(off, **quick) for _ in range(self.orders.workers)]
        with ExitStack() as running:
            for program in (*workers, beat(off, **quick)):
                program.start()
                running.callback(program.end)
            self.wait(lambda: bool(self.mailbox.taken), deadline)
            while time.monotonic() < deadline and (strikes := self.ahead()):
                self.strike(self.chance.choice(strikes), workers)
                time.sleep(self.chance.uniform(0.5, 1.5) * self.orders.pause)
            for thread in self.frozen:
                thread.join()
            self.wait(lambda: not missing(self.mailbox, expected)[1], deadline)
            self.wait(lambda: time.monotonic() - self.mailbox.latest > CALM, deadline + CALM)
        return round(max(self.mailbox.latest - began, 0), 1)

    def ahead(self) -> list[str]:
        """The faults that are still to strike, each as often as it is."""
        return [name for name, done in self.done.items() for _ in range(getattr(self.orders, name) - done)]

    def strike(self, name: str, workers: list[Program]) -> None:
        target = self.chance.choice(workers)
        match name:
            case "kills":
                self.kill(target)
            case "freezes" if sum(thread.is_alive() for thread in self.frozen) < self.orders.workers - 1:
                self.freeze(target)
            case "freezes":
                return  # enough of them sleep
            case "flushes":
                self.broker.forget()
            case "redis_crashes":
                self.broker.end()
                time.sleep(self.orders.pause)
                self.broker.start()
            case "database_crashes":
                if self.database:
                    self.database.end()
                    self.database.start()
        self.done[name] += 1

    def kill(self, program: Program) -> None:
        """Mostly the process that does the work, otherwise the whole worker."""
        children = program.children()
        if children and self.chance.random() >= self.orders.whole:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(children), signal.SIGKILL)
        else:
            program.end()
            program.start()

    def freeze(self, program: Program) -> None:
        """The process that does the work sleeps past its lease, while others take over what it held."""
        for child in program.children()[:1]:
            thread = threading.Thread(target=self.sleep, args=[child])
            thread.start()
            self.frozen.append(thread)

    def sleep(self, process: int) -> None:
        for how, pause in ((signal.SIGSTOP, self.orders.frozen), (signal.SIGCONT, 0)):
            with suppress(ProcessLookupError):
                os.kill(process, how)
            time.sleep(pause)

    def wait(self, holds: Callable[[], bool], deadline: float) -> None:
        while not holds() and time.monotonic() < deadline:
            time.sleep(0.2)


def missing(mailbox: Mailbox, expected: Expected) -> tuple[int, int]:
    """People without a mail, and items that stand in no mail to their person."""
    lacking = [word for address, words in expected.items() for word in words if word not in mailbox.words[address]]
    return sum(address not in mailbox.of for address in expected), len(lacking)
