"""A worker may die or freeze at any moment: nothing is lost, mails repeat only if it died before it could say so."""

import os
import signal
import time

import pytest

from tests.faults.conftest import PATIENCE, Stage, is_stopped, wait_until

NUMBER = 6
DIED = -signal.SIGKILL


@pytest.mark.parametrize(
    ("point", "repeats"),
    [("before_claim", 0), ("after_claim", 0), ("before_send", 0), ("after_send", 1), ("after_mark", 0)],
)
def test_a_worker_killed_at_any_point_loses_nothing(stage: Stage, point: str, repeats: int) -> None:
    stage.fill(NUMBER)
    assert stage.work(at=point) == DIED
    assert stage.missing() > 0
    assert stage.work() == 0
    assert (stage.missing(), stage.sink.repeats()) == (0, repeats)


def test_a_dead_worker_is_replaced_when_its_lease_has_run_out_and_not_before(stage: Stage) -> None:
    stage.fill(1)
    began = time.monotonic()
    assert stage.work(at="after_claim", lease=2) == DIED
    assert stage.work() == 0
    assert 2 <= time.monotonic() - began < 6
    assert stage.missing() == 0


def meet(stage: Stage, *, lease: float) -> int:
    """A worker is held after its claim until another one has been everywhere; returns how many mails repeat."""
    stage.fill(NUMBER)
    held = stage.start(at="after_claim", sent=signal.SIGSTOP, lease=lease)
    wait_until(lambda: is_stopped(held.pid))
    in_hand = stage.notices.filter(status="leased").count()
    assert 0 < in_hand < NUMBER
    other = stage.start(lease=lease)
    wait_until(lambda: len(stage.sink.accepted) >= NUMBER - in_hand)
    if not lease:
        other.join(PATIENCE)
    os.kill(held.pid, signal.SIGCONT)
    for worker in (held, other):
        worker.join(PATIENCE)
    assert stage.missing() == 0
    return stage.sink.repeats()


def test_a_worker_leaves_alone_what_another_one_has_claimed(stage: Stage) -> None:
    assert meet(stage, lease=30) == 0


def test_without_leases_it_sends_the_same_mails(stage: Stage) -> None:
    """The negative control of the test above."""
    assert meet(stage, lease=0) > 0


def test_two_workers_at_once_send_each_mail_once(stage: Stage) -> None:
    stage.fill(200)
    workers = [stage.start(lease=30, pause=0.001) for _ in range(2)]
    for worker in workers:
        worker.join(PATIENCE)
    assert (stage.missing(), stage.sink.repeats()) == (0, 0)


def freeze_past_the_lease(stage: Stage, *, fenced: bool) -> tuple[object, object]:
    """Freeze a worker between a mail's acceptance and its mark; returns the row before and after it wakes."""
    stage.fill(1)
    frozen = stage.start(at="after_send", sent=signal.SIGSTOP, fenced=fenced)
    wait_until(lambda: is_stopped(frozen.pid))
    assert stage.work() == 0
    before = stage.notices.values().get()
    os.kill(frozen.pid, signal.SIGCONT)
    frozen.join(PATIENCE)
    return before, stage.notices.values().get()


def test_a_worker_that_wakes_after_its_lease_overwrites_nothing(stage: Stage) -> None:
    before, after = freeze_past_the_lease(stage, fenced=True)
    assert before == after
    assert (stage.missing(), stage.sink.repeats()) == (0, 1)


def test_without_the_token_a_worker_that_wakes_overwrites_the_row(stage: Stage) -> None:
    """The negative control of the test above."""
    before, after = freeze_past_the_lease(stage, fenced=False)
    assert before != after
