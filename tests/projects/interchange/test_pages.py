"""An administrator imports by page and sees first what would happen; a list goes out as it is filtered."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.forms import imports
from projects.interchange import shown as shown_words
from projects.interchange.files import read_tables
from projects.interchange.foreign.sheets import read_sheets
from projects.models import ImportRun, Project
from register.models import Organisation, Person
from tests.factories import a_benefit, a_person, a_project, a_role, an_organisation
from tests.projects.interchange.books import SMALL, a_zip, with_sheet
from tests.projects.interchange.foreign_books import danish_overview, norwegian_plan
from tests.projects.interchange.test_exporting import cells
from tests.visits import visiting

IMPORT = reverse("projects:import_page")


@pytest.fixture
def now() -> datetime:
    """Pages read the real clock."""
    return timezone.now()


@pytest.fixture
def administrator(home: Organisation) -> Person:
    person = a_person(home, "Anne")
    a_role(person, "administrator")
    return person


def upload(page: Client, content: bytes, reason: str = "", name: str = "register.zip") -> str:
    file = SimpleUploadedFile(name, content)
    return page.post(IMPORT, {"file": file, "reason": reason}, follow=True).content.decode()


def last() -> ImportRun:
    return ImportRun.objects.latest("created_at")


def step(page: Client, name: str, **said: Any) -> Any:
    return page.post(reverse(f"projects:import_{name}", args=[last().pk]), said, follow=True)


def test_an_administrator_looks_at_a_file_and_then_imports_it(administrator: Person) -> None:
    page = visiting(administrator)
    assert "Look at the file" in page.get(IMPORT).content.decode()
    shown = upload(page, a_zip(with_sheet("projects", ["key", "title", "leader"], ["p1", "x", "kari@a.example"])))
    for words in ("What “register.zip” would do", "kari@a.example", "Import this"):
        assert words in shown
    assert not Project.objects.exists()
    done = step(page, "start").content.decode()
    for words in ("Imported: created 7, changed 0, unchanged 0.", "Undo this import"):
        assert words in done
    assert Project.objects.exists()
    assert bytes(last().content) == b""
    assert "register.zip" in page.get(IMPORT).content.decode()


def test_the_page_asks_how_far_it_is_until_it_is_done(administrator: Person) -> None:
    page = visiting(administrator)
    upload(page, a_zip(SMALL))
    address = reverse("projects:import_run", args=[last().pk])
    done = page.get(address, headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert "every 2s" not in page.get(address).content.decode()
    ImportRun.objects.filter(pk=last().pk).update(stage="importing", done=3, total=7)
    assert "every 2s" in page.get(address).content.decode()
    assert "3 of 7 rows." in page.get(address, headers={"HX-Request": "true"}).content.decode()


def test_what_would_change_is_shown_cell_by_cell(administrator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visiting(administrator)
    upload(page, a_zip(SMALL))
    step(page, "start")
    monkeypatch.setattr(shown_words, "MOST", 1)
    header, row = ["key", "title", "purpose"], ["p1", "<b>Ny</b> tittel", "Because"]
    shown = upload(page, a_zip(with_sheet("projects", header, row)))
    for words in ("Sammen på jobb", "&lt;b&gt;Ny&lt;/b&gt; tittel", "The first 1 are shown."):
        assert words in shown
    assert "there is nothing to import" in upload(page, a_zip(SMALL))


def test_every_problem_is_shown_with_its_cell_and_nothing_can_be_imported(
    administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_words, "MOST", 1)
    page = visiting(administrator)
    bad = with_sheet("projects", ["key", "title", "track"], ["p1", "", "<i>"])
    shown = upload(page, a_zip(bad))
    for words in ("Nothing was imported: 2 problems", "This cell must not be empty.", "The first 1 are shown."):
        assert words in shown
    assert "Import this" not in shown
    assert "Mend what is named first" in step(page, "start").content.decode()
    assert not Project.objects.exists()


def test_a_file_that_cannot_be_opened_is_refused_at_the_field(
    administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visiting(administrator)
    assert "neither a spreadsheet (XLSX) nor a CSV file" in upload(page, b"\x00\x01")
    assert "This is an old Excel file" in upload(page, b"\xd0\xcf\x11\xe0")
    monkeypatch.setattr(imports, "LARGEST_FILE", 3)
    assert "The file is larger than" in upload(page, b"Hello")


def test_what_the_register_became_meanwhile_counts_when_importing(home: Organisation, administrator: Person) -> None:
    page = visiting(administrator)
    upload(page, a_zip({"projects": [["key", "title", "state"], ["p1", "x", "executing"]]}))
    a_project(home, key="p1", state="planning")
    assert "Nothing was imported: 1 problem" in step(page, "start").content.decode()


def test_only_administrators_of_the_organisation_see_its_imports(home: Organisation, administrator: Person) -> None:
    upload(visiting(administrator), a_zip(SMALL))
    stranger, controller = a_person(an_organisation()), a_person(home)
    a_role(stranger, "administrator")
    a_role(controller, "controller")
    assert step(visiting(stranger), "start").status_code == 404
    assert visiting(controller).get(IMPORT).status_code == 403
    assert visiting(controller).get(last().get_absolute_url()).status_code == 403
    assert not Project.objects.exists()


def test_a_spreadsheet_of_ones_own_is_mapped_mended_imported_and_undone(administrator: Person) -> None:
    page = visiting(administrator)
    shown = upload(page, danish_overview(), name="gevinster.csv")
    for words in ("What the columns mean", "Gevinstejer", "kirsten@andeby.example", "Benefit: owner"):
        assert words in shown
    columns = {f"column_{place}": named for place, named in last().mapping["columns"].items()}
    same = {**columns, "state": "executing", "decimal_sign": ","}
    assert "Say which column has the title" in step(page, "columns", state="draft", decimal_sign=",").content.decode()
    shown = step(page, "columns", **same).content.decode()
    for words in ("Nothing was imported: 1 problem", "E6", "ikke målt", "1 row is left out"):
        assert words in shown
    shown = step(page, "words", keep_unread="on").content.decode()
    for words in ("Import this", '<th scope="row">Indicators</th>'):
        assert words in shown
    assert "Imported: created" in step(page, "start").content.decode()
    assert Project.objects.count() == 2
    assert "What was undone" in step(page, "undo").content.decode()
    assert not Project.objects.exists()


def test_all_rows_may_belong_to_one_project_whose_choice_is_still_there_when_columns_change(
    home: Organisation, administrator: Person
) -> None:
    page, project = visiting(administrator), a_project(home, key="p 7", title="Ours")
    upload(page, "Gevinst;Mål 2027\nKortere;7\n".encode(), name="g.csv")
    same = {"column_0": "benefits.title", "state": "executing", "decimal_sign": ","}
    step(page, "columns", project=str(project.pk), **same)
    assert last().mapping["project"] == "p 7"
    shown = page.get(f"{last().get_absolute_url()}?columns=1").content.decode()
    assert f'<option value="{project.pk}" selected>Ours' in shown


def test_the_headings_may_stand_elsewhere(administrator: Person) -> None:
    page = visiting(administrator)
    upload(page, norwegian_plan(), name="plan.xlsx")
    assert (last().mapping["sheet"], last().mapping["first"], last().mapping["last"]) == ("Gevinstplan", 3, 4)
    shown = step(page, "headings", **{"at-sheet": "Veiledning", "at-first": "1", "at-last": "1"}).content.decode()
    assert "Slik bruker du arket" in shown
    again = {"at-sheet": "Gevinstplan", "at-first": "4", "at-last": "5"}
    assert "Nullpunkt \N{EN DASH} Verdi" in step(page, "headings", **again).content.decode()
    assert "Cancelled" in step(page, "cancel").content.decode()
    assert "This cannot be done now" in step(page, "undo").content.decode()


@pytest.mark.parametrize(("kind", "ending"), [("xlsx", "xlsx"), ("zip", "zip"), ("", "xlsx")])
def test_the_list_goes_out_as_it_is_filtered(home: Organisation, kind: str, ending: str) -> None:
    reader = a_person(home)
    a_project(home, title="Gatelys", key="p1")
    a_project(home, title="Heltid", key="p2")
    a_project(home, title="Gatelys, hemmelig", key="p3", restricted=True)
    answer = visiting(reader).get(reverse("projects:export"), {"q": "gatelys", "as": kind})
    assert f".{ending}" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert [row[0] for row in cells(read_tables(answer.content))["projects"]] == ["p1"]


def test_the_whole_register_goes_out_to_administrators_and_controllers(
    home: Organisation, administrator: Person
) -> None:
    a_project(home, key="p3", restricted=True)
    answer = visiting(administrator).get(reverse("projects:export_all"), {"as": "zip"})
    assert [row[0] for row in cells(read_tables(answer.content))["projects"]] == ["p3"]
    assert visiting(a_person(home)).get(reverse("projects:export_all")).status_code == 403


def test_an_export_says_by_whom_when_and_with_which_filter_it_was_made(
    home: Organisation, administrator: Person
) -> None:
    a_benefit(a_project(home, title="Gatelys", key="p1"), title="Mindre strøm")
    page = visiting(administrator)
    wanted = {"export": {"q": "gate"}, "export_benefits": {"q": "strøm"}, "export_portfolio": {"state": "executing"}}
    for name, asked in wanted.items():
        content = page.get(reverse(f"projects:{name}"), asked).content
        said = {sheet.name: sheet.rows for sheet in read_sheets(content)}["About this export"]
        lines = {row[0]: row[1] for row in said}
        assert lines["Made by"] == "Anne"
        assert lines["Search" if "q" in asked else "State of the project"] in ("gate", "strøm", "Executing")
    everything = page.get(reverse("projects:export_all"), {"as": "zip"}).content
    assert "Look at the file" in page.get(IMPORT).content.decode()
    assert "there is nothing to import" in upload(page, everything)
