"""The programs of docs/operations.md as processes of their own, and a mail server that keeps what it is sent."""

import asyncio
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from math import inf
from pathlib import Path

import psycopg
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.chance import chance
from bench.servers import DURABLE
from tests.services import folder_of, postgresql_programs, redis_program, spare_port

ROOT = Path(__file__).resolve().parents[2]
QUIET = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)


@dataclass
class Manners:
    """How a mail server behaves: shares are a probability for each mail, times are seconds."""

    rejects: float = 0  # with 451: try again
    stalls: float = 0
    drops: float = 0  # takes the mail, and is gone before it says so
    refuses: float = 0  # with 550: never
    latency: float = 0
    stall: float = 2.0


class Mailbox:
    """What arrived: how often each Message-ID, and by address the Message-IDs and the words."""

    def __init__(self) -> None:
        self.manners, self.chance = Manners(), chance(1)
        self.hold_after: float = inf  # mails; the next one is not answered until this is infinite again
        self.holds = False
        self.forget()

    def forget(self) -> None:
        """As if nothing had arrived."""
        self.taken: Counter[str] = Counter()
        self.of: defaultdict[str, set[str]] = defaultdict(set)
        self.words: defaultdict[str, str] = defaultdict(str)
        self.latest = 0.0
        self.rejected = self.stalled = self.dropped = 0

    def repeats(self) -> int:
        return self.taken.total() - len(self.taken)

    def wait_until_it_holds(self, patience: float) -> None:
        """A worker has a mail on its way now, and others in hand."""
        deadline = time.monotonic() + patience
        while not self.holds and time.monotonic() < deadline:
            time.sleep(0.02)
        assert self.holds, "No mail came."

    def let_go(self) -> None:
        self.hold_after, self.holds = inf, False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        while len(self.taken) >= self.hold_after:
            self.holds = True
            await asyncio.sleep(0.02)
        if self.chance.random() < self.manners.refuses:
            return "550 5.1.1 No such person here"
        if self.chance.random() < self.manners.rejects:
            self.rejected += 1
            return "451 4.3.2 Try again later"
        await asyncio.sleep(self.manners.latency)
        if self.chance.random() < self.manners.stalls:
            self.stalled += 1
            await asyncio.sleep(self.manners.stall)
        self.keep(envelope)
        if self.chance.random() < self.manners.drops:
            self.dropped += 1
            server.transport.abort()
        return "250 Taken"

    def keep(self, envelope: Envelope) -> None:
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        name, address = str(message["Message-ID"]).strip(), envelope.rcpt_tos[0]
        self.taken[name] += 1
        self.of[address].add(name)
        body = message.get_body(("plain",))
        self.words[address] += body.get_content() if body else ""
        self.latest = time.monotonic()

    def serve(self) -> Controller:
        return Controller(self, hostname="127.0.0.1", port=spare_port())


class Program:
    """A program that can be killed with all its children, as a power cut would, and started again."""

    def __init__(self, *command: str, surroundings: Mapping[str, str] | None = None, user: str | None = None) -> None:
        self.command, self.surroundings, self.user = command, surroundings or {}, user
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        where = "/" if self.user else ROOT
        self.process = subprocess.Popen(
            self.command, cwd=where, env=os.environ | self.surroundings, user=self.user, start_new_session=True, **QUIET
        )

    def children(self) -> list[int]:
        """The processes that it has started itself."""
        with suppress(OSError, AttributeError):
            pid = self.process.pid
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
        return []

    def end(self, how: int = signal.SIGKILL) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait()


class Redis(Program):
    """A Redis that keeps nothing on disk, so that it forgets everything when it is stopped."""

    def __init__(self) -> None:
        self.port = spare_port()
        super().__init__(redis_program() or "", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        super().start()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError("Redis did not start.")

    def forget(self) -> None:
        with suppress(redis.RedisError), redis.Redis(port=self.port, socket_timeout=2) as client:
            client.flushall()


class PostgreSQL(Program):
    """A cluster of its own, durable, that can crash and be started again."""

    def __init__(self, running: ExitStack) -> None:
        self.port = spare_port()
        user = "postgres" if os.geteuid() == 0 else None
        name = user or pwd.getpwuid(os.geteuid()).pw_name
        folder = running.enter_context(folder_of(user))
        programs = postgresql_programs() or Path()
        made = ["-D", folder / "cluster", "-U", name, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([programs / "initdb", *made], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
        options = [part for setting in (*DURABLE, "log_min_messages=fatal") for part in ("-c", setting)]
        place = ["-D", f"{folder}/cluster", "-p", str(self.port), "-k", str(folder)]
        super().__init__(str(programs / "postgres"), *place, *options, user=user)
        self.url = f"postgres://{name}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Returns when it answers, also after recovery."""
        super().start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start.")

    def end(self, how: int = signal.SIGQUIT) -> None:
        """SIGQUIT is what `pg_ctl stop -m immediate` sends: as after a crash, what was confirmed must be in the log."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, how)
            self.process.wait()


def worker(off: str = "", **quick: float) -> Program:
    """A worker that does one thing at a time. `quick` may shorten `lease` and `sweep`, in seconds."""
    calm = ["--without-gossip", "--without-mingle", "--loglevel", "ERROR", "--concurrency", "1"]
    return _celery(off, quick, "worker", *calm)


def beat(off: str = "", **quick: float) -> Program:
    return _celery(off, quick, "beat", "--loglevel", "ERROR")


def _celery(off: str, quick: Mapping[str, float], *arguments: str) -> Program:
    surroundings = {f"VARIG_STORM_{name.upper()}": str(seconds) for name, seconds in quick.items()}
    command = [sys.executable, "-m", "celery", "-A", "bench.storm.queue", *arguments]
    return Program(*command, surroundings=surroundings | {"VARIG_STORM_OFF": off})
