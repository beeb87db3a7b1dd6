"""The real parts that are measured: a durable PostgreSQL, Redis, a mail server, and web servers of two workers each."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.services import running, spare_port

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
PATIENCE = 60  # seconds until a web server must answer
DURABLE = [
    "fsync=on",
    "synchronous_commit=on",
    "max_connections=100",
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "timezone=UTC",
]


@dataclass(frozen=True)
class Web:
    """A web server, and how long it took from its start to its first answer."""

    process: subprocess.Popen[bytes]
    port: int
    seconds_to_first_answer: float

    def workers(self) -> list[int]:
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]

    def mebibytes(self) -> float:
        """The workers' memory, what they share counted once (PSS)."""
        return sum(_kibibytes(pid) for pid in self.workers()) / 1024


def _kibibytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def web(application: str, *, port: int, environment: Mapping[str, str], first: str) -> Iterator[Web]:
    """Serve a WSGI application by the product's own gunicorn.conf.py; `first` is the path asked until it answers."""
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command = [sys.executable, "-m", "gunicorn", *bind, "--log-level", "warning", application]
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            _wait_for_answer(process, port, first)
            yield Web(process, port, time.perf_counter() - began)
        except BaseException:
            log.seek(max(log.tell() - 3000, 0))
            print(log.read().decode(errors="replace"), file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait(timeout=70)


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    asked = f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.sendall(asked)
            if connection.recv(1):
                return
        time.sleep(0.01)
    raise RuntimeError("The web server did not answer.")


@dataclass(frozen=True)
class MailServer:
    """A mail server that takes everything and counts it."""

    port: int
    counter: Path

    def taken(self) -> int:
        return int.from_bytes(self.counter.read_bytes()[:8], "little")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run the sink in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="varig-bench-") as folder:
        server = MailServer(spare_port(), Path(folder) / "taken")
        with running(
            [sys.executable, str(ROOT / "bench" / "sink.py"), str(server.port), str(server.counter)], port=server.port
        ):
            yield server
