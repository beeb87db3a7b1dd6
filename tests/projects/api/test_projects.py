import pytest

from projects.models import Project
from tests.api_caller import Caller, pointers
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db


def test_a_project_is_registered_shown_changed_and_deleted(leader: Caller, cast: Cast) -> None:
    made = leader.post("projects/", {"title": "Shorter days in bed", "unit": str(cast.unit.pk), "start_date": "2013"})
    assert made.status_code == 201, made.content
    assert made["ETag"] == '"1"'
    row = made.json()
    assert made["Location"].endswith(f"/api/v1/projects/{row['id']}/")
    assert (row["start_date"], row["start_date_entered"], row["state"]) == ("2013-01-01", "2013", "draft")
    shown = leader.get(f"projects/{row['id']}/")
    assert (shown.json(), shown["ETag"]) == (row, '"1"')
    changed = leader.patch(f"projects/{row['id']}/", {"end_date": "2014-Q2", "change_reason": "Known now"}, version=1)
    assert (changed.status_code, changed["ETag"], changed.json()["end_date"]) == (200, '"2"', "2014-06-30")
    assert changed.json()["version"] == 2
    assert leader.delete(f"projects/{row['id']}/", version=2).status_code == 204
    assert leader.get(f"projects/{row['id']}/").status_code == 404


def test_every_field_can_be_written_and_comes_back(leader: Caller, cast: Cast) -> None:
    body = {
        "key": "sak-1",
        "title": "Lengre hjemme: æøå 漢字 <b>",
        "unit": str(cast.unit.pk),
        "theme": "Care",
        "track": "light",
        "restricted": True,
        "leader": str(cast.leader.pk),
        "owner": str(cast.owner.pk),
        "benefits_responsible": str(cast.responsible.pk),
        "members": [str(cast.member.pk)],
        "goals": [],
        "background": "b",
        "purpose": "p",
        "vision": "v",
        "success_factors": "s",
        "alternatives": "a",
        "next_action": "n",
        "case_reference": "c",
        "statutory": True,
    }
    made = leader.post("projects/", body)
    assert made.status_code == 201, made.content
    row = leader.get(f"projects/{made.json()['id']}/").json()
    assert {name: row[name] for name in body} == body


def test_a_stranger_finds_nothing_and_a_member_no_draft(
    leader: Caller, member: Caller, stranger: Caller, cast: Cast
) -> None:
    path = f"projects/{cast.draft().pk}/"
    for caller in (member, stranger):
        assert caller.get(path).status_code == 404
        assert caller.rows("projects/") == []
        assert caller.patch(path, {"title": "Mine"}, version=1).status_code == 404
    assert [row["title"] for row in leader.rows("projects/")] == ["Shorter days in bed"]


def test_who_sees_but_may_not_is_told_so(member: Caller, cast: Cast) -> None:
    project = cast.proposed()
    refused = member.patch(f"projects/{project.pk}/", {"title": "Mine"}, version=project.version)
    assert (refused.status_code, refused.json()["code"]) == (403, "edits_project")
    assert "Leader" in refused.json()["detail"]


def test_a_change_without_a_version_is_refused_and_a_stale_one_says_what_changed(leader: Caller, cast: Cast) -> None:
    project = cast.draft()
    path = f"projects/{project.pk}/"
    for refused in (leader.patch(path, {"title": "A"}), leader.put(path, {"title": "A"}), leader.delete(path)):
        assert (refused.status_code, refused.json()["code"]) == (428, "precondition_required")
    assert leader.patch(path, {"theme": "Care"}, version=project.version).status_code == 200
    stale = leader.patch(path, {"title": "A"}, version=project.version)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert (stale.json()["current_version"], stale.json()["changed_fields"]) == (project.version + 1, ["theme"])
    assert stale["ETag"] == f'"{project.version + 1}"'
    assert leader.patch(path, {"title": "A"}, version="something-else").status_code == 412
    assert fresh(project).title == project.title


def test_put_asks_for_what_must_be_there(leader: Caller, cast: Cast) -> None:
    project = cast.draft()
    path = f"projects/{project.pk}/"
    assert pointers(leader.put(path, {"theme": "Care"}, version=project.version)) == {"/title": "required"}
    assert leader.put(path, {"title": "New"}, version=project.version).json()["title"] == "New"


def test_nothing_but_declared_fields_can_be_set(leader: Caller, cast: Cast) -> None:
    project = cast.draft()
    concrete = {field.name for field in Project._meta.get_fields()} - {*leader.get(f"projects/{project.pk}/").json()}
    for name in [*concrete, "is_superuser", "nonsense"]:
        assert pointers(leader.patch(f"projects/{project.pk}/", {name: "x"}, version=1))[f"/{name}"] == "unknown"
    for name in ("id", "state", "organisation", "version", "created_at", "leader_accepted_at", "created_by"):
        assert pointers(leader.patch(f"projects/{project.pk}/", {name: "x"}, version=1)) == {f"/{name}": "read_only"}
    assert fresh(project).version == project.version


def test_another_organisations_id_is_refused_like_one_that_does_not_exist(leader: Caller, cast: Cast) -> None:
    project = cast.draft()
    for name in ("leader", "owner", "benefits_responsible", "unit", "programme"):
        foreign = leader.patch(f"projects/{project.pk}/", {name: str(cast.stranger.pk), "title": "A"}, version=1)
        nobody = leader.patch(f"projects/{project.pk}/", {name: "0b9e6b0a-0000-4000-8000-000000000000"}, version=1)
        assert pointers(foreign) == {f"/{name}": "does_not_exist"}
        assert foreign.json()["errors"] == nobody.json()["errors"]
    assert pointers(leader.patch(f"projects/{project.pk}/", {"members": [str(cast.stranger.pk)]}, version=1)) == {
        "/members": "does_not_exist"
    }
    assert fresh(project).title == project.title


def test_a_running_project_is_registered_in_its_state_by_an_administrator(
    administrator: Caller, leader: Caller, cast: Cast
) -> None:
    body = {"title": "Already there", "state": "realising", "unit": str(cast.unit.pk)}
    assert leader.post("projects/", body).status_code == 403
    assert administrator.post("projects/", body).json()["state"] == "realising"


def test_projects_are_found_by_their_parents_words_and_state(leader: Caller, cast: Cast) -> None:
    project = cast.proposed()
    found = str(project.pk)
    for query in (
        {"unit": str(cast.unit.pk)},
        {"state": "proposed"},
        {"state": ["draft", "proposed"]},
        {"leader": str(cast.leader.pk)},
        {"q": "bed SHORTER"},
        {"reference": project.reference},
        {"modified_since": "2020-01-01"},
        {"organisation": str(cast.organisation.pk)},
    ):
        assert [row["id"] for row in leader.rows("projects/", **query)] == [found], query
    for query in (
        {"unit": str(cast.top.pk)},
        {"state": "closed"},
        {"q": "bed longer"},
        {"key": "x"},
        {"modified_since": "2099-01-01T00:00:00Z"},
    ):
        assert leader.rows("projects/", **query) == [], query
