"""The doorbell never makes anybody wait, and never fails."""

import time
from collections.abc import Iterator
from threading import Event

import pytest

from workflows.services import doorbell

PATIENCE = 5
calls: list[float] = []
rung, let_go = Event(), Event()
sulking = False


def push() -> None:
    calls.append(time.monotonic())
    rung.set()
    let_go.wait(PATIENCE)
    if sulking:
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def bell(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.DOORBELL = f"{__name__}.push"
    monkeypatch.setattr(doorbell, "REST_AFTER_FAILURE", 0.01)
    monkeypatch.setitem(globals(), "sulking", False)
    calls.clear(), rung.clear(), let_go.clear()
    yield
    let_go.set()


def wait_for_calls(number: int) -> None:
    ends = time.monotonic() + PATIENCE
    while len(calls) < number and time.monotonic() < ends:
        time.sleep(0.005)
    time.sleep(0.05)
    assert len(calls) == number


def test_a_silent_broker_delays_nobody_and_many_rings_become_one() -> None:
    began = time.monotonic()
    doorbell.ring()
    assert rung.wait(PATIENCE)
    for _ in range(1000):
        doorbell.ring()
    assert time.monotonic() - began < 1
    let_go.set()
    wait_for_calls(2)


def test_a_broker_that_refuses_is_asked_again_at_the_next_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "sulking", True)
    let_go.set()
    doorbell.ring()
    wait_for_calls(1)
    doorbell.ring()
    wait_for_calls(2)


def test_without_a_doorbell_nothing_rings(settings) -> None:
    settings.DOORBELL = ""
    let_go.set()
    doorbell.ring()
    wait_for_calls(0)
