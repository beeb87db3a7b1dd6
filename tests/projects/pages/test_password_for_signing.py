"""A signature needs a password given within the last ten minutes; signing in counts."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.models import Handover, HandoverSignOff
from register.models import ApiToken
from register.services import accounts, attempts
from register.services.clock import database_now
from tests.api_caller import Caller
from tests.cast import Cast, fresh
from tests.visits import account_of, visiting

PASSWORD = "long enough to be safe"


@pytest.fixture
def waiting(cast: Cast) -> Handover:
    """A handover that waits for the line manager, who has a password."""
    accounts.set_password(account=account_of(cast.line_manager), password=PASSWORD, now=cast.now)
    return cast.sent(cast.handing_over())


@pytest.fixture
def late(cast: Cast, waiting: Handover) -> Client:
    """The line manager's browser, signed in twenty minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        return visiting(cast.line_manager)


def send(browser: Client, handover: Handover, decision: str = "accept", **more: str) -> str:
    url = reverse("projects:handover_sign", args=[handover.pk])
    given = {"decision": decision, "snapshot_sha256": handover.snapshot_sha256, **more}
    return browser.post(url, given, follow=True).content.decode()


def test_who_signed_in_a_moment_ago_signs_without_a_password(cast: Cast, waiting: Handover) -> None:
    assert 'type="password"' not in send(visiting(cast.line_manager), waiting)
    assert HandoverSignOff.objects.get().authenticated_by.startswith("password, ")


def test_later_the_password_is_asked_for_in_place_and_one_more_press_signs(waiting: Handover, late: Client) -> None:
    page = send(late, waiting)
    assert 'type="password"' in page
    assert "One thing is lacking: your password" in page
    assert "was not stored" not in page
    assert fresh(waiting).state == "sent"
    send(late, waiting, password=PASSWORD)
    assert fresh(waiting).state == "accepted"


def test_everything_typed_is_kept_while_the_password_is_asked_for(waiting: Handover, late: Client) -> None:
    rows = {"rows": "1", "reservation-0-text": "Two more courses.", "reservation-0-due_date": "2030-01-01"}
    more = {**rows, "reservation-0-owner": str(waiting.line_manager_id)}
    page = send(late, waiting, "accept_with_reservations", **more)
    for words in ("Two more courses.", "2030-01-01", 'type="password"'):
        assert words in page
    assert "Who pays?" in send(late, waiting, "return", comment="Who pays?")
    send(late, waiting, "accept_with_reservations", **more, password=PASSWORD)
    assert fresh(waiting).state == "accepted_with_reservations"


def test_a_wrong_password_signs_nothing_and_never_comes_back_in_the_page(waiting: Handover, late: Client) -> None:
    page = send(late, waiting, password="not the password")
    assert "This password is not right." in page
    assert "not the password" not in page
    assert fresh(waiting).state == "sent"


def test_guesses_are_limited_together_with_those_at_the_sign_in(waiting: Handover, late: Client) -> None:
    for _guess in range(attempts.SIGN_IN_BY_EMAIL.most):
        send(late, waiting, password="not the password")
    page = send(late, waiting, password=PASSWORD)
    assert "too many attempts" in page
    assert fresh(waiting).state == "sent"
    door = {"email": account_of(waiting.line_manager).email, "password": PASSWORD}
    assert "too many attempts" in Client().post(reverse("register:sign_in"), door).content.decode()


def test_a_password_given_for_one_signature_counts_for_the_next_ten_minutes(
    cast: Cast, waiting: Handover, late: Client
) -> None:
    send(late, waiting, "return", comment="Who pays?", password=PASSWORD)
    again = fresh(cast.take(waiting, "revise", cast.leader))
    again = fresh(cast.take(again, "send", cast.leader))
    send(late, again)
    assert fresh(waiting).state == "accepted"


def test_whom_it_does_not_wait_for_is_told_so_and_not_asked_for_a_password(cast: Cast, waiting: Handover) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        browser = visiting(cast.member)
    page = send(browser, waiting)
    assert "Only the receiving unit" in page
    assert 'type="password"' not in page


def test_the_api_refuses_an_old_session_and_says_where_the_password_is_given(waiting: Handover, late: Client) -> None:
    url = f"/api/v1/handovers/{waiting.pk}/decisions/"
    given = {"decision": "accept", "snapshot_sha256": waiting.snapshot_sha256}
    refused = late.post(url, given, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
    where = refused.json()["link"]
    assert 'type="password"' in late.get(where).content.decode()
    assert "not right" in late.post(where, {"password": "not the password"}).content.decode()
    assert late.post(where, {"password": PASSWORD, "next": waiting.get_absolute_url()}).url.endswith(f"{waiting.pk}/")
    assert late.post(url, given, content_type="application/json").status_code == 200


def test_a_token_signs_at_any_time_and_the_signature_names_it(cast: Cast, waiting: Handover) -> None:
    given = {"decision": "accept", "snapshot_sha256": waiting.snapshot_sha256}
    answer = Caller(cast.line_manager).post(f"/api/v1/handovers/{waiting.pk}/decisions/", given)
    assert answer.status_code == 200
    signed = HandoverSignOff.objects.get()
    assert signed.authenticated_by == f"token {ApiToken.objects.get(person=cast.line_manager).name}"


def test_a_signature_bears_the_moment_of_the_databases_clock(waiting: Handover) -> None:
    earlier = database_now(waiting.organisation_id)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        send(visiting(waiting.line_manager), waiting)
    assert earlier <= HandoverSignOff.objects.get().signed_at <= earlier + timedelta(minutes=1)
