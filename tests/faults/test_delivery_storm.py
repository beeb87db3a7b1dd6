"""Mails through workers that are killed again and again and a mail server that is not at its best."""

import random
import signal
import time
from collections.abc import Callable

from tests.faults.conftest import Stage

NUMBER, KILLS, LIMIT = 200, 8, 45


def test_no_notice_is_lost_in_a_storm_and_repeats_are_counted(stage_with: Callable[..., Stage]) -> None:
    stage = stage_with(rejects=0.05, stalls=0.05, drops=0.03)
    stage.fill(NUMBER)
    ends = time.monotonic() + LIMIT
    steady, doomed = stage.start(pause=0.03, lease=3), stage.start(pause=0.03)
    chance = random.Random(2)  # noqa: S311
    kills = 0
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.5))
        doomed.kill()
        doomed.join()
        kills += doomed.exitcode == -signal.SIGKILL
        doomed = stage.start(pause=0.03, lease=3)
    for worker in (steady, doomed):
        worker.join(max(0, ends - time.monotonic()))
    assert kills >= KILLS / 2
    assert stage.missing() == 0
    assert stage.sink.repeats() <= kills + stage.sink.dropped
