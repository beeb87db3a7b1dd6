"""Real workers on a real Redis: what is due stands in the rows, so neither can lose it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis as redis_client
from celery import Celery

from tests import services
from tests.faults.conftest import Stage

pytestmark = [
    pytest.mark.parametrize("shared_database", ["postgresql"], indirect=True),
    pytest.mark.skipif(services.redis_program() is None, reason="Redis is not installed."),
]
CELERY = ["-m", "celery", "-A", "tests.faults.queue", "worker", "-c", "1", "-l", "WARNING"]
CALM = ["--without-gossip", "--without-mingle"]
LIMIT = 50  # seconds


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis that may be emptied without disturbing other tests."""
    with services.redis() as address:
        yield address


@pytest.fixture
def rings(redis_url: str) -> Callable[..., None]:
    """Asks for one of the tasks, as the doorbell does."""
    app = Celery(broker=redis_url)
    app.conf.task_ignore_result = True

    def ring(task: str = "faults.deliver", *args: str) -> None:
        app.send_task(task, args, retry=False)

    return ring


@pytest.fixture
def workers(stage: Stage, redis_url: str) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a worker process with a process group of its own."""
    started: list[subprocess.Popen[bytes]] = []
    place = stage.database
    surroundings = os.environ | {
        "DATABASE_URL": f"postgres://{place['USER']}@{place['HOST']}:{place['PORT']}/{place['NAME']}",
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{stage.port}",
    }

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, *CELERY, *CALM], env=surroundings, start_new_session=True))
        return started[-1]

    yield start
    for worker in started:
        kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """As a power cut would: the process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def wait_until(holds: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    ends = time.monotonic() + LIMIT
    while not holds() and time.monotonic() < ends:
        meanwhile()
        time.sleep(0.3)


def test_workers_killed_and_redis_emptied_lose_no_notice(stage: Stage, rings, workers, redis_url: str) -> None:
    stage.fill(300)
    doomed, _steady = workers(), workers()
    broker = redis_client.Redis.from_url(redis_url)

    def storm() -> None:
        nonlocal doomed
        broker.flushall()
        rings()
        if 0 < len(stage.sink.accepted) < 200 and doomed.poll() is None:
            kill(doomed)

    wait_until(lambda: stage.missing() == 0, meanwhile=storm)
    broker.close()
    assert doomed.returncode == -signal.SIGKILL
    assert stage.missing() == 0
    assert stage.sink.repeats() <= 1


def test_a_task_whose_process_is_killed_is_run_again(tmp_path: Path, rings, workers) -> None:
    workers()
    trace = tmp_path / "trace"
    rings("faults.die_once", str(trace))
    wait_until(lambda: trace.exists() and trace.read_text(encoding="utf-8") == "ran again")
    assert trace.read_text(encoding="utf-8") == "ran again"
