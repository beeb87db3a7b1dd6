"""Organisations, units, people, roles, goals and tokens over the API."""

from typing import Any

import pytest

from register.models import Organisation, Person, RoleAssignment, Unit
from tests.api_caller import Caller, pointers


@pytest.fixture
def owner(administrator: Person) -> Caller:
    return Caller(administrator)


@pytest.fixture
def one(member: Person) -> Caller:
    """Somebody of the same organisation who administers nothing."""
    return Caller(member)


@pytest.fixture
def foreign(stranger: Person) -> Caller:
    return Caller(stranger)


def made(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_one_sees_the_own_organisation_and_an_administrator_changes_it(
    owner: Caller, one: Caller, andebu: Organisation
) -> None:
    [row] = one.rows("organisations/")
    path = f"organisations/{andebu.pk}/"
    assert (row["id"], row["name"], row["country"]) == (str(andebu.pk), "Andebu", "NO")
    assert one.patch(path, {"budget_label": "Økonomiplan"}, version=1).status_code == 403
    changes = {"budget_label": "Økonomiplan", "gate_labels": {"approve_concept": "BP1"}, "limits": {"on_track": 0.85}}
    changed = owner.patch(path, changes, version=1)
    assert {name: changed.json()[name] for name in changes} == changes
    assert pointers(owner.patch(path, {"limits": {"nonsense": 1}}, version=2)) == {"/limits/nonsense": "unknown"}
    assert pointers(owner.patch(path, {"is_example": True}, version=2)) == {"/is_example": "read_only"}


def test_a_unit_has_a_line_manager_and_a_deputy(owner: Caller, one: Caller, unit: Unit, member: Person) -> None:
    assert one.post("units/", {"name": "School"}).status_code == 403
    school = made(owner.post("units/", {"name": "School", "parent": str(unit.pk), "line_manager": str(member.pk)}))
    assert (school["line_manager"], school["deputy"]) == (str(member.pk), None)
    path = f"units/{school['id']}/"
    version = one.get(path).json()["version"]
    changed = owner.patch(path, {"line_manager": None, "deputy": str(member.pk)}, version=version).json()
    assert (changed["line_manager"], changed["deputy"]) == (None, str(member.pk))
    assert [row["name"] for row in one.rows("units/", parent=str(unit.pk))] == ["School"]
    assert owner.delete(path, version=changed["version"]).status_code == 204


def test_units_come_in_nordic_order(owner: Caller, one: Caller) -> None:
    for name in ("Ås", "Ærø", "Zoo", "Ørsta"):
        made(owner.post("units/", {"name": name}))
    assert [row["name"] for row in one.rows("units/")] == ["Zoo", "Ærø", "Ørsta", "Ås"]
    assert [row["name"] for row in one.rows("units/", ordering="-name")] == ["Ås", "Ørsta", "Ærø", "Zoo"]
    assert "name_sort" not in one.rows("units/")[0]


def test_adding_a_person_reveals_nothing_about_the_address(owner: Caller, one: Caller, stranger: Person) -> None:
    assert one.post("people/", {"email": "new@andebu.example"}).status_code == 403
    known = made(owner.post("people/", {"email": stranger.email}))
    new = made(owner.post("people/", {"email": "new@andebu.example"}))
    assert known.keys() == new.keys()
    assert known["name"] == stranger.email.partition("@")[0]
    assert pointers(owner.post("people/", {"email": "new@andebu.example"})) == {"/email": "unique"}
    assert [row["id"] for row in one.rows("people/", email="NEW@andebu.example")] == [new["id"]]


def test_people_change_their_name_and_an_administrator_closes_the_door(
    owner: Caller, one: Caller, member: Person
) -> None:
    path = f"people/{member.pk}/"
    version = one.get(path).json()["version"]
    assert one.patch(path, {"name": "Mons Moe", "language": "da"}, version=version).json()["name"] == "Mons Moe"
    assert one.patch(path, {"email": "m@andebu.example"}, version=version + 1).status_code == 403
    assert pointers(one.patch(path, {"is_active": False}, version=version + 1)) == {"/is_active": "read_only"}
    assert one.post(f"{path}deactivate/").status_code == 403
    assert owner.post(f"{path}deactivate/", {"change_reason": "Left"}).json()["is_active"] is False
    assert one.get(path).status_code == 401
    assert owner.post(f"{path}reactivate/").json()["is_active"] is True


def test_roles_are_given_and_taken_by_administrators(
    owner: Caller, one: Caller, administrator: Person, member: Person, unit: Unit
) -> None:
    role = {"person": str(member.pk), "role": "controller", "unit": str(unit.pk)}
    assert one.post("role_assignments/", role).status_code == 403
    given = made(owner.post("role_assignments/", role))
    assert given["role"] == "controller"
    assert owner.patch(f"role_assignments/{given['id']}/", {}, version=1).status_code == 405
    assert owner.delete(f"role_assignments/{given['id']}/", version=1).status_code == 204
    own = owner.post("role_assignments/", {**role, "person": str(administrator.pk)})
    assert (own.status_code, own.json()["code"]) == (403, "own_role")
    last = RoleAssignment.objects.get(person=administrator)
    refused = owner.delete(f"role_assignments/{last.pk}/", version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    assert pointers(owner.post("role_assignments/", {"role": "king"})) == {
        "/person": "required",
        "/role": "invalid_choice",
    }


def test_an_absence_names_a_deputy(one: Caller, administrator: Person, member: Person) -> None:
    body = {"person": str(member.pk), "deputy": str(administrator.pk), "from_date": "2026-07", "to_date": "2026-07-31"}
    absence = made(one.post("absences/", {**body, "from_date": "2026-07-01"}))
    assert (absence["from_date"], absence["to_date"]) == ("2026-07-01", "2026-07-31")
    path = f"absences/{absence['id']}/"
    assert one.patch(path, {"to_date": "2026-06-01"}, version=1).status_code == 400
    assert pointers(one.patch(path, {"person": str(administrator.pk)}, version=1)) == {"/person": "fixed"}
    assert (
        one.patch(path, {"person": str(member.pk), "to_date": "2026-08"}, version=1).json()["to_date"] == "2026-08-31"
    )
    assert one.delete(path, version=2).status_code == 204


def test_goals_and_programmes_are_kept_by_administrators(owner: Caller, one: Caller) -> None:
    for path, body in (
        ("goals/", {"title": "Safe at home", "target_date": "2030-H1"}),
        ("programmes/", {"title": "Care"}),
    ):
        assert one.post(path, body).status_code == 403
        row = made(owner.post(path, body))
        assert one.rows(path, q="are" if path == "programmes/" else "safe")[0]["id"] == row["id"]
        assert owner.put(f"{path}{row['id']}/", {"title": "New"}, version=1).json()["title"] == "New"
        assert owner.delete(f"{path}{row['id']}/", version=2).status_code == 204
    assert pointers(owner.post("programmes/", {"title": "x", "participants": []})) == {"/participants": "unknown"}


def test_a_goal_keeps_what_was_entered_of_its_date(owner: Caller) -> None:
    goal = made(owner.post("goals/", {"title": "Safe", "target_date": "2030-H1"}))
    assert (goal["target_date"], goal["target_date_entered"]) == ("2030-06-30", "2030-H1")
    emptied = owner.patch(f"goals/{goal['id']}/", {"target_date": None}, version=1).json()
    assert (emptied["target_date"], emptied["target_date_entered"]) == (None, "")


def test_a_tokens_secret_is_shown_once(one: Caller, owner: Caller) -> None:
    token = made(one.post("tokens/", {"name": "Mine", "scopes": ["read"]}))
    assert token["token"].startswith("vrg_")
    assert all("token" not in row and "digest" not in row for row in one.rows("tokens/"))
    bearer = {"Authorization": f"Bearer {token['token']}"}
    assert one.call("get", "people/", **bearer).status_code == 200
    assert one.call("post", "tokens/", {"name": "More"}, **bearer).status_code == 403
    assert token["id"] not in {row["id"] for row in owner.rows("tokens/")}
    assert one.delete(f"tokens/{token['id']}/", version=1).status_code == 204
    assert one.call("get", "people/", **bearer).status_code == 401


def test_service_tokens_are_made_by_administrators(owner: Caller, one: Caller) -> None:
    body = {"name": "Finance system", "kind": "service", "scopes": ["read"], "role": "controller"}
    assert one.post("tokens/", body).status_code == 403
    token = made(owner.post("tokens/", body))
    assert [row["name"] for row in one.rows("people/", is_service="true")] == ["Finance system"]
    machine = {"Authorization": f"Bearer {token['token']}"}
    assert owner.call("get", "projects/", **machine).status_code == 200
    assert pointers(owner.post("tokens/", {**body, "role": "decision_maker"})) == {"/role": "machine"}
    assert pointers(owner.post("tokens/", {"name": "x", "scopes": ["all"]})) == {"/scopes/0": "invalid_choice"}
    assert pointers(owner.post("tokens/", {"name": "x", "expires": "2099-01-01T00:00:00Z"})) == {"/expires": "invalid"}


def test_a_stranger_gets_no_row_of_anything(foreign: Caller, unit: Unit, member: Person) -> None:
    for path in (f"units/{unit.pk}/", f"people/{member.pk}/", f"organisations/{unit.organisation_id}/"):
        assert foreign.get(path).status_code == 404
        assert foreign.patch(path, {"name": "Mine"}, version=1).status_code == 404
    assert foreign.rows("units/") == []
    assert pointers(foreign.post("units/", {"name": "x", "parent": str(unit.pk)})) == {"/parent": "does_not_exist"}
