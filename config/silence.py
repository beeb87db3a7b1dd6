"""What a worker does when nobody rings: Redis or beat is away, or its connection has died unnoticed.

What is due stands in the rows, so a worker that has heard nothing for a while looks for itself. The sweep runs in a
process of its own, because the worker's own may be waiting for Redis; several at once do no harm. And it connects to
Redis anew: when Redis restarts just as a ring is confirmed, Celery waits for ever on a connection that is gone.
"""

import os
import subprocess
import sys
import time
from threading import Thread
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.signals import task_received
from celery.worker import state
from django.conf import settings

LONGEST = 60  # seconds without a ring
LOOKS = 3  # in that time
LONGEST_SWEEP = 120

log = structlog.get_logger(__name__)


class Ear:
    """When this worker has last heard a ring, on the clock that never jumps."""

    def __init__(self) -> None:
        self.hear()

    def hear(self, **_kwargs: Any) -> None:
        self.heard = time.monotonic()

    def hears_nothing(self) -> bool:
        return time.monotonic() - self.heard >= LONGEST


ear = Ear()


class Reconnect(bootsteps.StartStopStep):
    """Gives up a connection through which nothing comes; the worker then opens another one.

    Not while it works: it asks for nothing then, and what it does would be broken off.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, parent: Any) -> None:
        self.timer = parent.timer.call_repeatedly(LONGEST, self.look)

    def stop(self, parent: Any) -> None:
        self.timer.cancel()

    def look(self) -> None:
        """ConnectionError is what Celery itself raises for a connection without a heartbeat."""
        if ear.hears_nothing() and not state.active_requests:
            raise ConnectionError(f"Nobody has rung for {LONGEST} s")


def listen(app: Celery) -> None:
    """From the worker's start to its end."""
    task_received.connect(ear.hear, dispatch_uid="ear")
    app.steps["consumer"].add(Reconnect)
    Thread(target=_watch, name="silence", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(LONGEST / LOOKS)
        try:
            look()
        except Exception:
            log.exception("sweep_in_silence_failed")


def look() -> bool:
    """Sweep if nobody rings; whether it was needed."""
    if not ear.hears_nothing():
        return False
    log.warning("nobody_rings", seconds=round(time.monotonic() - ear.heard))
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "sweep"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ, timeout=LONGEST_SWEEP, check=True)  # noqa: S603 nothing of it comes from outside
    return True
