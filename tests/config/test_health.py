from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from register.models import Organisation, Person
from workflows.models import Notice, NoticeStatus


@pytest.fixture
def notice(db: None) -> Notice:
    """A notice that has just fallen due."""
    organisation = Organisation.objects.create(
        name="Eksempel", country="NO", language="nb", currency="NOK", time_zone="Europe/Oslo"
    )
    recipient = Person.objects.create(
        organisation=organisation, name="Leder", email="leader@eksempel.example", language="nb"
    )
    moment = timezone.now()
    return Notice.objects.create(
        organisation=organisation,
        recipient=recipient,
        kind="example",
        once_key="example",
        created_at=moment,
        send_after=moment,
        try_after=moment,
        status=NoticeStatus.NEW,
        message_id="<example@varig.example>",
    )


def parts() -> dict[str, str]:
    return Client().get("/health").json()


def test_all_is_green_when_nothing_waits_for_long(notice: Notice) -> None:
    assert parts() == {"status": "green", "database": "green", "queue": "green", "worker": "green", "mail": "green"}


def test_a_notice_that_nobody_sends_turns_it_red(notice: Notice) -> None:
    Notice.objects.update(try_after=timezone.now() - timedelta(minutes=6))
    response = Client().get("/health")
    assert (response.status_code, response.json()["worker"]) == (503, "red")


def test_a_notice_that_was_given_up_turns_it_amber(notice: Notice) -> None:
    Notice.objects.update(status=NoticeStatus.DEAD)
    response = Client().get("/health")
    assert (response.status_code, response.json()["status"], response.json()["mail"]) == (200, "amber", "amber")


def test_without_redis_it_is_amber(notice: Notice, settings: Settings) -> None:
    settings.EMBEDDED_WORKER = False
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert parts()["queue"] == "amber"


def test_embedded_needs_no_redis(notice: Notice, settings: Settings) -> None:
    settings.EMBEDDED_WORKER = True
    settings.CELERY_BROKER_URL = "memory://"
    assert parts()["queue"] == "green"


@pytest.mark.django_db
def test_without_a_database_it_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    response = Client().get("/health")
    assert (response.status_code, response.json()) == (503, {"status": "red", "database": "red", "queue": "green"})
