"""The programs of docs/operations.md as processes of their own, and a mail server that keeps what it is sent."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import suppress
from email import message_from_bytes, policy
from pathlib import Path

import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import redis_program, spare_port

ROOT = Path(__file__).resolve().parents[2]
QUIET = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)


class Mailbox:
    """What arrived: how often each Message-ID, and by address the Message-IDs and the words."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.of: defaultdict[str, set[str]] = defaultdict(set)
        self.words: defaultdict[str, str] = defaultdict(str)
        self.latest = 0.0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        name, address = str(message["Message-ID"]).strip(), envelope.rcpt_tos[0]
        self.taken[name] += 1
        self.of[address].add(name)
        body = message.get_body(("plain",))
        self.words[address] += body.get_content() if body else ""
        self.latest = time.monotonic()
        return "250 Taken"

    def serve(self) -> Controller:
        return Controller(self, hostname="127.0.0.1", port=spare_port())


class Program:
    """A program that can be killed with all its children, as a power cut would, and started again."""

    def __init__(self, *command: str) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=os.environ, start_new_session=True, **QUIET)

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


def worker(app: str) -> Program:
    calm = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return Program(sys.executable, "-m", "celery", "-A", app, "worker", "--concurrency", "2", *calm)


def beat(app: str) -> Program:
    return Program(sys.executable, "-m", "celery", "-A", app, "beat", "--loglevel", "WARNING")
