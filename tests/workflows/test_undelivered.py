"""What cannot be delivered stands before an administrator, in the server's words, until somebody has dealt with it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import AuditEvent, Person
from tests.api_caller import Caller
from tests.mailbox import Mailbox
from tests.services import spare_port
from tests.visits import visiting
from tests.workflows.conftest import Enqueue, a_mail, organisation_named, person_in
from workflows.models import Notice, NoticeStatus
from workflows.services import notices
from workflows.services.delivery import deliver_due


@pytest.fixture
def now() -> datetime:
    """Pages and `/health` read the real clock."""
    return timezone.now()


@pytest.fixture
def administrator(person: Person) -> Person:
    somebody = person_in(person.organisation, "administrator@eksempel.example", "Anne")
    somebody.language = "en"
    somebody.save()
    somebody.assignments.create(organisation=person.organisation, role="administrator")
    return somebody


@pytest.fixture
def refusing_server(settings: Settings) -> Any:
    """A real mail server that knows nobody at the old address."""

    class Refusing(Mailbox):
        async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
            if address == "kari@eksempel.example":
                return "550 5.1.1 No such user here"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    mailbox = Refusing()
    controller = Controller(mailbox, hostname="127.0.0.1", port=spare_port())
    controller.start()
    settings.EMAIL_BACKEND = "workflows.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield mailbox
    controller.stop()


@pytest.fixture
def dead(told: Enqueue, now: datetime, refusing_server: Mailbox) -> Notice:
    """A mail whose address the server refuses for good."""
    notice = told("due-1")
    deliver_due(compose=a_mail, now=now)
    return Notice.objects.get(pk=notice.pk)


def health() -> dict[str, str]:
    return Client().get("/health").json()


def test_an_address_that_is_refused_for_good_is_given_up_at_once(dead: Notice) -> None:
    assert (dead.status, dead.attempts) == (NoticeStatus.DEAD, 1)
    assert dead.last_error == "550 5.1.1 No such user here"


def test_an_administrator_sees_why_to_whom_and_what_it_was_about(dead: Notice, administrator: Person) -> None:
    page = visiting(administrator).get("/settings/mails/").content.decode()
    for words in ("550 5.1.1 No such user here", "kari@eksempel.example", "Kari Nordmann", "About due-1", "tried once"):
        assert words in page, words


def test_every_page_tells_administrators_of_it_and_nobody_else(dead: Notice, administrator: Person) -> None:
    assert "undelivered mails" in visiting(administrator).get("/").content.decode()
    assert "undelivered mails" not in visiting(dead.recipient).get("/").content.decode()


def test_a_changed_address_gets_what_is_sent_again_under_the_same_message_id(
    dead: Notice, administrator: Person, now: datetime, refusing_server: Mailbox
) -> None:
    assert health()["mail"] == "amber"
    Person.objects.filter(pk=dead.recipient_id).update(email="kari.nordmann@eksempel.example")
    visiting(administrator).post(f"/settings/mails/{dead.pk}/send-again/")
    deliver_due(compose=a_mail, now=now + timedelta(minutes=1))
    [sent] = refusing_server.messages
    assert "kari.nordmann@eksempel.example" in sent["To"]
    assert sent["Message-ID"] == dead.message_id
    assert health()["mail"] == "green"


def test_giving_up_needs_a_reason_which_is_kept(dead: Notice, administrator: Person, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        notices.drop(notice=dead, reason=" ", by=administrator, now=now)
    visiting(administrator).post(f"/settings/mails/{dead.pk}/drop/", {"reason": "Told by telephone."})
    assert Notice.objects.get().status == NoticeStatus.DROPPED
    event = AuditEvent.objects.get(action="notice.dropped")
    assert (event.by, event.note_in_full()) == (administrator, "Told by telephone.")
    assert health()["mail"] == "green"


def test_what_is_given_up_stays_so(dead: Notice, administrator: Person, now: datetime) -> None:
    notices.drop(notice=dead, reason="Told by telephone.", by=administrator, now=now)
    for call in (notices.retry_dead, lambda **by: notices.drop(reason="Again.", **by)):
        with pytest.raises(NotPossible):
            call(notice=dead, by=administrator, now=now)


def test_what_is_late_by_more_than_a_day_can_be_sent_at_once(told: Enqueue, administrator: Person, now) -> None:
    notice = told("late", send_after=now - timedelta(hours=25))
    Notice.objects.update(try_after=now + timedelta(hours=6), attempts=5)
    assert "Waiting" in visiting(administrator).get("/settings/mails/").content.decode()
    notices.retry_dead(notice=notice, by=administrator, now=now)
    assert deliver_due(compose=a_mail, now=now).sent == 1
    assert len(mail.outbox) == 1


def test_what_a_worker_is_sending_is_left_to_it(told: Enqueue, administrator: Person, now: datetime) -> None:
    notice = told("late", send_after=now - timedelta(hours=25))
    held = {"lease_token": notice.pk, "lease_until": now + timedelta(minutes=1)}
    Notice.objects.update(status=NoticeStatus.LEASED, **held)
    with pytest.raises(NotPossible, match="being sent"):
        notices.drop(notice=notice, reason="No.", by=administrator, now=now)


def test_only_administrators_of_the_organisation_give_up(dead: Notice, now: datetime) -> None:
    elsewhere = person_in(organisation_named("Nabo kommune"), "ola@nabo.example")
    elsewhere.assignments.create(organisation=elsewhere.organisation, role="administrator")
    for somebody in (dead.recipient, elsewhere):
        with pytest.raises(NotPermitted):
            notices.drop(notice=dead, reason="No.", by=somebody, now=now)


def test_the_same_by_the_api(dead: Notice, administrator: Person) -> None:
    caller = Caller(administrator)
    [row] = caller.rows("undelivered_mails/")
    assert (row["id"], row["words"], row["subject"], row["address"], row["status"], row["attempts"]) == (
        *(str(dead.pk), "550 5.1.1 No such user here", "About due-1", "kari@eksempel.example", "dead", 1),
    )
    assert caller.post(f"undelivered_mails/{dead.pk}/resend/").json()["status"] == "new"
    assert caller.rows("undelivered_mails/") == []
    Notice.objects.update(status=NoticeStatus.DEAD)
    assert caller.post(f"undelivered_mails/{dead.pk}/drop/").status_code == 400
    answer = caller.post(f"undelivered_mails/{dead.pk}/drop/", {"change_reason": "Told by telephone."})
    assert answer.json()["status"] == "dropped"


def test_the_api_shows_it_to_administrators_alone(dead: Notice) -> None:
    assert Caller(dead.recipient).get("undelivered_mails/").status_code == 403
