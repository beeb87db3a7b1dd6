"""Promise 3: Redis is emptied right after something was asked for, and it is stopped altogether."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from uuid import uuid4

from bench.storm.browser import Browser
from bench.storm.cases import Municipality
from bench.storm.outcome import Outcome, several
from bench.storm.parts import beat, worker
from bench.storm.stage import Stage
from tests.cast import fresh

SLOWEST_PAGE = 2.0
FLUSHED, STOPPED = 60, 300
"""Promised, in seconds."""
SIZES: dict[str, tuple[int, float, dict[str, float]]] = {
    "short": (1, 15, {"lease": 4, "sweep": 1}),
    "medium": (2, 150, {}),
    "full": (6, 150, {}),
}
"""How often Redis is emptied, and stopped; how long the control waits; shorter times than the product's own."""


class Office:
    """Asks for decisions over the API, and waits until the decision maker has the mail."""

    def __init__(self, stage: Stage, port: int) -> None:
        self.stage, self.port, self.place = stage, port, Municipality()

    def ask(self) -> str:
        """Propose a project; returns the title that the mail must hold."""
        title = f"Project {uuid4().hex[:12]}"
        draft = self.place.cast.draft(title=title)
        answer = self.place.leader.post(self.port, f"projects/{draft.pk}/transitions/submit/")
        assert answer.won, answer
        return title

    def seconds_until_told(self, title: str, patience: float, meanwhile: Callable[[], None] = lambda: None) -> float:
        """Infinite where no mail came."""
        began = time.monotonic()
        address = self.place.cast.decision_maker.email
        while time.monotonic() - began < patience:
            if title in self.stage.mailbox.words[address]:
                return round(time.monotonic() - began, 1)
            meanwhile()
            time.sleep(0.1)
        return float("inf")

    def visit(self) -> tuple[int, float]:
        """Some pages and a step without Redis: how many did not work, and the slowest."""
        browser = Browser(self.port, fresh(self.place.cast.leader))
        project = self.place.cast.draft()
        pages = [browser.get(path) for path in ("/", project.get_absolute_url(), "/projects/", "/health")]
        began = time.monotonic()
        step = self.place.leader.post(self.port, f"projects/{project.pk}/transitions/submit/")
        slowest = max(time.monotonic() - began, *(page.seconds for page in pages))
        return sum(page.status != 200 for page in pages) + (not step.won), round(slowest, 2)


def run(stage: Stage, size: str) -> Outcome:
    """Empty it, stop it, start it; then stop it where no worker looks for itself."""
    times, patience, quick = SIZES[size]
    assert stage.redis
    with ExitStack() as running:
        port = running.enter_context(stage.web())
        for program in (worker(**quick), beat(**quick)):
            program.start()
            running.callback(program.end)
        office = Office(stage, port)
        office.seconds_until_told(office.ask(), FLUSHED)  # everything has started
        emptied = [office.seconds_until_told(office.ask(), FLUSHED + 30, stage.redis.forget) for _ in range(times)]
        away = [_away(stage, office) for _ in range(times)]
    without = _nobody_looks(stage, patience, quick)
    found = {"emptied": max(emptied)} | {name: max(one[name] for one in away) for name in away[0]}
    stopped, broken = found["stopped"], found["pages_broken"]
    return Outcome(
        done=f"Redis emptied without pause {several(times, 'time')} after a step that asks somebody; stopped and "
        "started again as often",
        figure=f"mail at most {found['emptied']} s late; without Redis {stopped} s, {broken} of 5 pages and steps "
        f"broken, the slowest {found['slowest_page']} s; with Redis back {found['back']} s",
        control=f"no worker looks for itself: no mail within {patience:.0f} s"
        if without == float("inf")
        else f"mail after {without} s",
        kept=found["emptied"] <= FLUSHED
        and stopped <= STOPPED
        and found["back"] <= FLUSHED
        and not broken
        and found["slowest_page"] < SLOWEST_PAGE,
        red=without > patience,
        measures=found,
        controls={"stopped": without},
    )


def _away(stage: Stage, office: Office) -> dict[str, float]:
    """Seconds to a mail while Redis is stopped and when it is back; what visitors saw meanwhile."""
    assert stage.redis
    _stop(stage)
    broken, slowest = office.visit()
    stopped = office.seconds_until_told(office.ask(), STOPPED + 30)
    stage.redis.start()
    back = office.seconds_until_told(office.ask(), FLUSHED + 30)
    return {"stopped": stopped, "back": back, "pages_broken": broken, "slowest_page": slowest}


def _stop(stage: Stage) -> None:
    """And let the sweep end that is under way."""
    assert stage.redis
    stage.redis.end()
    time.sleep(5)


def _nobody_looks(stage: Stage, patience: float, quick: dict[str, float]) -> float:
    assert stage.redis
    with ExitStack() as running:
        port = running.enter_context(stage.web())
        for program in (worker("looking", **quick), beat("looking", **quick)):
            program.start()
            running.callback(program.end)
        office = Office(stage, port)
        office.seconds_until_told(office.ask(), FLUSHED)
        _stop(stage)
        for _ in range(3):  # a sweep that is still under way may take the first one along
            seconds = office.seconds_until_told(office.ask(), patience)
            if seconds > patience:
                break
        return seconds
