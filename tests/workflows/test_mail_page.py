"""The demonstration shows the mails it would have sent; nobody else's installation does."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from pytest_django import Settings

from register.models import Organisation

FOLDER = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def example(db: None) -> Organisation:
    return Organisation.objects.create(
        name="Eksempel kommune", country="NO", language="nb", currency="NOK", time_zone="Europe/Oslo", is_example=True
    )


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> None:
    """One mail in the folder."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH, settings.ON_LOOPBACK = FOLDER, str(tmp_path), True
    text = "Read it at http://127.0.0.1:8000/handovers/1/ <b>now</b>"
    mail = EmailMessage(
        "You are asked to take over", text, to=["boss@eksempel.example"], headers={"Message-ID": "<a@b>"}
    )
    get_connection(backend=FOLDER, file_path=str(tmp_path)).send_messages([mail])


@pytest.mark.usefixtures("example", "kept")
def test_a_kept_mail_can_be_found_and_its_link_followed(client: Client) -> None:
    page = client.get("/demo/mails/", {"to": "boss@"}).content.decode()
    assert "You are asked to take over" in page
    page = client.get("/demo/mails/a@b/").content.decode()
    assert 'href="http://127.0.0.1:8000/handovers/1/"' in page
    assert "<b>now" not in page


@pytest.mark.usefixtures("example", "kept")
def test_an_empty_answer_says_why(client: Client) -> None:
    assert "No mail to this address yet." in client.get("/demo/mails/", {"to": "nobody"}).content.decode()
    assert client.get("/demo/mails/nothing/").status_code == 404


@pytest.mark.usefixtures("kept")
def test_without_the_demonstration_there_is_no_such_page(client: Client, db: None) -> None:
    assert client.get("/demo/mails/").status_code == 404
    assert client.get("/demo/mails/a@b/").status_code == 404


@pytest.mark.usefixtures("example", "kept")
def test_an_installation_that_others_reach_shows_no_mails(client: Client, settings: Settings) -> None:
    settings.ON_LOOPBACK = False
    assert client.get("/demo/mails/").status_code == 404


@pytest.mark.usefixtures("example")
def test_an_installation_with_a_mail_server_shows_no_mails(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "workflows.smtp.EmailBackend"
    assert client.get("/demo/mails/").status_code == 404
