"""A small HTTP client of our own: requests made beforehand, kept connections, bounded in number and time."""

import json
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median
from typing import Any

TIMEOUT = 120  # seconds for one answer


@dataclass(frozen=True)
class Request:
    """One request, as it goes over the wire."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    def wire(self, port: int) -> bytes:
        content = b"" if self.body is None else json.dumps(self.body).encode()
        headers = {"Host": f"127.0.0.1:{port}", "Content-Length": str(len(content)), **self.headers}
        if content:
            headers["Content-Type"] = "application/json"
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Asking = Callable[[int, int], Request]
"""The request of a visitor (0, 1, …) in a turn (0, 1, …)."""


@dataclass(frozen=True)
class Load:
    """What came of a measurement."""

    per_second: float
    milliseconds: float
    size: int
    statuses: Mapping[int, int]


class Connection:
    """One kept connection; opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: Request) -> Answer:
        wire = request.wire(self.port)
        try:
            self.socket.sendall(wire)
            head, rest = self._head()
        except (ConnectionError, EOFError):
            self.socket.close()
            self.open()
            self.socket.sendall(wire)
            head, rest = self._head()
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith("content-length:"))
        parts, missing = [rest], length - len(rest)
        while missing > 0:
            part = self._receive()
            parts.append(part)
            missing -= len(part)
        return Answer(int(lines[0].split()[1]), b"".join(parts))

    def _head(self) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, rest = received.partition(b"\r\n\r\n")
        return head, rest

    def _receive(self) -> bytes:
        part = self.socket.recv(1 << 18)
        if not part:
            raise EOFError
        return part


def ask(port: int, request: Request) -> Answer:
    """One request on a connection of its own."""
    connection = Connection(port)
    try:
        return connection.ask(request)
    finally:
        connection.socket.close()


def load(port: int, asking: Asking, *, visitors: int, seconds: float, most: int) -> Load:
    """As many requests as these visitors get answered in this time, each waiting for its answer; at least one each."""

    def visit(visitor: int) -> list[tuple[float, int, int]]:
        connection, answers = Connection(port), []
        for turn in range(max(most // visitors, 1)):
            asked = time.perf_counter()
            answer = connection.ask(asking(visitor, turn))
            now = time.perf_counter()
            answers.append((now - asked, answer.status, len(answer.body)))
            if now >= ends_at:
                break
        connection.socket.close()
        return answers

    began = time.perf_counter()
    ends_at = began + seconds
    with ThreadPoolExecutor(visitors) as pool:
        answers = [answer for answers in pool.map(visit, range(visitors)) for answer in answers]
    took = time.perf_counter() - began
    return Load(
        per_second=len(answers) / took,
        milliseconds=median(seconds for seconds, _, _ in answers) * 1000,
        size=round(median(size for _, _, size in answers)),
        statuses=dict(Counter(status for _, status, _ in answers)),
    )
