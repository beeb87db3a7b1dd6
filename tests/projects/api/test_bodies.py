import json

import pytest

from tests.api_caller import Caller, pointers
from tests.cast import Cast

TITLE = '{"title": %s}'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "required"),
        ("{", "parse_error"),
        ("[]", "not_an_object"),
        ('"text"', "not_an_object"),
        ("null", "null"),
        ("[" * 100_000, "parse_error"),
        (TITLE % ("[" * 50 + "]" * 50), "parse_error"),
        (TITLE % "NaN", "parse_error"),
        (TITLE % "Infinity", "parse_error"),
        (TITLE % ("9" * 5000), "parse_error"),
        (TITLE % "1e309", "invalid"),
        (TITLE % "7", "invalid"),
        (TITLE % "true", "invalid"),
        (TITLE % "{}", "invalid"),
        (TITLE % '"a\\u0000b"', "unstorable"),
        (TITLE % '"\\ud800"', "unstorable"),
        (TITLE % '""', "blank"),
        (TITLE % json.dumps("x" * 301), "max_length"),
        ('{"title": "a", "\\u0000": 1}', "parse_error"),
        ('{"title": "a", "track": "\\ud800"}', "unstorable"),
        ('{"title": "a", "track": "slow"}', "invalid_choice"),
        ('{"title": "a", "track": 1}', "invalid_choice"),
        ('{"title": "a", "statutory": "true"}', "invalid"),
        ('{"title": "a", "statutory": null}', "null"),
        ('{"title": "a", "unit": 1}', "does_not_exist"),
        ('{"title": "a", "unit": {"id": 1}}', "does_not_exist"),
        ('{"title": "a", "members": "x"}', "invalid"),
        ('{"title": "a", "members": [null]}', "does_not_exist"),
        ('{"title": "a", "start_date": 2013}', "invalid"),
        ('{"title": "a", "start_date": "2013-02-30"}', "invalid_date"),
        ('{"title": "a", "start_date": "2013-Q5"}', "invalid_date"),
        ('{"title": "a", "start_date": "2014", "end_date": "2013"}', "invalid"),
    ],
)
def test_a_bad_body_is_refused_with_words(leader: Caller, body: str, code: str) -> None:
    refused = leader.post("projects/", body)
    assert refused.status_code == 400, refused.content
    problem = refused.json()
    assert refused["Content-Type"] == "application/problem+json"
    assert code in {problem["code"], *(error["code"] for error in problem["errors"])}, problem
    assert problem["detail"]


@pytest.mark.parametrize(("body", "status"), [(b'{"title": "\xff"}', 400), (b"x" * (2 * 1024 * 1024 + 1), 413)])
def test_bytes_that_are_no_text_or_too_many_are_refused(leader: Caller, body: bytes, status: int) -> None:
    assert leader.post("projects/", body).status_code == status


def test_a_code_that_is_not_one_is_answered_with_those_that_are(leader: Caller) -> None:
    refused = leader.post("projects/", {"title": "a", "track": "slow"}).json()
    assert refused["errors"][0]["detail"] == "Use one of: full, light."


def test_a_long_text_is_stored_as_given(leader: Caller, cast: Cast) -> None:
    text = "<script>æøå 漢字 🇳🇴</script>\r\n " * 20_000
    assert leader.post("projects/", {"title": "Long", "background": text}).json()["background"] == text


def test_only_json_is_taken(leader: Caller, cast: Cast) -> None:
    refused = leader.client.post("/api/v1/projects/", {"title": "a"}, headers=leader.headers)
    assert (refused.status_code, refused.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2013-H1", "2013-01-01", "2013-06-30"),
        ("2013-Q2", "2013-04-01", "2013-06-30"),
        ("2013-T2", "2013-05-01", "2013-08-31"),
        ("2013-05", "2013-05-01", "2013-05-31"),
        ("2013-05-01", "2013-05-01", "2013-05-01"),
    ],
)
def test_a_date_keeps_what_was_entered(leader: Caller, cast: Cast, written: str, first: str, last: str) -> None:
    row = leader.post("projects/", {"title": "Dates", "start_date": written, "end_date": written}).json()
    assert (row["start_date"], row["start_date_entered"]) == (first, written)
    assert (row["end_date"], row["end_date_entered"]) == (last, written)
    emptied = leader.patch(f"projects/{row['id']}/", {"end_date": None}, version=1).json()
    assert (emptied["end_date"], emptied["end_date_entered"]) == (None, "")


def test_the_same_key_twice_is_refused(leader: Caller, cast: Cast) -> None:
    assert leader.post("projects/", {"title": "a", "key": "k"}).status_code == 201
    assert pointers(leader.post("projects/", {"title": "b", "key": "k"})) == {"/key": "unique"}
    assert leader.post("projects/", {"title": "c", "key": ""}).json()["key"] is None
    assert [row["title"] for row in leader.rows("projects/", key="k")] == ["a"]
