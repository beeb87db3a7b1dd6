"""Whatever is raised becomes problem details with the right status."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DataError, OperationalError
from django.http import Http404
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError

from config.api.errors import as_problem
from register.errors import FieldError, InvalidInput, NotPermitted, NotPossible, Stale, TooManyAttempts
from workflows.rules import Unmet


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (InvalidInput([FieldError("title", "blank", "Write a title.")]), 400, "invalid"),
        (NotPermitted("Not you."), 403, "not_permitted"),
        (NotPossible("Not now."), 409, "not_possible"),
        (Stale(current_version=3, changed_fields={"title"}), 412, "stale"),
        (TooManyAttempts("Wait.", retry_after=60), 429, "too_many_attempts"),
        (Http404(), 404, "not_found"),
        (ObjectDoesNotExist(), 404, "not_found"),
        (PermissionDenied(), 403, "permission_denied"),
        (Throttled(wait=7), 429, "throttled"),
        (DataError(), 400, "invalid"),
        (OperationalError(), 503, "busy"),
        (RuntimeError("secret"), 500, "unexpected_error"),
    ],
)
def test_every_refusal_has_its_status_and_code(raised: Exception, status: int, code: str) -> None:
    answer = as_problem(raised, {})
    assert (answer.status_code, answer.data["code"], answer.data["status"]) == (status, code, status)
    assert answer.content_type == "application/problem+json"
    assert answer.data["detail"]
    assert "secret" not in str(answer.data)


def problem(raised: Exception) -> Any:
    return as_problem(raised, {})


def test_who_must_wait_is_told_how_long() -> None:
    assert problem(TooManyAttempts("Wait.", retry_after=60))["Retry-After"] == "60"
    assert problem(Throttled(wait=7))["Retry-After"] == "7"
    assert problem(OperationalError())["Retry-After"] == "5"


def test_a_stale_change_says_what_is_there_now() -> None:
    answer = problem(Stale(current_version=3, changed_fields={"title", "owner"}))
    assert (answer["ETag"], answer.data["current_version"], answer.data["changed_fields"]) == (
        '"3"',
        3,
        ["owner", "title"],
    )


def test_a_blocked_step_says_what_lacks() -> None:
    unmet = Unmet("no_owner", "Name an owner.", "the leader", "/projects/1/", ("projects.owner",))
    [requirement] = problem(NotPossible("Not yet.", requirements=[unmet])).data["requirements"]
    assert requirement == {
        "code": "no_owner",
        "detail": "Name an owner.",
        "who": "the leader",
        "link": "/projects/1/",
        "fields": ("projects.owner",),
    }


def test_pointers_lead_into_lists() -> None:
    wrong = ErrorDetail("Write a text.", "invalid")
    nested = ValidationError({"conditions": {1: {"owner": [wrong]}}, "": [wrong], "tags": [wrong]})
    assert [error["pointer"] for error in problem(nested).data["errors"]] == ["/conditions/1/owner", "", "/tags"]
    by_service = InvalidInput([FieldError("conditions/0/text", "required", "Write."), FieldError("", "x", "y")])
    assert [error["pointer"] for error in problem(by_service).data["errors"]] == ["/conditions/0/text", ""]
