"""The page on which units are reorganised, the same over the API and by command."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from projects.models import Reorganisation
from register.models import Unit
from tests.api_caller import Caller
from tests.cast import Cast, fresh, this_hour, unit
from tests.pages.conftest import SignIn, as_person  # noqa: F401 a fixture


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast(this_hour())
    cast.other = unit(cast.organisation, "Nursing homes", now=cast.now, parent=cast.top)
    cast.project = cast.planning()
    return cast


@pytest.fixture
def admin(cast: Cast, as_person: SignIn) -> Client:  # noqa: F811
    return as_person(cast.administrator)


def address(cast: Cast, kind: str) -> str:
    return f"/settings/units/{cast.unit.pk}/reorganise/{kind}/"


def test_the_first_step_asks_which_unit_and_what(cast: Cast, admin: Client) -> None:
    assert "/settings/units/reorganise/" in admin.get("/settings/units/").content.decode()
    assert "Which unit" in admin.get("/settings/units/reorganise/").content.decode()
    chosen = admin.get("/settings/units/reorganise/", {"unit": cast.unit.pk, "kind": "merge"})
    assert chosen.url == address(cast, "merge")


def test_a_merge_is_counted_first_and_done_by_a_second_click(cast: Cast, admin: Client) -> None:
    first = admin.get(address(cast, "merge")).content.decode()
    assert "The unit has: 1 project" in first
    looked = admin.post(address(cast, "merge"), {"into": cast.other.pk}).content.decode()
    assert "What would follow: 1 project, 1 handover, 2 roles" in looked
    assert "Nothing has been changed yet." in looked
    assert fresh(cast.unit).closed_at is None
    done = admin.post(address(cast, "merge"), {"into": cast.other.pk, "sure": "1", "reason": "Item 12"})
    assert done.url == "/settings/units/reorganise/"
    assert fresh(cast.project).unit == cast.other
    after = admin.get("/settings/units/reorganise/").content.decode()
    assert "Home care → Nursing homes" in after
    assert "Item 12" in after
    assert "Home care" not in admin.get("/settings/units/").content.decode()
    assert admin.get(address(cast, "merge")).status_code == 404


def test_a_split_takes_what_is_ticked_to_a_new_unit(cast: Cast, admin: Client) -> None:
    page = admin.get(address(cast, "split")).content.decode()
    assert f"project.{cast.project.pk}" in page
    sent = {"name": "Night care", "line_manager": cast.member.pk, "chosen": [f"project.{cast.project.pk}"]}
    assert "What would follow: 1 project" in admin.post(address(cast, "split"), sent).content.decode()
    assert not Unit.objects.filter(name="Night care").exists()
    admin.post(address(cast, "split"), {**sent, "sure": "1"})
    assert fresh(cast.project).unit.name == "Night care"


def test_a_refusal_is_said_in_words_and_nothing_is_done(cast: Cast, admin: Client) -> None:
    page = admin.post(address(cast, "split"), {"name": "Night care", "sure": "1"}).content.decode()
    assert "Choose at least one thing that goes to the other unit." in page
    assert "Night care" in page
    assert not Unit.objects.filter(name="Night care").exists()


def test_a_unit_is_put_at_the_top(cast: Cast, admin: Client) -> None:
    admin.post(address(cast, "move"), {"sure": "1"})
    assert fresh(cast.unit).parent is None


def test_only_administrators_reorganise(cast: Cast, as_person: SignIn) -> None:  # noqa: F811
    assert as_person(cast.superior).get("/settings/units/reorganise/").status_code == 403
    assert as_person(cast.superior).get(address(cast, "merge")).status_code == 403
    assert as_person(cast.administrator).get(address(cast, "nonsense")).status_code == 404


def test_the_api_rehearses_and_does_the_same(cast: Cast) -> None:
    caller = Caller(cast.administrator)
    body = {"kind": "merge", "unit": str(cast.unit.pk), "into": str(cast.other.pk), "change_reason": "Item 12"}
    dry = caller.post("reorganisations/", {**body, "dry_run": True})
    assert (dry.status_code, dry.json()["counts"]["projects"]) == (200, 1)
    assert Reorganisation.objects.count() == 0
    done = caller.post("reorganisations/", body)
    assert (done.status_code, done.json()["reason"]) == (201, "Item 12")
    assert [row["id"] for row in caller.rows("reorganisations/")] == [done.json()["id"]]
    assert Caller(cast.member).post("reorganisations/", body).status_code == 403
    assert Caller(cast.member).rows("reorganisations/") == []


def test_the_api_splits_to_a_new_unit_and_refuses_what_is_lacking(cast: Cast) -> None:
    caller = Caller(cast.administrator)
    body = {"kind": "split", "unit": str(cast.unit.pk), "name": "Night", "chosen": [f"project.{cast.project.pk}"]}
    assert caller.post("reorganisations/", body).status_code == 201
    assert caller.post("reorganisations/", {"kind": "merge", "unit": str(cast.unit.pk)}).status_code == 400


def command(cast: Cast, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("reorganise", *words, "--organisation", cast.organisation.name, "--unit", "home care")
    return capsys.readouterr().out


def test_the_command_rehearses_and_does_the_same(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert "would follow: 1 project" in command(cast, capsys, "merge", "--into", "Nursing homes", "--dry-run")
    assert fresh(cast.unit).closed_at is None
    assert "followed: 1 project" in command(cast, capsys, "merge", "--into", str(cast.other.pk))
    assert fresh(cast.project).unit == cast.other


def test_the_command_lists_what_a_split_can_choose(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    listed = command(cast, capsys, "split", "--list")
    assert f"project.{cast.project.pk}" in listed
    new = ("--new", "Night care", "--line-manager", cast.member.email)
    command(cast, capsys, "split", *new, "--choose", f"project.{cast.project.pk}")
    assert fresh(cast.project).unit.line_manager == cast.member


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("merge", "--into", "Nowhere"), "0 units"),
        (("merge",), "Say into which unit"),
        (("split", "--new", "Night", "--line-manager", "nobody@example.org"), "Nobody in"),
    ],
)
def test_the_command_says_what_is_wrong(
    cast: Cast, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        command(cast, capsys, *words)
    with pytest.raises(CommandError, match="no organisation"):
        call_command("reorganise", "merge", "--organisation", "Nowhere", "--unit", "Home care")
