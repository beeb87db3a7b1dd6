"""An administrator imports by page and sees first what would happen; a list goes out as it is filtered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.forms import imports
from projects.interchange import waiting
from projects.interchange.files import read_tables
from projects.models import Project, WaitingImport
from projects.views import imports as pages
from register.models import Organisation, Person
from tests.factories import a_person, a_project, a_role
from tests.projects.interchange.books import SMALL, a_zip, with_sheet
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


def upload(page: Client, content: bytes, reason: str = "") -> str:
    file = SimpleUploadedFile("register.zip", content)
    return page.post(IMPORT, {"file": file, "reason": reason}).content.decode()


def confirm(page: Client) -> Any:
    kept = WaitingImport.objects.get()
    return page.post(reverse("projects:import_confirm", args=[kept.pk]), follow=True)


def test_an_administrator_looks_at_a_file_and_then_imports_it(administrator: Person) -> None:
    page = visiting(administrator)
    assert "Look at the file" in page.get(IMPORT).content.decode()
    shown = upload(page, a_zip(with_sheet("projects", ["key", "title", "leader"], ["p1", "x", "kari@a.example"])))
    for words in ("What “register.zip” would do", "kari@a.example", "Import this"):
        assert words in shown
    assert not Project.objects.exists()
    assert "Imported: created 7, changed 0, unchanged 0." in confirm(page).content.decode()
    assert Project.objects.exists()
    assert not WaitingImport.objects.exists()


def test_what_would_change_is_shown_cell_by_cell(administrator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visiting(administrator)
    upload(page, a_zip(SMALL))
    confirm(page)
    monkeypatch.setattr(pages, "MOST_SHOWN", 1)
    header, row = ["key", "title", "purpose"], ["p1", "<b>Ny</b> tittel", "Because"]
    shown = upload(page, a_zip(with_sheet("projects", header, row)))
    for words in ("Sammen på jobb", "&lt;b&gt;Ny&lt;/b&gt; tittel", "And 1 more."):
        assert words in shown
    assert "there is nothing to import" in upload(page, a_zip(SMALL))


def test_every_problem_is_shown_with_its_cell_and_nothing_waits(
    administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_SHOWN", 1)
    bad = with_sheet("projects", ["key", "title", "track"], ["p1", "", "<i>"])
    shown = upload(visiting(administrator), a_zip(bad))
    for words in ("Nothing was imported: 2 problems", "This cell must not be empty.", "And 1 more."):
        assert words in shown
    assert not WaitingImport.objects.exists()


def test_a_file_that_cannot_be_opened_is_refused_at_the_field(
    administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visiting(administrator)
    assert "neither an XLSX file nor a ZIP" in upload(page, b"Hello")
    monkeypatch.setattr(imports, "LARGEST_FILE", 3)
    assert "The file is larger than" in upload(page, b"Hello")


def test_what_the_register_became_meanwhile_counts_when_confirming(home: Organisation, administrator: Person) -> None:
    page = visiting(administrator)
    upload(page, a_zip({"projects": [["key", "title", "state"], ["p1", "x", "executing"]]}))
    a_project(home, key="p1", state="planning")
    assert "Nothing was imported: 1 problem" in confirm(page).content.decode()


def test_nobody_else_confirms_what_an_administrator_looked_at(home: Organisation, administrator: Person) -> None:
    upload(visiting(administrator), a_zip(SMALL))
    other, controller = a_person(home), a_person(home)
    a_role(other, "administrator")
    a_role(controller, "controller")
    assert confirm(visiting(other)).status_code == 404
    assert visiting(controller).get(IMPORT).status_code == 403
    assert not Project.objects.exists()


def test_a_file_that_nobody_confirms_is_not_kept_for_long(
    home: Organisation, administrator: Person, now: datetime
) -> None:
    other = a_person(home)
    a_role(other, "administrator")
    yesterday = now - waiting.KEPT_FOR - timedelta(minutes=1)
    waiting.preview(content=a_zip(SMALL), file_name="old.zip", reason="", by=other, now=yesterday)
    waiting.preview(content=a_zip(SMALL), file_name="new.zip", reason="", by=administrator, now=now)
    assert [str(one) for one in WaitingImport.objects.all()] == ["new.zip"]


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
