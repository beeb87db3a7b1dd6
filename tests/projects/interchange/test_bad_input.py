"""Whatever is wrong with a file is named by sheet, row and column, all at once, and nothing is stored."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from projects.models import Benefit, Project
from register.models import AuditEvent, Organisation, Person, Unit
from tests.factories import an_organisation
from tests.projects.interchange.books import SMALL, Sheets, a_workbook, with_sheet
from tests.projects.interchange.conftest import Import

P = ["key", "title"]
B = ["key", "project", "title"]
INDICATOR = ["key", "benefit", "name"]
M = ["key", "indicator", "period_start", "value"]
T = ["key", "indicator", "due_date", "value", "comparator"]


def project(column: str, cell: str) -> Sheets:
    """The small register with one more cell in its project."""
    return with_sheet("projects", [*P, column], ["p1", "x", cell])


CASES: list[tuple[Sheets, str]] = [
    ({"budget": [["key"], ["a"]]}, "budget: There is no such sheet. Known sheets: people, units, goals,"),
    (with_sheet("projects", ["key", "titel"], ["p1", "x"]), "projects, row 1, titel: There is no column of this name"),
    (with_sheet("projects", ["key", "title", "version"], ["p1", "x", "1"]), "projects, row 1, version: There is no"),
    (with_sheet("projects", ["key", "unit"], ["p1", "health"]), "projects, row 1, title: This column is missing."),
    (with_sheet("projects", ["title"], ["x"]), "projects, row 1, key: This column is missing."),
    (project("title", "y"), "projects, row 1, title: This column is there more than"),
    (with_sheet("projects", ["key", "", "title"], ["p1", "?", "x"]), "projects, row 1: A column has no name."),
    (with_sheet("projects", ["", ""], ["p1", "x"]), "projects, row 1: The first row must hold the names"),
    (with_sheet("projects", P, ["p1", "x", "", "y"]), "projects, row 2: A cell stands beside the last column."),
    (with_sheet("projects", P, ["", "x"]), "projects, row 2, key: This cell must not be empty."),
    (with_sheet("projects", P, ["p1", " "]), "projects, row 2, title: This cell must not be empty."),
    (with_sheet("projects", [*P, "titel"], ["p1", "x"]), "projects, row 1, titel: There is no column of this name"),
    (with_sheet("projects", P, ["p1"]), "projects, row 2, title: This cell must not be empty."),
    (with_sheet("projects", P, ["p1", "x"], ["p1", "y"]), "projects, row 3, key: Row 2 already has this key."),
    (with_sheet("projects", P, ["p|1", "x"]), "projects, row 2, key: A key has at most 200 signs and no “|”"),
    (with_sheet("projects", P, ["p" * 201, "x"]), "projects, row 2, key: A key has at most 200 signs"),
    (with_sheet("projects", P, ["p1", "x" * 301]), "projects, row 2, title: Ensure this value has at most 300"),
    (with_sheet("projects", P, ["p1", "a\x00b"]), "projects, row 2, title: "),
    (
        with_sheet("projects", [*P, "track"], ["p1", "x", "fast"]),
        "track: “fast” is not known here. Allowed: full, light.",
    ),
    (
        with_sheet("projects", [*P, "state"], ["p1", "x", "done"]),
        "state: “done” is not known here. Allowed: draft, prop",
    ),
    (project("restricted", "maybe"), "restricted: Write true or false"),
    (
        with_sheet("projects", [*P, "unit"], ["p1", "x", "nowhere"]),
        "unit: “nowhere” is neither in the sheet units nor in",
    ),
    (project("goals", "a | b"), "goals: “a” is neither in the sheet goals nor in"),
    (project("leader", "Kari"), "leader: “Kari” is not an e-mail address."),
    (
        with_sheet("projects", [*P, "start_date"], ["p1", "x", "5 May"]),
        "start_date: This date cannot be read. Write a year",
    ),
    (
        with_sheet("projects", [*P, "start_date", "end_date"], ["p1", "x", "2014", "2013"]),
        "projects, row 2, end_date: This lies before start_date, which is 2014-01-01.",
    ),
    (
        with_sheet("benefits", ["key", "project", "title"], ["b1", "p9", "x"]),
        "benefits, row 2, project: “p9” is neither",
    ),
    (
        with_sheet("benefits", [*B, "part_of"], ["b1", "p1", "x", "b2"], ["b2", "p1", "y", "b1"]),
        "benefits, row 2, part_of: This leads round in a circle: choose another row.",
    ),
    (
        with_sheet("units", ["key", "name", "parent"], ["health", "x", "health"]),
        "units, row 2, parent: This leads round in a circle",
    ),
    (with_sheet("targets", ["key", "indicator", "low", "high"], ["t1", "i1", "8", "7"]), "targets, row 2, low: "),
    (with_sheet("targets", T, ["t1", "i1", "2014", "7", "at_least"]), "targets, row 2, comparator: "),
    (with_sheet("targets", T, ["t1", "i9", "2014", "7", ""]), "targets, row 2, indicator: “i9” is neither"),
    (with_sheet("targets", T, ["t1", "i1", "2014", "", ""]), "targets, row 2, value: "),
    (with_sheet("measurements", M, ["m1", "i1", "2013", "1.234,5"]), "value: Write the number without thousands"),
    (with_sheet("measurements", M, ["m1", "i1", "2013", "1 234"]), "value: Write the number without thousands"),
    (with_sheet("measurements", M, ["m1", "i1", "2013", "many"]), "value: Write a number with digits"),
    (
        with_sheet("measurements", M, ["m1", "i1", "2013", "1.2345678901234567"]),
        "value: Write a number with at most",
    ),
    (with_sheet("measurements", M, ["m1", "i1", "", "7"]), "measurements, row 2, period_end: Say which period or day"),
    (with_sheet("measurements", M, ["m1", "i1", "2013", ""]), "measurements, row 2, value: "),
    (
        with_sheet("measurements", M, ["m1", "", "2013", "7"]),
        "measurements, row 2, indicator: This cell must not",
    ),
    (
        with_sheet("measurements", [*M, "period_end"], ["m1", "i1", "2013", "7", "2012"]),
        "measurements, row 2, period_end: This lies before period_start, which is 2013-01-01.",
    ),
    (
        with_sheet("indicators", ["key", "benefit", "name", "baseline_state"], ["i1", "b1", "x", "measured"]),
        "indicators, row 2, baseline_value: Give the baseline that was measured",
    ),
    (
        with_sheet(
            "indicators",
            ["key", "benefit", "name", "baseline_value", "baseline_state"],
            ["i1", "b1", "x", "1", "missing"],
        ),
        "indicators, row 2, baseline_state: A baseline is given, so its state is “measured”.",
    ),
    (
        with_sheet("indicators", ["key", "benefit", "name", "baseline_low"], ["i1", "b1", "x", "1"]),
        "indicators, row 2, baseline_high: ",
    ),
    ({"people": [["key", "email"], ["a", "Kari"]]}, "people, row 2, email: "),
    (
        {"people": [["key", "email"], ["a", "kari@a.example"], ["b", "KARI@a.example"]]},
        "people, row 3, email: This e-mail address stands in another row already.",
    ),
]


@pytest.mark.parametrize(("sheets", "words"), CASES, ids=[words[:60] for _, words in CASES])
def test_a_bad_cell_is_named_and_nothing_is_stored(
    problems: Callable[..., list[str]], sheets: Sheets, words: str
) -> None:
    found = problems(sheets)
    assert any(words in problem for problem in found), found
    assert not any(model.objects.exists() for model in (Project, Unit, Person))
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (7.5, "start_date: The number 7.5 is no date."),
        (41395, "start_date: The number 41395 is no date."),
        (True, "start_date: This date cannot be read."),
    ],
)
def test_a_number_in_a_date_column_of_excel_is_a_year_or_wrong(
    problems: Callable[..., list[str]], cell: Any, words: str
) -> None:
    found = problems(a_workbook(with_sheet("projects", [*P, "start_date"], ["p1", "x", cell])))
    assert any(words in problem for problem in found), found


def test_a_day_in_a_number_column_of_excel_is_wrong(problems: Callable[..., list[str]]) -> None:
    found = problems(a_workbook(with_sheet("measurements", M, ["m1", "i1", 2013, date(2013, 5, 1)])))
    assert found == ["measurements, row 2, value: Write a number: this is not one."]


def test_all_problems_are_told_at_once_in_the_order_of_the_sheets(problems: Callable[..., list[str]]) -> None:
    found = problems(
        {
            "benefits": [["key", "project", "title"], ["b1", "", "x"], ["b2", "p7", "x"]],
            "projects": [["key", "title", "track"], ["p1", "", "fast"], ["p1", "x", "full"]],
        }
    )
    assert [one.split(": ")[0] for one in found] == [
        "projects, row 2, title",
        "projects, row 2, track",
        "projects, row 3, key",
        "benefits, row 2, project",
        "benefits, row 3, project",
    ]


def test_a_row_is_counted_as_a_spreadsheet_counts_it(problems: Callable[..., list[str]]) -> None:
    """A cell may hold several lines, and an empty row is a row, too."""
    found = problems({"projects": [P, ["p1", "two\nlines"], [], ["p2", ""]]})
    assert found == ["projects, row 4, title: This cell must not be empty."]


def test_ids_of_another_organisation_are_as_good_as_unknown(problems: Callable[..., list[str]], now: datetime) -> None:
    vejen = an_organisation("Vejen", "DK")
    theirs = Project.objects.create(organisation=vejen, title="Theirs", key="secret")
    for named in (str(theirs.pk), "secret"):
        found = problems({"benefits": [["key", "project", "title"], ["b1", named, "Ours"]]})
        assert found == [f"benefits, row 2, project: “{named}” is neither in the sheet projects nor in the register."]
    assert not Benefit.objects.exists()


def test_a_key_that_is_an_id_of_another_organisation_makes_a_row_of_our_own(bring: Import, home: Organisation) -> None:
    theirs = Project.objects.create(organisation=an_organisation("Vejen", "DK"), title="Theirs")
    assert bring({"projects": [P, [str(theirs.pk), "Ours"]]}).created == 1
    assert Project.objects.get(organisation=home).pk != theirs.pk
    assert Project.objects.get(pk=theirs.pk).title == "Theirs"


def test_a_state_in_the_register_does_not_change_by_an_import(
    bring: Import, problems: Callable[..., list[str]]
) -> None:
    bring(SMALL)
    found = problems(with_sheet("projects", [*P, "state"], ["p1", "Sammen på jobb", "closed"]))
    assert found == [
        "projects, row 2, state: The state in the register is “executing”. It changes by decisions, not by an import."
    ]


def test_a_row_cannot_be_moved_to_another_project(bring: Import, problems: Callable[..., list[str]]) -> None:
    bring(SMALL)
    moved = {
        "projects": [P, ["p1", "Sammen på jobb"], ["p2", "Other"]],
        "benefits": [["key", "project", "title"], ["b1", "p2", "Lower sick leave"]],
    }
    assert problems(moved) == [
        "benefits, row 2, project: A row cannot be moved: in the register it belongs to another one."
    ]


def test_nobody_who_has_left_is_given_something_to_do(
    bring: Import, problems: Callable[..., list[str]], home: Organisation
) -> None:
    Person.objects.create(organisation=home, name="Per", email="per@a.example", language="nb", is_active=False)
    found = problems(with_sheet("projects", [*P, "leader", "members"], ["p1", "x", "per@a.example", "per@a.example"]))
    assert found == [
        "projects, row 2, leader: per@a.example is not active any more. Name somebody else.",
        "projects, row 2, members: per@a.example is not active any more. Name somebody else.",
    ]


def test_a_range_in_the_register_is_seen_together_with_what_the_file_changes(
    bring: Import, problems: Callable[..., list[str]]
) -> None:
    bring(with_sheet("targets", ["key", "indicator", "low", "high"], ["t1", "i1", "6", "7"]))
    found = problems({"targets": [["key", "indicator", "low"], ["t1", "i1", "8"]]}, reason="New figures")
    assert [one.split(": ")[0] for one in found] == ["targets, row 2, low"]


def test_a_new_direction_is_held_against_the_targets_of_the_register(
    bring: Import, problems: Callable[..., list[str]]
) -> None:
    bring(with_sheet("targets", T, ["t1", "i1", "2014", "7", "at_most"]))
    turned = {"indicators": [["key", "benefit", "name", "direction"], ["i1", "b1", "Sick leave", "increase"]]}
    assert [one.split(": ")[0] for one in problems(turned)] == ["indicators, row 2, direction"]
