"""Somebody who calls the API over HTTP, alone or at the same moment as others."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

from register.models import Person
from tests.api_caller import token_for

PATIENCE = 60  # seconds for one answer
ATTEMPTS = 10
Result = TypeVar("Result")


@dataclass(frozen=True)
class Answer:
    """`request` is the X-Request-ID, which stands in the audit trail; status 0: the server did not answer."""

    status: int
    body: dict[str, Any]
    request: str

    @property
    def won(self) -> bool:
        return 200 <= self.status < 300

    @property
    def detail(self) -> str:
        return str(self.body.get("detail", ""))


@dataclass(frozen=True)
class Caller:
    """One person with a token of their own."""

    person: Person
    token: str

    def ask(self, port: int, method: str, path: str, body: Any = None) -> Answer:
        request = uuid4().hex
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "If-Match": "*",
            "X-Request-ID": request,
        }
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request(method, f"/api/v1/{path}", json.dumps({} if body is None else body), headers)
            response = connection.getresponse()
            return Answer(response.status, json.loads(response.read() or b"{}"), request)
        except (OSError, HTTPException) as error:
            return Answer(0, {"detail": repr(error)}, request)
        finally:
            connection.close()

    def get(self, port: int, path: str) -> Answer:
        return self.ask(port, "GET", path)

    def post(self, port: int, path: str, body: Any = None) -> Answer:
        return self.ask(port, "POST", path, body)

    def patch(self, port: int, path: str, body: Any) -> Answer:
        return self.ask(port, "PATCH", path, body)


def caller(person: Person) -> Caller:
    return Caller(person, token_for(Person.objects.get(pk=person.pk)))


def patiently(call: Callable[[], Answer]) -> Answer:
    """Asks again where the database was busy, as the answer says to do; the last answer, whatever it is."""
    for _ in range(ATTEMPTS - 1):
        answer = call()
        if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(1)
    return call()


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """All at the same moment, each in a thread of its own."""
    barrier = Barrier(len(calls))

    def one(call: Callable[[], Result]) -> Result:
        barrier.wait(PATIENCE)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))
