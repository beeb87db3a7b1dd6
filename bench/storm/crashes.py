"""Promise 10: the server is killed after each single SQL statement of a transition."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, connections
from django.test import Client

from bench.storm import unguarded
from bench.storm.cases import Municipality, decision
from bench.storm.client import Caller
from bench.storm.outcome import Outcome, several
from bench.storm.stage import Stage
from projects.models import GateDecision, HandoverSignOff, Measurement
from register.models import AuditEvent
from tests.cast import fresh
from workflows.models import Notice

BEFORE_COMMIT, AFTER_COMMIT = -1, -2
FEW = (2, 12, 25, 50, BEFORE_COMMIT, AFTER_COMMIT)
EVERY = (*range(1, 2000), AFTER_COMMIT)
SIZES = {"short": FEW, "medium": EVERY, "full": EVERY}
"""After which statement of each step the server is killed, until one is kept."""
CONTROLS = (2, 3)
"""After which writing statement the server is killed where nothing holds statements together."""
PATIENCE = 60
SURVIVED, REFUSED = 0, 3


@dataclass(frozen=True)
class Step:
    """A request that changes the state of `subject`."""

    subject: Any
    who: Caller
    path: str
    body: dict[str, Any]

    def ask(self) -> int:
        return _client(self.who).post(f"/api/v1/{self.path}", self.body, "application/json").status_code

    def signs(self) -> dict[str, Any]:
        """What has to be there together, or not at all."""
        return {
            "state": fresh(self.subject).state,
            "decision": HandoverSignOff.objects.count() + GateDecision.objects.count(),
            "audit": AuditEvent.objects.count(),
            "notice": Notice.objects.count(),
        }


def _client(who: Caller) -> Client:
    """Asks within this process."""
    return Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {who.token}"})


def send(place: Municipality) -> Step:
    handover = place.cast.handing_over().handovers.get()
    return Step(handover, place.leader, f"handovers/{handover.pk}/transitions/send/", {})


def accept(place: Municipality) -> Step:
    return _answer(place, "accept_with_reservations")


def return_it(place: Municipality) -> Step:
    return _answer(place, "return")


def _answer(place: Municipality, kind: str) -> Step:
    waiting = place.waiting()
    body = decision(kind, fresh(waiting.handover).snapshot_sha256)
    return Step(waiting.handover, place.manager, waiting.path + "decisions/", body)


def decide(place: Municipality) -> Step:
    project = place.cast.planning()
    return Step(project, place.owner, f"projects/{project.pk}/transitions/approve_execution/", {"outcome": "go"})


def complete(place: Municipality) -> Step:
    project = place.cast.taken_over()
    return Step(project, place.owner, f"projects/{project.pk}/transitions/complete_handover/", {})


def report(place: Municipality) -> Step:
    indicator = place.cast.realising().benefits.get().indicators.get()
    period = {"period_start": date(2019, 1, 1), "period_end": date(2019, 3, 31), "due_date": date(2019, 5, 1)}
    organisation = place.cast.organisation
    row = Measurement.objects.create(
        organisation=organisation, indicator=indicator, created_at=datetime.now(UTC), **period
    )
    return Step(row, place.manager, f"measurements/{row.pk}/transitions/report/", {"value": "31"})


def submit(place: Municipality) -> Step:
    draft = place.cast.draft()
    return Step(draft, place.leader, f"projects/{draft.pk}/transitions/submit/", {})


ALWAYS = frozenset({"state", "audit"})
DECIDED, TOLD = ALWAYS | {"decision"}, ALWAYS | {"notice"}
STEPS: dict[str, tuple[Callable[[Municipality], Step], frozenset[str]]] = {
    "submit": (submit, TOLD),
    "gate decision": (decide, DECIDED),
    "send": (send, TOLD),
    "return": (return_it, DECIDED | TOLD),
    "accept": (accept, DECIDED),
    "complete_handover": (complete, DECIDED),
    "report": (report, ALWAYS),
}
"""Each step, and what it has to leave behind."""


def contents() -> str:
    """A fingerprint of every row of the domain, of the outbox and of the audit trail."""
    digest = hashlib.sha256()
    models = [*apps.get_app_config("projects").get_models(), *apps.get_app_config("workflows").get_models(), AuditEvent]
    for model in models:
        digest.update(repr(sorted(map(repr, model._default_manager.values_list()))).encode())
    return digest.hexdigest()


def killed_at(step: Step, point: int, *, off: bool = False) -> int:
    """Ask in a process of its own that is killed after that many statements; how it ended, negative for a signal."""
    connections.close_all()
    child = os.fork()
    if child:
        return _await(child)
    try:
        _ask_and_die(step, point, off=off)
    finally:
        os._exit(REFUSED)


def _await(child: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise TimeoutError("The process hung.")


def _ask_and_die(step: Step, point: int, *, off: bool) -> None:
    reached = 0

    def reach(place: int) -> None:
        if place == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal reached
        result = execute(sql, params, many, context)
        reached += not off or sql.startswith(("INSERT", "UPDATE"))
        reach(reached)
        return result

    def commit() -> None:
        reach(BEFORE_COMMIT)
        keep()
        reach(AFTER_COMMIT)

    if off:
        unguarded.without_transactions()
    keep, connection._commit = connection._commit, commit
    with connection.execute_wrapper(counting):
        status = step.ask()
    os._exit(SURVIVED if status in (200, 201) else REFUSED)


@dataclass
class Tally:
    """`partial` ones left something, but not all."""

    kills: int = 0
    before: int = 0
    after: int = 0
    partial: int = 0

    def judge(self, step: Step, point: int, expected: frozenset[str], *, off: bool = False) -> bool:
        """Kill at this point and look what is there; True once the step has been kept."""
        before, was = step.signs(), contents()
        ended = killed_at(step, point, off=off)
        after = step.signs()
        changed = {name for name in after if after[name] != before[name]}
        whole, nothing = changed >= expected, not changed and contents() == was
        assert ended == -signal.SIGKILL or whole, (ended, point, step.path, changed)
        self.kills += 1
        self.after += whole
        self.before += nothing
        self.partial += not (whole or nothing)
        return whole


def run(stage: Stage, size: str) -> Outcome:
    """Each step with transactions, and without."""
    place, tally, without = Municipality(), Tally(), Tally()
    _client(place.leader).get("/api/v1/projects/")  # loads what every request needs, before processes are forked
    for make, expected in STEPS.values():
        step = make(place)
        for point in SIZES[size]:
            if tally.judge(step, point, expected):
                break
    make, expected = STEPS["submit"]
    for point in CONTROLS:
        without.judge(make(Municipality()), point, expected, off=True)  # what is left behind is broken
    return Outcome(
        done=f"{several(tally.kills, 'kill')} -9, each after another SQL statement of {', '.join(STEPS)}",
        figure=f"{several(tally.partial, 'kill')} left something half done ({tally.before} nothing, {tally.after} all)",
        control=f"no transaction: {without.partial} of {without.kills} half done",
        kept=tally.partial == 0 and tally.before > 0 and tally.after > 0,
        red=without.partial > 0,
        measures=vars(tally),
        controls=vars(without),
    )
