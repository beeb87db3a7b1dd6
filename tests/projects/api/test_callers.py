from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from register.models import Account
from register.services import people
from tests.api_caller import Caller, token_for
from tests.cast import Cast


def test_without_a_token_everything_is_401_and_says_how(cast: Cast) -> None:
    nobody = Caller(None)
    for answer in (nobody.get("projects/"), nobody.post("projects/"), nobody.get("nonsense/")):
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer vrg_", "Bearer", "Bearer vrg_\x80", "bearer a b"])
def test_a_wrong_token_is_401(cast: Cast, header: str) -> None:
    answer = Client().get("/api/v1/projects/", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")


def test_a_token_ends_with_its_time_and_with_its_person(cast: Cast, administrator: Caller) -> None:
    member = Caller(cast.member)
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert member.get("projects/").status_code == 401
    people.deactivate(person=cast.member, by=cast.administrator, now=timezone.now())
    assert member.get("projects/").status_code == 401


def test_a_token_that_may_read_cannot_write(cast: Cast) -> None:
    reader = Caller(cast.leader, scope="read")
    project = cast.draft()
    assert reader.get(f"projects/{project.pk}/").status_code == 200
    refused = reader.post("projects/", {"title": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    assert reader.patch(f"projects/{project.pk}/", {"title": "Mine"}, version=1).status_code == 403
    assert reader.delete(f"projects/{project.pk}/", version=1).status_code == 403


def test_the_browsers_session_works_with_its_csrf_token(cast: Cast) -> None:
    token_for(cast.leader)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Account.objects.get(people=cast.leader))
    assert browser.get("/api/v1/projects/").status_code == 200
    body = {"data": {"title": "Mine"}, "content_type": "application/json"}
    refused = browser.post("/api/v1/projects/", **body)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    browser.cookies["csrftoken"] = "a" * 32
    made = browser.post("/api/v1/projects/", **body, headers={"X-CSRFToken": "a" * 32})
    assert made.status_code == 201
    assert made.json()["leader"] == str(cast.leader.pk)


def test_answers_are_kept_out_of_caches_and_carry_the_request_id(member: Caller, cast: Cast) -> None:
    answer = member.call("get", "nonsense/", **{"X-Request-ID": "mine-1"})
    assert (answer.status_code, answer["X-Request-ID"], answer.json()["request_id"]) == (404, "mine-1", "mine-1")
    assert member.get("projects/")["Cache-Control"] == "no-store"


def test_what_is_not_there_or_not_meant_is_said_in_the_same_form(member: Caller, cast: Cast) -> None:
    for path, method, status in [
        ("projects/0b9e6b0a-0000-4000-8000-000000000000/", "get", 404),
        ("projects/nonsense/", "get", 404),
        ("nonsense/", "post", 404),
        ("projects/", "put", 405),
        ("projects/", "options", 405),
    ]:
        answer = member.call(method, path)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), path
        problem = answer.json()
        assert (problem["status"], bool(problem["title"]), bool(problem["detail"])) == (status, True, True)
        assert problem["type"] == f"urn:varig:problem:{problem['code']}"
    assert member.get("projects/nonsense/").json()["code"] == "not_found"
