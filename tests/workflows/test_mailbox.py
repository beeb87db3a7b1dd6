import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.workflows.conftest import Enqueue, person_in
from workflows.mail import Mail
from workflows.services.delivery import deliver_due
from workflows.services.mailbox import kept_mail, kept_mails


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    return tmp_path / "mails"


def test_mails_of_an_installation_without_a_mail_server_are_kept_and_read_newest_first(
    told: Enqueue, now: datetime, folder: Path
) -> None:
    first = told("1")
    deliver_due(compose=lambda notice: Mail("Første frist", "Blåbær\n" + "-" * 78, "<p>Blåbær</p>"), now=now)
    for file in folder.iterdir():
        os.utime(file, (1, 1))
    told("2"), told("3")
    deliver_due(compose=lambda notice: Mail(f"Frist {notice.once_key}", "Igen"), now=now)
    third, second, oldest = kept_mails()
    assert {second.subject, third.subject} == {"Frist 2", "Frist 3"}
    assert (oldest.subject, oldest.text.strip(), oldest.html) == (
        "Første frist",
        "Blåbær\n" + "-" * 78,
        "<p>Blåbær</p>",
    )
    assert (oldest.sender, oldest.recipient) == (
        "Varig <varig@varig.example>",
        "Kari Nordmann <kari@eksempel.example>",
    )
    assert (datetime.now(UTC) - oldest.sent_at).total_seconds() < 60
    assert oldest.key == first.message_id.strip("<>")
    assert kept_mail(oldest.key) == oldest
    assert kept_mail("unknown") is None
    assert second.html == ""


def test_kept_mails_can_be_those_to_one_address_and_no_more_than_asked_for(
    told: Enqueue, now: datetime, person
) -> None:
    other = person_in(person.organisation, "ola@eksempel.example", name="Ola")
    told("1"), told("2"), told("3", to=other)
    deliver_due(compose=lambda notice: Mail("Frist", "Igen"), now=now)
    assert len(kept_mails(limit=2)) == 2
    assert [mail.recipient for mail in kept_mails(recipient="OLA@eksempel.example")] == ["Ola <ola@eksempel.example>"]


def test_a_mail_that_was_half_written_when_the_machine_stopped_is_still_listed(folder: Path) -> None:
    folder.mkdir()
    (folder / "torn.log").write_bytes(b"Subject: Torn")
    (torn,) = kept_mails()
    assert (torn.subject, torn.key, torn.sent_at, torn.text) == ("Torn", "", None, "")


def test_before_the_first_mail_the_list_is_empty() -> None:
    assert kept_mails() == []
