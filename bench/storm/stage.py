"""A database, a Redis, a mail server, and the product's own processes on them; all gone afterwards."""

import logging
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection

from bench.servers import ROOT, _wait_for_answer
from bench.storm.parts import Mailbox, PostgreSQL, Program, Redis
from tests.services import spare_port

UNSET = ("DEBUG", "TRUSTED_PROXIES", "EMAIL_FROM", "VARIG_STORM_OFF")


class Stage:
    """`kind` is postgresql or sqlite. Redis is there where a row asks for it; otherwise the worker is embedded."""

    def __init__(self, kind: str, running: ExitStack, *, redis: bool, own: bool) -> None:
        self.kind, self.running, self.own = kind, running, own
        self.folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="varig-storm-")))
        self.meeting = self.folder / "meeting"
        self.mailbox = Mailbox()
        controller = self.mailbox.serve()
        controller.start()
        running.callback(controller.stop)
        self.redis = self._redis() if redis else None
        self.postgresql: PostgreSQL | None = None
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SECRET_KEY": secrets.token_hex(32),
            "BASE_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": self._database(),
            "REDIS_URL": self.redis.url if self.redis else "",
            "EMAIL_URL": f"smtp://127.0.0.1:{controller.port}",
            "DATA_DIR": str(self.folder),
            "VARIG_STORM_MEETING": str(self.meeting),
        }
        for name in UNSET:
            os.environ.pop(name, None)
        django.setup()
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        call_command("migrate", verbosity=0)
        running.callback(connection.close)

    def _redis(self) -> Redis:
        broker = Redis()
        broker.start()
        self.running.callback(broker.end)
        return broker

    def _database(self) -> str:
        """The tests' own cluster where there is one; a durable one otherwise."""
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder}/storm.sqlite3"
        shared = os.environ.get("VARIG_TEST_DATABASE_URL", "")
        if shared.startswith("postgres") and not self.own:
            return self.running.enter_context(_database_on(shared))
        self.postgresql = PostgreSQL(self.running)
        self.postgresql.start()
        self.running.callback(self.postgresql.end, signal.SIGINT)
        return self.postgresql.url

    @contextmanager
    def web(self, *, off: str = "", workers: int = 2) -> Iterator[int]:
        """Web processes on a port; `off` names guards that are off in them."""
        port = spare_port()
        with self.program(
            *("-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
            *("--log-level", "error", "bench.storm.web:application"),
            off=off,
        ) as server:
            assert server.process
            _wait_for_answer(server.process, port, "/health")
            yield port

    @contextmanager
    def program(self, *arguments: str, off: str = "") -> Iterator[Program]:
        """A Python program of its own until the block ends."""
        program = Program(sys.executable, *arguments, surroundings={"VARIG_STORM_OFF": off})
        program.start()
        try:
            yield program
        finally:
            program.end()

    def manage(self, *arguments: str, off: str = "") -> subprocess.Popen[str]:
        """A management command, started."""
        return subprocess.Popen(
            [sys.executable, "-m", "bench.storm.manage", *arguments],
            cwd=ROOT,
            env=os.environ | {"VARIG_STORM_OFF": off},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


@contextmanager
def _database_on(address: str) -> Iterator[str]:
    name = f"storm_{secrets.token_hex(8)}"
    with psycopg.connect(address, autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{address.rpartition('/')[0]}/{name}"
        finally:
            administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def stage(kind: str, *, redis: bool = False, own: bool = False) -> Iterator[Stage]:
    """Everything that was started ends with the block, also after Ctrl-C or a TERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with ExitStack() as running:
        yield Stage(kind, running, redis=redis, own=own)
