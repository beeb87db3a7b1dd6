"""When the database is away or a row is held for too long: words and a time to try again, in the caller's form."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from register import middleware
from tests.factories import a_person, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    """Signed in, and shown what a visitor would be shown."""
    client = Client(raise_request_exception=False)
    client.force_login(a_person(an_organisation()).account)
    return client


def breaks(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise error

    monkeypatch.setattr(middleware, "people_of", fail)


@pytest.mark.parametrize("error", [OperationalError("canceling statement due to lock timeout"), InterfaceError("gone")])
def test_without_the_database_a_page_says_so_in_words(browser, monkeypatch, error: Exception) -> None:
    breaks(error, monkeypatch)
    response = browser.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert b"The database is busy just now. Try again in a moment." in response.content
    assert str(error).encode() not in response.content


def test_without_the_database_the_api_answers_with_a_problem(browser, monkeypatch) -> None:
    breaks(OperationalError("the connection is lost"), monkeypatch)
    response = browser.get("/api/v1/projects/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "busy"


@pytest.mark.parametrize("path", ["/", "/api/v1/projects/"])
def test_what_nobody_foresaw_shows_no_trace(browser, monkeypatch, path: str) -> None:
    breaks(ValueError("a secret detail"), monkeypatch)
    response = browser.get(path)
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert b"secret detail" not in response.content
    assert b"Traceback" not in response.content
