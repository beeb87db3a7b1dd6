"""A database and a mail server that several real processes share."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from uuid import uuid4

import dj_database_url
import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from config.settings import POSTGRESQL, SQLITE
from register.models import Organisation, Person
from tests.faults import worker
from tests.faults.sink import Sink
from workflows.mail import message_id_for
from workflows.models import Notice

PATIENCE = 40  # seconds for a worker
processes = get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.worker"])


def wait_until(holds: Callable[[], bool]) -> None:
    """Fails where it does not come to hold."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "It did not happen."
        time.sleep(0.02)


def is_stopped(process: int) -> bool:
    """Whether a process sleeps by SIGSTOP."""
    return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].startswith("T")


class Stage:
    """An outbox on a database of its own, and workers on it."""

    def __init__(self, database: dict[str, Any], sink: Sink, port: int) -> None:
        self.database, self.sink, self.port = database, sink, port
        self.started: list[BaseProcess] = []

    @property
    def notices(self) -> Any:
        return Notice.objects.using("stage")

    def fill(self, number: int) -> None:
        """Notices due now, to the people of two organisations."""
        now = datetime.now(UTC)
        people = list(Person.objects.using("stage").select_related("organisation"))
        self.notices.bulk_create(
            Notice(
                organisation=person.organisation,
                recipient=person,
                kind="test",
                once_key=str(place),
                message_id=message_id_for(person.organisation_id, str(place)),
                created_at=now,
                send_after=now,
                try_after=now,
            )
            for place, person in zip(range(number), people * number, strict=False)
        )

    def start(self, **orders: Any) -> BaseProcess:
        """A worker; `orders` as in worker.Orders."""
        given = worker.Orders(database=self.database, port=self.port, **orders)
        process = processes.Process(target=worker.work, args=[given])
        process.start()
        self.started.append(process)
        return process

    def work(self, **orders: Any) -> int | None:
        """A worker from beginning to end; returns how it ended."""
        process = self.start(**orders)
        process.join(PATIENCE)
        return process.exitcode

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.join()

    def missing(self) -> int:
        """Notices without a mail, or with a mail and not marked so."""
        unmarked = self.notices.exclude(status="sent").count()
        return unmarked + len(set(self.notices.values_list("message_id", flat=True)) - set(self.sink.accepted))


@contextmanager
def fresh_postgresql() -> Iterator[str]:
    address = os.environ["VARIG_TEST_DATABASE_URL"]
    if not address.startswith("postgres"):
        pytest.skip("PostgreSQL is not installed.")
    name = f"stage_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield address.rsplit("/", 1)[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def stage_database(kind: str, folder: Path) -> Iterator[dict[str, Any]]:
    if kind == "sqlite":
        yield dj_database_url.parse(f"sqlite:///{folder}/stage.sqlite3") | {"OPTIONS": SQLITE}
    else:
        with fresh_postgresql() as address:
            yield dj_database_url.parse(address) | {"OPTIONS": POSTGRESQL}


@pytest.fixture(scope="session", params=["postgresql", "sqlite"])
def shared_database(request, tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    with stage_database(request.param, tmp_path_factory.mktemp("stage")) as database, django_db_blocker.unblock():
        connections.databases["stage"] = connections.configure_settings({**connections.settings, "stage": database})[
            "stage"
        ]
        call_command("migrate", database="stage", verbosity=0)
        for name in ("Eksempel kommune", "Nabo kommune"):
            organisation = Organisation(name=name, country="NO", language="nb", currency="NOK", time_zone="Europe/Oslo")
            organisation.save(using="stage")
            Person(organisation=organisation, name="Kari", email=f"kari@{name[:4]}.example", language="nb").save(
                using="stage"
            )
        yield connections.databases["stage"]
        connections["stage"].close()
        del connections["stage"]
        del connections.databases["stage"]


@pytest.fixture
def stage_with(shared_database, django_db_blocker) -> Iterator[Callable[..., Stage]]:
    """A stage whose mail server has these faults."""
    ends: list[Callable[[], None]] = []

    def build(**faults: float) -> Stage:
        sink = Sink(**faults)
        controller = sink.serve()
        controller.start()
        stage = Stage(shared_database, sink, controller.port)
        ends.extend([controller.stop, stage.end])
        return stage

    with django_db_blocker.unblock():
        yield build
        for end in reversed(ends):
            end()
        Notice.objects.using("stage").all().delete()


@pytest.fixture
def stage(stage_with: Callable[..., Stage]) -> Stage:
    return stage_with()
