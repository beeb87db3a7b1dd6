"""The door: who comes in, what is said to those who do not, and where they go then."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from register.models import Account
from register.services import accounts
from tests.cast import Cast, organisation, person
from tests.pages.conftest import account_of

PASSWORD = "long enough to be safe"


@pytest.fixture
def account(cast: Cast) -> Account:
    account = account_of(cast.member)
    return accounts.set_password(account=account, password=PASSWORD, now=cast.now)


def sign_in(client: Client, email: str, password: str = PASSWORD, **fields: str):
    return client.post(reverse("register:sign_in"), {"email": email, "password": password, **fields})


def test_the_right_password_leads_to_my_duties(account: Account, client: Client) -> None:
    assert sign_in(client, account.email).url == "/"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(account: Account, client: Client) -> None:
    asked = client.get("/projects/?state=draft")
    assert sign_in(client, account.email, next="/projects/?state=draft").url == "/projects/?state=draft"
    assert asked.url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(account: Account, client: Client, elsewhere: str) -> None:
    assert sign_in(client, account.email, next=elsewhere).url == "/"


def test_an_unknown_address_is_answered_like_a_wrong_password(account: Account, client: Client) -> None:
    wrong = sign_in(client, account.email, "not the password")
    unknown = sign_in(client, "nobody@testby.example", "not the password")
    words = "The e-mail address or the password is not right."
    assert words in wrong.content.decode()
    assert words in unknown.content.decode()


def test_a_new_session_begins_with_signing_in(account: Account, client: Client) -> None:
    client.get("/sign-in/")
    session = client.session
    session["from"] = "before"
    session.save()
    before = session.session_key
    sign_in(client, account.email)
    assert client.session.session_key != before


def test_after_signing_out_the_pages_are_closed(account: Account, client: Client) -> None:
    sign_in(client, account.email)
    client.post(reverse("register:sign_out"))
    assert client.get("/").url.startswith("/sign-in/")


def test_signing_out_takes_a_post(account: Account, client: Client) -> None:
    sign_in(client, account.email)
    assert client.get(reverse("register:sign_out")).status_code == 405


def test_pages_of_a_signed_in_person_are_kept_in_no_cache(account: Account, client: Client) -> None:
    sign_in(client, account.email)
    assert client.get("/")["Cache-Control"] == "no-store"


def test_asking_for_a_new_password_says_the_same_for_every_address(account: Account, client: Client) -> None:
    known = client.post(reverse("register:forgot_password"), {"email": account.email})
    unknown = client.post(reverse("register:forgot_password"), {"email": "nobody@testby.example"})
    assert "a mail with a link is on its way" in known.content.decode()
    assert "a mail with a link is on its way" in unknown.content.decode()


def test_a_link_sets_a_password_once_and_looking_does_not_use_it(
    account: Account, client: Client, django_capture_on_commit_callbacks
) -> None:
    secret = accounts.make_link(account=account, now=datetime.now(UTC))
    page = reverse("register:choose_password")
    assert client.get(page, {"link": secret}).status_code == 200
    assert client.get(page, {"link": secret}).status_code == 200
    new = {"link": secret, "password": "another long password", "again": "another long password"}
    assert client.post(page, new).url == "/"
    assert Client().post(page, new).status_code == 410
    assert mail.outbox == []


def test_two_different_passwords_are_not_taken(account: Account, client: Client) -> None:
    secret = accounts.make_link(account=account, now=datetime.now(UTC))
    answers = {"link": secret, "password": "another long password", "again": "yet another password"}
    answer = client.post(reverse("register:choose_password"), answers)
    assert "The two passwords are not the same." in answer.content.decode()


def test_somebody_in_two_organisations_switches_between_them(account: Account, cast: Cast, client: Client) -> None:
    other = organisation("Andeby kommune")
    second = person(other, "Member", now=cast.now + timedelta(days=1))
    second.account = account
    second.save()
    sign_in(client, account.email)
    assert client.get("/").context["request"].person == cast.member, "the one they have had longest comes first"
    client.post(reverse("register:switch_organisation"), {"organisation": str(other.pk)})
    assert client.get("/").context["request"].person == second
    client.post(reverse("register:switch_organisation"), {"organisation": str(cast.organisation.pk)})
    assert client.get("/").context["request"].person == cast.member


def test_a_page_of_ones_other_organisation_is_one_press_away(account: Account, cast: Cast, client: Client) -> None:
    """A link in a mail leads to the organisation the mail is about, whichever the session is in."""
    other = organisation("Andeby kommune")
    second = person(other, "Member", now=cast.now + timedelta(days=1))
    second.account = account
    second.save()
    sign_in(client, account.email)
    client.post(reverse("register:switch_organisation"), {"organisation": str(other.pk)})
    page = cast.draft().get_absolute_url()
    answer = client.get(page)
    assert answer.status_code == 404
    assert f'name="next" value="{page}"' in answer.content.decode()
    chosen = {"organisation": str(cast.organisation.pk), "next": page}
    assert client.post(reverse("register:switch_organisation"), chosen).headers["Location"] == page


def test_nobody_switches_to_an_organisation_they_do_not_belong_to(account: Account, cast: Cast, client: Client) -> None:
    sign_in(client, account.email)
    foreign = str(cast.stranger.organisation_id)
    assert client.post(reverse("register:switch_organisation"), {"organisation": foreign}).status_code == 404
    assert client.get("/").context["request"].person == cast.member


def test_an_account_without_an_organisation_is_told_so(account: Account, cast: Cast, client: Client) -> None:
    sign_in(client, account.email)
    cast.member.is_active = False
    cast.member.save()
    answer = client.get("/")
    assert answer.status_code == 403
    assert "You belong to no organisation" in answer.content.decode()


def test_the_language_a_person_chooses_is_kept_on_the_person(account: Account, cast: Cast, client: Client) -> None:
    sign_in(client, account.email)
    client.post(reverse("register:choose_language"), {"language": "da", "next": "/projects/"})
    assert type(cast.member).objects.get(pk=cast.member.pk).language == "da"
    assert '<html lang="da"' in client.get("/").content.decode()


def test_the_sign_in_page_speaks_the_language_chosen_there(client: Client, db: None) -> None:
    client.post(reverse("register:choose_language"), {"language": "nb"})
    assert '<html lang="nb"' in client.get("/sign-in/").content.decode()
