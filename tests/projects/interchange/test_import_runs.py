"""An import is a row that survives its page: worked on by a lease, told of, cancelled, undone as far as untouched."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from projects import tasks
from projects.interchange import notes, progress, runs, working
from projects.interchange.progress import Cancelled, Progress, RunProgress, as_it_is
from projects.models import Benefit, ImportRun, Indicator, Project, Rebaselining
from projects.services import benefits, promises
from register.errors import NotPermitted, NotPossible
from register.models import Organisation, Person, Unit
from tests.cast import fresh
from tests.factories import START, a_benefit, a_person, a_project, a_role, an_organisation
from tests.projects.interchange.books import SMALL, a_zip
from tests.projects.interchange.foreign_books import swedish_register


@pytest.fixture
def administrator(home: Organisation) -> Person:
    person = a_person(home, "Anne")
    a_role(person, "administrator")
    return person


def uploaded(administrator: Person, content: bytes | None = None) -> ImportRun:
    content = a_zip(SMALL) if content is None else content
    return runs.upload(content=content, file_name="r.zip", reason="The council.", by=administrator, now=START)


def worked(run: ImportRun) -> ImportRun:
    working.work(run_id=run.pk, now=START, progress=Progress())
    return fresh(run)


def imported(administrator: Person, content: bytes | None = None) -> ImportRun:
    looked = worked(uploaded(administrator, content))
    return worked(runs.start(run=looked, by=administrator, now=START))


def undone(run: ImportRun, administrator: Person) -> dict[str, Any]:
    return worked(runs.undo(run=run, by=administrator, now=START)).result["undone"]


def test_a_worker_takes_up_what_waits_and_nobody_else_does_meanwhile(administrator: Person) -> None:
    run = uploaded(administrator)
    assert working.waiting() == [run.pk]
    ImportRun.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert working.waiting() == []
    assert worked(run).stage == "checking"
    ImportRun.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    tasks.run_imports()
    assert fresh(run).stage == "checked"


def test_what_never_comes_to_an_end_is_given_up_in_words(
    administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = uploaded(administrator)
    monkeypatch.setattr(working, "tables_of", lambda _run: 1 / 0)
    for _attempt in range(working.MOST_ATTEMPTS):
        assert worked(run).stage == "checking"
    given_up = worked(run)
    assert given_up.stage == "failed"
    assert "did not come to an end" in given_up.result["words"]


def test_an_import_is_cancelled_before_and_while_it_is_worked_on(administrator: Person) -> None:
    run = runs.start(run=worked(uploaded(administrator)), by=administrator, now=START)
    assert runs.cancel(run=run, by=administrator, now=START).stage == "cancelled"
    run = runs.start(run=worked(uploaded(administrator)), by=administrator, now=START)
    ImportRun.objects.filter(pk=run.pk).update(lease_until=START)
    assert runs.cancel(run=fresh(run), by=administrator, now=START).cancel_asked

    class Stopped(Progress):
        def step(self, rows: int = 1) -> None:
            raise Cancelled

    working.work(run_id=run.pk, now=START, progress=Stopped())
    assert fresh(run).stage == "cancelled"
    assert not Project.objects.exists()


def test_nobody_but_an_administrator_imports_and_no_step_is_taken_twice(
    home: Organisation, administrator: Person
) -> None:
    with pytest.raises(NotPermitted):
        uploaded(a_person(home))
    run = imported(administrator)
    with pytest.raises(NotPossible, match="Imported"):
        runs.start(run=run, by=administrator, now=START)
    assert undone(run, administrator)["removed"] == 7
    with pytest.raises(NotPossible):
        runs.undo(run=run, by=administrator, now=START)


def test_undoing_is_cancelled_before_it_begins(administrator: Person) -> None:
    run = runs.undo(run=imported(administrator), by=administrator, now=START)
    assert runs.cancel(run=run, by=administrator, now=START).stage == "imported"


def test_undoing_leaves_nothing_of_an_untouched_import(administrator: Person) -> None:
    told = undone(imported(administrator), administrator)
    assert (told["removed"], told["restored"], told["stays"]) == (7, 0, [])
    assert not Project.objects.exists()
    assert not Unit.objects.exists()


def test_what_goes_again_beside_a_promise_is_a_change_of_it_as_its_coming_was(administrator: Person) -> None:
    imported(administrator)
    promises.keep_promises(Project.objects.get(), by=None, now=START, given={})
    more = {
        "targets": [["key", "indicator", "due_date", "value"], ["t9", "i1", "2031", "1"], ["t10", "i1", "2032", "1"]]
    }
    assert undone(imported(administrator, a_zip(more)), administrator)["removed"] == 2
    noted = Rebaselining.objects.values_list("what", "reason")
    came, went = ("target_added", "The council."), ("target_removed", "Undone: the import of “r.zip”.")
    assert sorted(noted) == [came, came, went, went]


def test_changed_cells_become_what_they_were(home: Organisation, administrator: Person) -> None:
    project = a_project(home, key="p1", title="Before", purpose="Old")
    content = a_zip({"projects": [["key", "title", "purpose"], ["p1", "After", ""]]})
    run = imported(administrator, content)
    assert (fresh(project).title, fresh(project).purpose) == ("After", "")
    assert undone(run, administrator)["restored"] == 1
    assert (fresh(project).title, fresh(project).purpose) == ("Before", "Old")


def test_what_somebody_has_touched_since_stays_with_all_it_rests_on(administrator: Person) -> None:
    run = imported(administrator)
    benefit = Benefit.objects.get()
    benefits.update_benefit(benefit=benefit, changes={"description": "Mine"}, by=administrator, now=START)
    told = undone(run, administrator)
    stays = {(sheet, name): why for sheet, name, why in told["stays"]}
    assert "Anne changed it on" in stays["benefits", "Lower sick leave"]
    assert "Lower sick leave" in stays["projects", "Sammen på jobb"]
    assert "Other things depend on it" in stays["units", "Health"]
    assert not Indicator.objects.exists()
    assert Benefit.objects.exists()


def test_what_was_added_since_stays_with_what_it_belongs_to(home: Organisation, administrator: Person) -> None:
    run = imported(administrator)
    values = {"title": "Added by hand"}
    benefits.create_benefit(project=Project.objects.get(), fields=values, by=administrator, now=START)
    told = undone(run, administrator)
    assert [name for sheet, name, _why in told["stays"] if sheet == "projects"] == ["Sammen på jobb"]
    assert [row.title for row in Benefit.objects.all()] == ["Added by hand"]


def test_a_changed_row_that_changed_again_stays(home: Organisation, administrator: Person) -> None:
    project = a_project(home, key="p1", title="Before")
    benefit = a_benefit(project, key="b1", title="Old", state="identified")
    rows = {"benefits": [["key", "project", "title"], ["b1", "p1", "New"]]}
    run = imported(administrator, a_zip(rows))
    benefits.update_benefit(benefit=fresh(benefit), changes={"title": "Newer"}, by=administrator, now=START)
    assert undone(run, administrator)["stays"][0][0] == "benefits"
    assert fresh(benefit).title == "Newer"


def test_old_files_are_forgotten_and_what_was_said_of_columns_is_remembered(
    home: Organisation, administrator: Person
) -> None:
    run = uploaded(administrator, swedish_register())
    said = runs.Mapping.of_json(run.mapping)
    columns = {**said.columns, 2: "skip", 1: "benefits.title"}
    worked(runs.say_columns(run=run, said=runs.replace(said, columns=columns), by=administrator, now=START))
    again = uploaded(administrator, swedish_register())
    assert runs.Mapping.of_json(again.mapping).columns[2] == "skip"
    later = START + runs.KEPT_FOR + timedelta(days=1)
    runs.upload(content=a_zip(SMALL), file_name="x", reason="", by=administrator, now=later)
    assert not ImportRun.objects.filter(pk=again.pk).exists()


def test_problems_of_the_register_are_named_by_the_cells_of_the_sheet(
    home: Organisation, administrator: Person
) -> None:
    left = a_person(home, "Ola Nordmann", is_active=False)
    csv = f"Prosjekt;Gevinst;Gevinsteier;Mål 2027\nVei;Kortere;{left.email};7\n"
    run = uploaded(administrator, csv.encode())
    run = worked(runs.say_columns(run=run, said=runs.Mapping.of_json(run.mapping), by=administrator, now=START))
    [problem] = run.result["problems"]
    assert problem[2:] == ["Gevinsteier", "", f"{left.email} is not active any more. Name somebody else.", "C2"]


@pytest.mark.parametrize("beside_the_database", [False, True])
@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_from_outside_and_a_wish_to_stop_is_heard(
    now: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, *, beside_the_database: bool
) -> None:
    """SQLite lets nobody write while an import is being stored; there both lie beside the database."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(progress, "EVERY", 0.0)
    if beside_the_database:
        monkeypatch.setattr(notes, "are_needed", lambda: True)
    person = a_person(an_organisation(), "Anne")
    a_role(person, "administrator")
    run = runs.start(run=worked(uploaded(person)), by=person, now=START)
    assert working.waiting() == [run.pk]
    ImportRun.objects.update(lease_until=timezone.now())
    counting = RunProgress(run.pk)
    counting.begin(7)
    counting.step(3)
    seen = as_it_is(fresh(run))
    assert (seen.done, seen.total, seen.cancel_asked) == (3, 7, False)
    assert working.waiting() == []
    assert runs.cancel(run=fresh(run), by=person, now=START).cancel_asked
    with pytest.raises(Cancelled):
        counting.step()
    ImportRun.objects.update(lease_until=None)
    (tmp_path / "imports" / run.pk.hex).unlink(missing_ok=True)
    assert as_it_is(fresh(run)).cancel_asked
    working.work(run_id=run.pk, now=START)
    assert fresh(run).stage == "cancelled"
    assert not Project.objects.exists()
    assert not list(tmp_path.glob("imports/*"))
