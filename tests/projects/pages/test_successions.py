"""The pages on which things without an owner are seen, asked about and taken on."""

import pytest
from django.test import Client

from projects.models import Succession
from register.services import people
from tests.cast import Cast, fresh, this_hour
from tests.pages.conftest import SignIn, as_person  # noqa: F401 a fixture

QUEUE = "/portfolio/without-owner/"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast(this_hour())
    cast.planning()
    return cast


@pytest.fixture
def admin(cast: Cast, as_person: SignIn) -> Client:  # noqa: F811
    return as_person(cast.administrator)


def leave(cast: Cast) -> None:
    people.deactivate(person=cast.line_manager, by=cast.administrator, now=cast.now)


def test_before_somebody_leaves_it_is_said_what_rests_on_them(cast: Cast, admin: Client) -> None:
    person = admin.get(f"/settings/people/{cast.line_manager.pk}/").content.decode()
    assert f"/settings/people/{cast.line_manager.pk}/holdings/" in person
    page = admin.get(f"/settings/people/{cast.line_manager.pk}/holdings/").content.decode()
    assert "On Line manager rest: 1 benefit, 1 handover, 1 indicator to measure, 1 role." in page
    closed = admin.post(f"/settings/people/{cast.line_manager.pk}/deactivate/", {"next": QUEUE})
    assert closed.url == QUEUE
    assert not fresh(cast.line_manager).is_active
    after = admin.get(f"/settings/people/{cast.line_manager.pk}/holdings/").content.decode()
    assert "Has left" in after
    assert "holdings/" in admin.get(f"/settings/people/{cast.line_manager.pk}/").content.decode()


def test_somebody_on_whom_nothing_rests_leaves_without_a_question(cast: Cast, admin: Client) -> None:
    page = admin.get(f"/settings/people/{cast.member.pk}/holdings/").content.decode()
    assert "Nothing rests on Member." in page


def test_the_queue_shows_what_is_without_an_owner_and_who_would_be_asked(cast: Cast, admin: Client) -> None:
    assert "Everything that lives has an owner who is there." in admin.get(QUEUE).content.decode()
    leave(cast)
    page = admin.get(QUEUE).content.decode()
    for words in ("The benefit “Fewer falls”", "Line manager has left", "Would be asked: Deputy", "Name somebody else"):
        assert words in page, words


def test_what_is_ticked_is_asked_about(cast: Cast, admin: Client) -> None:
    leave(cast)
    benefit = cast.organisation and fresh(cast.line_manager).benefits.get()
    sent = admin.post(QUEUE, {"held": [f"benefit.{benefit.pk}", "nonsense"], "to_person": cast.superior.pk})
    assert sent.url == QUEUE
    (asked,) = Succession.objects.all()
    assert (asked.benefit, asked.to_person, asked.proposed_by) == (benefit, cast.superior, cast.administrator)
    assert "Superior, on" in admin.get(QUEUE).content.decode()


def test_all_at_once_go_to_each_unit_s_own_manager(cast: Cast, admin: Client) -> None:
    leave(cast)
    admin.post(QUEUE, {"all": "1", "words": "You know it."})
    assert {(one.to_person, one.words) for one in Succession.objects.all()} == {(cast.deputy, "You know it.")}
    assert Succession.objects.count() == 3


def test_nothing_ticked_is_said_in_words_and_what_was_typed_stays(cast: Cast, admin: Client) -> None:
    leave(cast)
    page = admin.post(QUEUE, {"words": "You know it."}).content.decode()
    assert "Choose at least one thing." in page
    assert "You know it." in page


def test_nobody_to_ask_is_said_in_words(cast: Cast, admin: Client) -> None:
    leave(cast)
    for one in (cast.deputy, cast.superior):
        people.deactivate(person=one, by=cast.administrator, now=cast.now)
    assert "name who shall be asked" in admin.post(QUEUE, {"all": "1"}).content.decode()


def test_the_one_asked_says_yes_in_one_click_on_my_duties(cast: Cast, admin: Client, as_person: SignIn) -> None:  # noqa: F811
    leave(cast)
    admin.post(QUEUE, {"all": "1", "to_person": cast.superior.pk})
    browser, asked = as_person(cast.superior), Succession.objects.get(kind="benefit")
    page = browser.get("/").content.decode()
    assert f"/successions/{asked.pk}/accept/" in page
    detail = browser.get(f"/successions/{asked.pk}/").content.decode()
    assert "The person has left" in detail
    assert browser.post(f"/successions/{asked.pk}/accept/", {"next": "/"}).url == "/"
    assert fresh(asked.benefit).owner == cast.superior
    assert "Taken on" in browser.get(f"/successions/{asked.pk}/").content.decode()


def test_the_one_asked_says_no_with_a_reason(cast: Cast, admin: Client, as_person: SignIn) -> None:  # noqa: F811
    leave(cast)
    admin.post(QUEUE, {"all": "1", "to_person": cast.superior.pk})
    asked = Succession.objects.get(kind="benefit")
    as_person(cast.superior).post(f"/successions/{asked.pk}/decline/", {"reason": "Not mine."})
    assert fresh(asked).answer_words == "Not mine."
    assert "Not mine." in admin.get(f"/successions/{asked.pk}/").content.decode()


def test_a_question_is_withdrawn(cast: Cast, admin: Client) -> None:
    leave(cast)
    admin.post(QUEUE, {"all": "1", "to_person": cast.superior.pk})
    asked = Succession.objects.get(kind="benefit")
    assert "Withdraw the question" in admin.get(f"/successions/{asked.pk}/").content.decode()
    admin.post(f"/successions/{asked.pk}/withdraw/")
    assert fresh(asked).answer == "withdrawn"


def test_the_queue_is_for_those_who_answer_for_units(cast: Cast, as_person: SignIn) -> None:  # noqa: F811
    assert as_person(cast.member).get(QUEUE).status_code == 403
    assert as_person(cast.superior).get(QUEUE).status_code == 200


def test_what_rests_on_somebody_is_seen_by_themselves_and_who_answers_for_the_unit(
    cast: Cast,
    as_person: SignIn,  # noqa: F811
) -> None:
    page = f"/settings/people/{cast.line_manager.pk}/holdings/"
    seen = {
        one.name: as_person(one).get(page).status_code for one in (cast.line_manager, cast.superior, cast.controller)
    }
    assert set(seen.values()) == {200}
    assert as_person(cast.member).get(page).status_code == 404
    assert as_person(cast.stranger).get(page).status_code == 404


def test_who_changes_jobs_hands_on_what_they_hold(cast: Cast, as_person: SignIn) -> None:  # noqa: F811
    page = f"/settings/people/{cast.line_manager.pk}/holdings/"
    assert as_person(cast.line_manager).post(page, {"all": "1", "to_person": cast.superior.pk}).url == page
    assert {one.reason for one in Succession.objects.all()} == {"handed_on"}


def test_one_click_takes_on_all_that_somebody_is_asked_for(cast: Cast, admin: Client, as_person: SignIn) -> None:  # noqa: F811
    leave(cast)
    admin.post(QUEUE, {"all": "1", "to_person": str(cast.deputy.pk)})
    client = as_person(cast.deputy)
    assert "I take on all 3" in client.get("/").content.decode()
    asked = [str(row.pk) for row in Succession.objects.all()]
    answered = client.post("/successions/accept/", {"asked": [*asked, "nonsense"]}, follow=True).content.decode()
    assert "3 things rest on you from now on." in answered
    assert "I take on all" not in answered
    again = client.post("/successions/accept/", {"asked": asked[:1]}, follow=True).content.decode()
    assert "This has been answered already." in again
