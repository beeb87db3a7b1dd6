"""The same from the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from projects.models import Project
from register.models import AuditEvent, Organisation
from tests.projects.interchange.books import SMALL, a_zip, with_sheet


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, "--organisation", "andebu ", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def small(tmp_path: Path) -> str:
    file = tmp_path / "small.zip"
    file.write_bytes(a_zip(SMALL))
    return str(file)


def test_the_import_ends_with_its_counts(home: Organisation, small: str) -> None:
    assert run("import_register", small)[0].splitlines()[-1] == "created 7, changed 0, unchanged 0"
    assert run("import_register", small)[0].splitlines()[-1] == "created 0, changed 0, unchanged 7"


def test_a_dry_run_tells_and_stores_nothing(home: Organisation, small: str, tmp_path: Path) -> None:
    run("import_register", small)
    changed = tmp_path / "changed.zip"
    changed.write_bytes(a_zip(with_sheet("projects", ["key", "title", "owner"], ["p1", "New", "kari@a.example"])))
    said, _ = run("import_register", str(changed), "--dry-run")
    assert "projects, row 2, title: 'Sammen på jobb' becomes 'New'" in said
    assert "kari@a.example is known by this address alone, and has no account." in said
    assert said.splitlines()[-1] == "created 0, changed 1, unchanged 6"
    assert Project.objects.get().title == "Sammen på jobb"


def test_the_reason_stands_in_the_audit_trail(home: Organisation, small: str) -> None:
    run("import_register", small, "--reason", "From the old sheet")
    notes = {event.note_in_full() for event in AuditEvent.objects.filter(action="project.created")}
    assert notes == {"From the old sheet"}


def test_all_problems_are_printed_and_nothing_is_stored(home: Organisation, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(a_zip(with_sheet("projects", ["key", "title", "track"], ["p1", "", "fast"])))
    err = StringIO()
    with pytest.raises(CommandError, match=r"Nothing was imported\..*Problems: 2\."):
        call_command("import_register", str(bad), "--organisation", "Andebu", stderr=err)
    assert [line.split(":")[0] for line in err.getvalue().splitlines()] == [
        "projects, row 2, title",
        "projects, row 2, track",
    ]
    assert not Project.objects.exists()


def test_a_file_or_an_organisation_that_is_not_there_is_named(home: Organisation, small: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no organisation named 'Nowhere'"):
        call_command("import_register", small, "--organisation", "Nowhere")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("import_register", str(tmp_path / "none.zip"))
    (tmp_path / "text.zip").write_text("Hello")
    with pytest.raises(CommandError, match="neither an XLSX file nor a ZIP"):
        run("import_register", str(tmp_path / "text.zip"))


@pytest.mark.parametrize("ending", ["xlsx", "zip"])
def test_an_export_imports_again_unchanged(home: Organisation, small: str, tmp_path: Path, ending: str) -> None:
    run("import_register", small)
    out = str(tmp_path / f"out.{ending}")
    assert "Andebu is written to" in run("export_register", out)[0]
    assert run("import_register", out)[0].splitlines()[-1] == "created 0, changed 0, unchanged 7"


def test_an_export_that_cannot_be_written_is_refused(home: Organisation, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"ends in \.xlsx or \.zip"):
        run("export_register", str(tmp_path / "out.csv"))
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_register", str(tmp_path / "none" / "out.zip"))
    with pytest.raises(CommandError, match="no organisation named"):
        call_command("export_register", str(tmp_path / "out.zip"), "--organisation", "Nowhere")
    Project.objects.create(organisation=home, title="Long", background="x" * 40_000)
    with pytest.raises(CommandError, match="Export as a ZIP"):
        run("export_register", str(tmp_path / "out.xlsx"))
