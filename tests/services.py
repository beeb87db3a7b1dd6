"""The real parts that the tests run against: a PostgreSQL cluster and a Redis, thrown away afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pytest

PATIENCE = 30  # seconds, until a server must answer
CLUSTER_OPTIONS = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
CLUSTER_SETTINGS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "timezone=UTC",
]


def spare_port() -> int:
    """A port of this machine that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def postgresql_programs() -> Path | None:
    """The folder of the newest PostgreSQL server here; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return debian[-1] if debian else Path(on_path).parent if on_path else None


def redis_program() -> str | None:
    """The Redis server here; None where there is none."""
    return shutil.which("redis-server")


def chromium_program() -> str | None:
    """The browser here; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def leave_out(what: str) -> NoReturn:
    """Skip the test that needs what this machine lacks. With CI=true the run has not come this far."""
    pytest.skip(f"{what} is not installed.")


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return once the server listens; RuntimeError if it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with code {server.returncode} instead of starting.")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{server.args!r} did not listen on port {port} within {PATIENCE} seconds.")


@contextmanager
def running(command: list[str], *, port: int, user: str | None = None) -> Iterator[None]:
    """Run a server until the block ends. Its own session keeps Ctrl-C from reaching it before we stop it."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, user=user, cwd="/", start_new_session=True)
    try:
        wait_for(port, server)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def folder_of(user: str | None) -> Iterator[Path]:
    """A temporary folder that belongs to this user."""
    with tempfile.TemporaryDirectory(prefix="varig-tests-", ignore_cleanup_errors=True) as name:
        if user:
            shutil.chown(name, user)
        yield Path(name)


@contextmanager
def postgresql(settings: Sequence[str] = CLUSTER_SETTINGS) -> Iterator[str]:
    """A PostgreSQL cluster of its own; yields its address. It does not run as root, so root lends it to `postgres`."""
    programs = postgresql_programs()
    if programs is None:
        leave_out("PostgreSQL")
    user = "postgres" if os.geteuid() == 0 else None
    name, port = user or pwd.getpwuid(os.geteuid()).pw_name, spare_port()
    with folder_of(user) as folder:
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                folder / "cluster",
                "-U",
                name,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd="/",
        )
        command = [str(programs / "postgres"), "-D", f"{folder}/cluster", "-p", str(port), "-k", str(folder)]
        options = [part for setting in settings for part in ("-c", setting)]
        with running([*command, "-c", "log_min_messages=fatal", *options], port=port, user=user):
            yield f"postgres://{name}@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of its own that keeps nothing on disk; yields its address."""
    program = redis_program()
    if program is None:
        leave_out("Redis")
    port = spare_port()
    with folder_of(None) as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        with running(command, port=port):
            yield f"redis://127.0.0.1:{port}/0"
