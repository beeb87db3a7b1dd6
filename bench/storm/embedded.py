"""Promise 20: SQLite under two web and two worker processes, sixty seconds of reading and writing by many."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from functools import partial

from bench.chance import chance
from bench.storm.cases import Municipality
from bench.storm.client import Answer
from bench.storm.outcome import Outcome, several
from bench.storm.parts import beat, worker
from bench.storm.stage import Stage
from bench.storm.weather import CALM

PEOPLE = 6
"""Who work at the same time."""
SIZES = {"short": (4.0, 0.5), "medium": (60.0, 10.0), "full": (60.0, 10.0)}
"""Seconds of storm, and of the control."""
SHORT_WAIT, LONG_WAIT = 2.0, 30.0
"""Seconds for which another writer keeps the file: less than anybody waits, and until there is an answer."""


def run(stage: Stage, size: str) -> Outcome:
    """As shipped, and with nobody waiting for anybody."""
    seconds, controls = SIZES[size]
    statuses, told = _storm(stage, seconds)
    refused = statuses[503] + statuses[500] + statuses[0]
    without, _ = _storm(stage, controls, off="waiting")
    locked = without[503] + without[500]
    return Outcome(
        done=f"{seconds:.0f} s of {PEOPLE} people reading and writing as fast as they can, with two web and two worker "
        "processes on one SQLite file",
        figure=f"{several(refused, 'answer')} “database is locked” among {statuses.total():,}; {told} mails",
        control=f"without waiting and transactions that begin as writers: {locked} of {without.total()}",
        kept=refused == 0 and told > 0,
        red=locked > 0,
        measures={"refused": refused, "answers": statuses.total(), "mails": told},
        controls={"refused": locked, "answers": without.total()},
    )


def _storm(stage: Stage, seconds: float, off: str = "") -> tuple[Counter[int], int]:
    stage.mailbox.forget()
    place = Municipality()
    drafts = [str(place.cast.draft().pk) for _ in range(PEOPLE)]
    with ExitStack() as running:
        port = running.enter_context(stage.web(off=off))
        for program in (worker(off, sweep=2), worker(off, sweep=2), beat(off, sweep=2)):
            program.start()
            running.callback(program.end)
        behind = _behind_a_writer(stage, place, port, LONG_WAIT if off else SHORT_WAIT)
        ends = time.monotonic() + seconds
        with ThreadPoolExecutor(PEOPLE) as threads:
            found = list(threads.map(partial(_work, place, port, ends), range(PEOPLE), drafts))
        time.sleep(CALM)
    return sum(found, Counter([behind])), stage.mailbox.taken.total()


def _behind_a_writer(stage: Stage, place: Municipality, port: int, longest: float) -> int:
    """Somebody else writes while a request comes, for so long or until it is answered; the answer."""
    path = str(stage.folder / "storm.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor(1) as thread:
        other.execute("BEGIN IMMEDIATE")
        body = {"title": "Behind a writer", "unit": str(place.cast.unit.pk)}
        asked = thread.submit(place.leader.post, port, "projects/", body)
        wait([asked], longest)
        other.execute("ROLLBACK")
        return asked.result().status


def _work(place: Municipality, port: int, ends: float, seed: int, draft: str) -> Counter[int]:
    """Make projects, change them, propose them, look around."""
    dice, statuses = chance(seed), Counter[int]()
    leader, projects = place.leader, [draft]

    def note(answer: Answer) -> Answer:
        statuses[answer.status] += 1
        return answer

    def create() -> None:
        answer = note(leader.post(port, "projects/", {"title": f"Of {seed}", "unit": str(place.cast.unit.pk)}))
        if answer.won:
            projects.append(answer.body["id"])

    def change() -> None:
        note(leader.patch(port, f"projects/{projects[-1]}/", {"purpose": f"Fewer falls {dice.random()}"}))

    def ask() -> None:
        note(leader.post(port, f"projects/{projects[-1]}/recommendations/"))
        note(place.decider.get(port, "duties/"))

    def look() -> None:
        note(leader.get(port, "projects/"))

    acts: list[Callable[[], None]] = [create, change, change, ask, look]
    note(leader.post(port, f"projects/{projects[0]}/transitions/submit/"))  # somebody is asked, by mail
    while time.monotonic() < ends:
        dice.choice(acts)()
    return statuses
