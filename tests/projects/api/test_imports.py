"""Imports by API: the same steps, the same problems by cell and the same refusals as on the page."""

from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Evidence, ImportRun, Indicator, Project
from register.models import Organisation
from tests.api_caller import Caller, pointers
from tests.cast import Cast
from tests.factories import a_measurement, a_person, a_project, a_role, an_organisation
from tests.projects.interchange.books import SMALL, a_zip
from tests.projects.interchange.foreign_books import danish_overview, norwegian_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Organisation:
    return an_organisation("Andeby")


@pytest.fixture
def caller(home: Organisation) -> Caller:
    person = a_person(home, "Anne")
    a_role(person, "administrator")
    return Caller(person)


def sent(caller: Caller, path: str, file: bytes, name: str, **fields: Any) -> Any:
    """As a browser's form, or curl -F, sends it."""
    body = {"file": SimpleUploadedFile(name, file), **fields}
    return caller.client.post(f"/api/v1/{path}", body, headers=caller.headers)


def test_a_spreadsheet_is_sent_mapped_mended_imported_and_undone(caller: Caller) -> None:
    answer = sent(caller, "imports/", danish_overview(), "gevinster.csv", change_reason="Taken over")
    run = answer.json()
    assert (answer.status_code, run["stage"], run["is_foreign"], run["reason"]) == (201, "mapping", True, "Taken over")
    address = f"imports/{run['id']}/"
    seen = caller.get(f"{address}columns/").json()
    assert seen["columns"][1] == {
        "column": "B",
        "heading": "Gevinst",
        "field": "benefits.title",
        "samples": ["Færre breve", "Kortere svartid", "Færre genindlæggelser"],
    }
    assert {"field": "targets.value", "label": "Target", "by_year": True} in seen["fields_known"]
    for columns, code in (
        ({"A": "projects.leader"}, "required"),
        ({"B": "x"}, "unknown"),
        ({"ZZ": ""}, "unknown_column"),
    ):
        assert code in pointers(caller.post(f"{address}columns/", {"columns": columns})).values()
    looked = caller.post(f"{address}columns/", {"columns": {"H": "skip"}, "decimal_sign": ","}).json()
    assert (looked["stage"], looked["how_many_problems"]) == ("checked", 1)
    [problem] = caller.get(f"{address}preview/").json()["problems"]
    assert (problem["cell"], problem["text"], problem["column"]) == ("E6", "ikke målt", "Nulpunkt")
    assert caller.post(f"{address}start/").json()["code"] == "problems"
    assert pointers(caller.post(f"{address}words/", {"words": {"benefits.kind": "x"}})) == {"/words": "invalid"}
    assert caller.post(f"{address}words/", {"words": {}, "keep_unread": True}).json()["how_many_problems"] == 0
    done = caller.post(f"{address}start/").json()
    assert (done["stage"], done["is_working"], done["created"]) == ("imported", False, 11)
    assert caller.post(f"{address}cancel/").json()["code"] == "wrong_stage"
    assert caller.post(f"{address}undo/").json()["stage"] == "undone"
    assert caller.get(f"{address}preview/").json()["undone"]["stays"] == []
    assert not Project.objects.exists()


def test_our_own_format_comes_as_json_and_headings_may_stand_elsewhere(caller: Caller, home: Organisation) -> None:
    content = b64encode(a_zip(SMALL)).decode()
    run = caller.post("imports/", {"file_name": "r.zip", "content": content}).json()
    assert (run["stage"], run["created"], run["how_many_changes"]) == ("checked", 7, 0)
    for what in ({"columns": {}}, {"columns": {"A": "benefits.title"}}):
        assert caller.post(f"imports/{run['id']}/columns/", what).json()["code"] == "own_format"
    assert caller.post(f"imports/{run['id']}/words/", {"words": {}}).json()["code"] == "own_format"
    assert caller.get(f"imports/{run['id']}/columns/").json()["columns"] == []
    assert caller.post(f"imports/{run['id']}/cancel/").json()["stage"] == "cancelled"
    run = sent(caller, "imports/", norwegian_plan(), "plan.xlsx").json()
    headings = {"sheet": "Gevinstplan", "first": 5, "last": 5}
    assert caller.post(f"imports/{run['id']}/headings/", headings).json()["stage"] == "mapping"
    assert caller.get(f"imports/{run['id']}/columns/").json()["first"] == 5
    assert pointers(caller.post(f"imports/{run['id']}/headings/", headings | {"first": 0})) == {"/first": "invalid"}
    project = a_project(home, title="Ours")
    said = {"project": str(project.pk), "columns": {"B": "benefits.title"}}
    assert caller.post(f"imports/{run['id']}/columns/", said).json()["stage"] == "checked"
    assert {row["stage"] for row in caller.rows("imports/")} == {"checked", "cancelled"}


def test_what_is_no_file_or_not_an_administrators_is_refused(caller: Caller, home: Organisation) -> None:
    twice = {"content": b64encode(b"a;b").decode()}
    assert pointers(caller.post("imports/", {})) == {"/file": "required"}
    assert pointers(caller.post("imports/", {"file_name": "a", "content": "ø"})) == {"/content": "invalid"}
    assert pointers(sent(caller, "imports/", b"a", "a.csv", **twice)) == {"/content": "twice"}
    assert pointers(sent(caller, "imports/", b"\xd0\xcf\x11\xe0", "a.xls")) == {"/file": "file_refused"}
    assert sent(caller, "imports/", b"x" * 12_000_000, "a.csv").status_code == 413
    run = sent(caller, "imports/", a_zip(SMALL), "r.zip").json()
    member = Caller(a_person(home))
    for answer in (
        member.get("imports/"),
        member.get(f"imports/{run['id']}/preview/"),
        member.post(f"imports/{run['id']}/start/"),
        sent(member, "imports/", b"a;b", "a.csv"),
    ):
        assert answer.status_code == 403
        assert "administrator" in answer.json()["detail"]
    assert ImportRun.objects.count() == 1


def test_large_evidence_comes_as_a_file(cast: Cast) -> None:
    indicator = Indicator.objects.filter(benefit__project=cast.realising()).first()
    figure = a_measurement(indicator)
    reporter = Caller(cast.administrator)
    content = b"%PDF-1.7\n" + b"x" * 3_000_000
    answer = sent(reporter, "evidence/", content, "log.pdf", measurement=str(figure.pk), words="Journal")
    assert (answer.status_code, answer.json()["size"]) == (201, len(content))
    row = Evidence.objects.get()
    assert (row.words, row.file_name, row.content_type) == ("Journal", "log.pdf", "application/pdf")
    refused = sent(reporter, "evidence/", b"MZ", "log.pdf", measurement=str(figure.pk))
    assert refused.status_code == 400
    assert pointers(sent(reporter, "evidence/", b"%PDF-", "a.pdf", measurement="x")) == {
        "/measurement": "does_not_exist"
    }
