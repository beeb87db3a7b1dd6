"""One process on SQLite, without Redis: what `./varig start` serves."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from config import settings
from tests.services import spare_port, wait_for

EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": ""}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Its port and its log."""
    port, log = spare_port(), tmp_path / "log"
    environment = os.environ | EMBEDDED | {"DATA_DIR": str(tmp_path / "data")}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as file:
        process = subprocess.Popen(gunicorn, cwd=settings.BASE_DIR, env=environment, stdout=file, stderr=file)
        try:
            wait_for(port, process)
            yield port, log
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def test_the_embedded_default_is_green_and_runs_worker_and_clock_itself(server: tuple[int, Path]) -> None:
    port, log = server
    connection = HTTPConnection("127.0.0.1", port, timeout=60)  # the first answer waits for Django to load
    connection.request("GET", "/health")
    answer = connection.getresponse()
    assert json.loads(answer.read())["status"] == "green"
    connection.close()
    deadline = time.monotonic() + 10
    while "beat: Starting" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "beat: Starting" in log.read_text()
    assert "Connected to memory" in log.read_text()
    assert not list(settings.BASE_DIR.glob("celerybeat*"))
