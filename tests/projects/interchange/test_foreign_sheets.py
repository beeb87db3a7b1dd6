"""A municipality starts from the spreadsheet it has: its headings are found, its cells are read, nothing is lost."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from xlsxwriter import Workbook

from projects.interchange.foreign import headings, mapping
from projects.interchange.foreign.building import build
from projects.interchange.foreign.built import Built
from projects.interchange.foreign.days import read_day
from projects.interchange.foreign.directory import Directory
from projects.interchange.foreign.figures import Figure, decimal_sign_of, read_figure
from projects.interchange.foreign.sheets import read_sheets
from projects.interchange.importing import ImportResult, import_tables
from projects.interchange.problems import FileRefused
from projects.models import Benefit, Indicator, Measurement, Project
from register.models import Organisation, Unit
from tests.factories import START, a_person
from tests.projects.interchange.books import a_workbook
from tests.projects.interchange.foreign_books import (
    danish_overview,
    norwegian_measures,
    norwegian_plan,
    swedish_register,
)


def built_of(content: bytes, home: Organisation, **said: Any) -> Built:
    sheets = read_sheets(content)
    proposed = replace(mapping.propose(sheets), **said)
    return build(next(one for one in sheets if one.name == proposed.sheet), proposed, Directory(home))


def imported(built: Built, home: Organisation) -> ImportResult:
    assert not built.problems
    return import_tables(organisation=home, tables=built.tables(), by=None, now=START)


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("ca. 7 %", Figure(value="7", comparator="about", unit="%")),
        ("1,5 mill. kr", Figure(value="1500000", unit="kr")),
        ("1.234.567,50", Figure(value="1234567.5")),
        ("1 234 567", Figure(value="1234567")),
        ("7.4", Figure(value="7.4")),
        ("5\N{EN DASH}6 dager", Figure(low="5", high="6", unit="dager")),
        ("> 80 %", Figure(value="80", comparator="at_least", unit="%")),
        ("maks. 6,5 %", Figure(value="6.5", comparator="at_most", unit="%")),
        ("kr 500.000,-", Figure(value="500000", unit="kr")),
        ("2 MNOK", Figure(value="2000000", unit="NOK")),
        ("\N{MINUS SIGN}3,5 %", Figure(value="-3.5", unit="%")),
        (0.1, Figure(value="0.1")),
        ("0.125", Figure(value="0.125")),
        ("1234.567", Figure(value="1234.567")),
        ("1,2 mio.kr.", Figure(value="1200000", unit="kr")),
        ("500 t.kr.", Figure(value="500000", unit="kr")),
        ("5 t per uke", Figure(value="5", unit="t per uke")),
        ("mindst 80 pct.", Figure(value="80", comparator="at_least", unit="%")),
        ("(1.500)", Figure(value="-1500")),
        ("n/a", None),
        ("\N{EN DASH}", None),
    ],
)
def test_a_figure_is_read_as_it_was_meant(written: Any, figure: Figure | None) -> None:
    assert read_figure(written) == figure


@pytest.mark.parametrize("written", ["ikke målt", "20 % reduksjon", "1.23.4", "1,2,3", "12 av 40", "500-", "#", True])
def test_a_figure_that_nobody_can_tell_is_refused_rather_than_guessed(written: Any) -> None:
    with pytest.raises(ValueError, match=r"read as a figure|has failed"):
        read_figure(written)


def test_the_decimal_sign_is_known_from_the_sheet() -> None:
    assert decimal_sign_of(["7.4", "1,200"]) == "."
    assert decimal_sign_of(["7,4", "1.200", 3]) == ","
    assert decimal_sign_of(["31.12.2026", "1.6.2027", "7,4"]) == ","
    assert decimal_sign_of(["0.125"]) == "."
    assert read_figure("1,200.5", ".") == Figure(value="1200.5")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31.12.2026", "2026-12-31"),
        ("31/12-2026", "2026-12-31"),
        ("01.02.26", "2026-02-01"),
        ("1. juni 2026", "2026-06-01"),
        ("des. 2026", "2026-12"),
        ("12/2026", "2026-12"),
        ("4. kvartal 2026", "2026-Q4"),
        ("2026 Q3", "2026-Q3"),
        ("2. halvår 2026", "2026-H2"),
        ("H1 2026", "2026-H1"),
        ("2. tertial 2026", "2026-T2"),
        ("innen utgangen av 2026", "2026"),
        ("ultimo 2026", "2026-12"),
        ("medio 2026", "2026-06"),
        ("primo 2027", "2027-01"),
        ("den 31/12 2026", "2026-12-31"),
        ("dec-26", "2026-12"),
        ("ultimo juni 2026", "2026-06"),
        ("i løbet af 2027", "2027"),
        ("K3 2026", "2026-Q3"),
        ("2027-06-30T00:00:00", "2027-06-30"),
        (2027.0, "2027"),
        ("-", ""),
    ],
)
def test_a_date_is_read_as_it_was_meant(written: Any, day: str) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize("written", ["snart", "31.02.2026", 46387.0, "2026-T4"])
def test_a_date_that_nobody_can_tell_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="read as a date"):
        read_day(written)


def test_the_norwegian_plan_comes_in_whole(home: Organisation) -> None:
    kari = a_person(home, "Kari Hansen")
    built = built_of(norwegian_plan(), home, project_title="Velferdsteknologi")
    assert {str(one.why) for one in built.left_out} == {
        "The heading of a group",
        "A total: the register adds up by itself",
    }
    assert built.unknown["benefits.owner"] == {"Per Ukjent": 1}
    result = imported(built, home)
    assert (result.created, result.changed) == (11, 0)
    absence, safe = Benefit.objects.order_by("title_sort")
    assert (absence.key, absence.owner, absence.kind) == ("Velferdsteknologi / Ø1", kari, "financial_direct")
    assert absence.description == "Farge på møtet: gul"
    assert safe.description == "Gevinsteier: Per Ukjent"
    figures = {row.name: row for row in Indicator.objects.all()}
    sick = figures["Sykefravær totalt"]
    assert (sick.baseline_value, sick.unit, sick.direction) == (Decimal("7.4"), "%", "decrease")
    assert sick.baseline_date.isoformat() == "2025-12-31"
    wanted = [(row.due_date_entered, row.value, row.comparator) for row in sick.targets.order_by("due_date")]
    assert wanted == [("2026", Decimal(7), "exact"), ("2027", Decimal("6.5"), "at_most")]
    assert figures["Fall"].baseline_comparator == "about"
    assert figures["Tilfredshet"].benefit == safe
    assert figures["Tilfredshet"].direction == "increase"


def test_the_same_file_again_changes_nothing(home: Organisation) -> None:
    for _time in range(2):
        result = imported(built_of(norwegian_plan(), home, project_title="Velferdsteknologi"), home)
    assert (result.created, result.changed) == (0, 0)


def test_the_danish_overview_comes_in_from_windows(home: Organisation) -> None:
    built = built_of(danish_overview(), home)
    [problem] = built.problems
    assert (problem.row, problem.text) == (6, "ikke målt")
    built = built_of(danish_overview(), home, keep_unread=True)
    imported(built, home)
    assert {project.title for project in Project.objects.all()} == {"Digital post", "Genoptræning"}
    letters = Indicator.objects.get(benefit__title="Færre breve")
    assert (letters.baseline_value, letters.unit, letters.direction) == (Decimal(1_500_000), "kr", "decrease")
    assert letters.targets.get().value == Decimal(800_000)
    assert Benefit.objects.get(title="Færre breve").due_date_entered == "2026-12"
    assert Benefit.objects.get(title="Færre breve").owner.email == "kirsten@andeby.example"
    assert Benefit.objects.get(title="Færre breve").description == "Aftalt, med økonomi"
    answer = Indicator.objects.get(benefit__title="Kortere svartid").targets.get()
    assert (answer.low, answer.high) == (5, 6)
    assert "Nulpunkt: ikke målt" in Benefit.objects.get(title="Færre genindlæggelser").description


@pytest.mark.parametrize(
    ("encodings", "words"),
    [
        ("cp1252 mac_roman cp865 utf-8-sig utf-16", "Færre breve på Ærø, høj værdi"),
        ("cp1252 mac_roman utf-8-sig", "”Papir ut”, ”digitalt inn”: måling"),
        ("cp1252 utf-8-sig", "”Papir ut” \N{EN DASH} EU\N{RIGHT SINGLE QUOTATION MARK}s krav… 500 €"),
        ("cp1252 mac_roman cp865", "Færre"),
        ("cp1252 mac_roman cp865", "Ändring för miljö"),
    ],
)
def test_a_text_is_read_whichever_machine_wrote_it(encodings: str, words: str) -> None:
    for encoding in encodings.split():
        [sheet] = read_sheets(f"Projekt;Gevinst\nDigital post;{words}\n".encode(encoding))
        assert sheet.rows[1][1] == words, encoding


def test_the_swedish_register_comes_in_with_its_results_by_year(home: Organisation) -> None:
    eva = a_person(home, "Eva Ek")
    imported(built_of(swedish_register(), home), home)
    project = Project.objects.get()
    assert (project.unit, project.case_reference) == (Unit.objects.get(name="Kommunledningen"), "KS 2025/14")
    assert [row.owner for row in Benefit.objects.all()] == [eva, eva]
    handling = Indicator.objects.get(unit="timmar")
    assert (handling.frequency, handling.baseline_value) == ("quarter", 12)
    assert Indicator.objects.get(unit="antal").targets.get().value == 400
    values = {row.value: row.period_start_entered for row in Measurement.objects.exclude(state="due")}
    assert values == {Decimal(11): "2025", Decimal(1050): "2025"}


def test_what_a_project_or_a_benefit_is_called_finds_it_again(home: Organisation) -> None:
    imported(built_of(swedish_register(), home), home)
    Project.objects.update(key=None)
    Benefit.objects.update(key=None)
    imported(built_of(swedish_register(), home), home)
    assert (Project.objects.count(), Benefit.objects.count()) == (1, 2)


def test_a_row_without_a_title_or_a_project_is_named_by_its_cell(home: Organisation) -> None:
    rows = [["Prosjekt", "Gevinst", "Mål 2027"], ["Ny vei", "", "7"], ["", "Kortere vei", "x"]]
    built = built_of(a_workbook({"Ark 1": rows}), home)
    assert [(one.row, one.column) for one in built.problems] == [(2, 1), (3, 2)]
    rows = [
        ["Prosjekt", "Gevinst", "Mål 2027", "Merknad"],
        ["Vei", "Kortere", "7"],
        ["Skole", "", "8"],
        ["Vei", "", ""],
    ]
    rows.append(["Vei", "Bredere", "", ""])
    rows.append(["Vei", "", "", "Bare en kommentar"])
    built = built_of(a_workbook({"Ark 1": rows}), home)
    assert [(one.row, one.column) for one in built.problems] == [(3, 1), (4, 1), (6, 1)]
    kept = built_of(a_workbook({"Ark 1": [*rows[:2], *rows[4:]]}), home, keep_unread=True)
    assert not kept.problems
    assert kept.records["benefits"]["Vei / Bredere"][1]["description"] == "Merknad: Bare en kommentar"
    rows = [["Gevinst", "Nullpunkt", "Mål 2027"], ["Kortere vei", "7 km", "5 mil"]]
    built = built_of(a_workbook({"Ark 1": rows}), home)
    assert "which project" in built.problems[0].words
    built = built_of(a_workbook({"Ark 1": rows}), home, project_title="Vei")
    assert "different units: km, mil" in built.problems[0].words


def test_two_rows_of_one_name_are_two_benefits_and_long_titles_are_kept_whole(home: Organisation) -> None:
    title = "Bedre " * 80
    rows = [["Prosjekt", "Gevinst"], ["Vei", title], ["Vei", "Kortere"], ["Vei", "Kortere"], ["Prosjekt", "Gevinst"]]
    built = built_of(a_workbook({"A": rows}), home)
    imported(built, home)
    assert [str(one.why) for one in built.left_out] == ["The headings once more"]
    assert Benefit.objects.filter(title="Kortere").count() == 2
    long = Benefit.objects.get(title__startswith="Bedre")
    assert len(long.title) == 300
    assert long.description.startswith(title.strip())


def test_rows_may_be_projects(home: Organisation) -> None:
    rows = [
        ["Prosjektnavn", "Enhet", "Prosjektleder", "Budsjett"],
        ["Ny vei", "Teknisk", "ola@andeby.example", "2 mill."],
    ]
    imported(built_of(a_workbook({"A": rows}), home), home)
    project = Project.objects.get()
    assert (project.leader.email, project.unit.name, project.background) == (
        "ola@andeby.example",
        "Teknisk",
        "Budsjett: 2 mill.",
    )


def test_words_that_somebody_has_explained_are_understood(home: Organisation) -> None:
    a_person(home, "Ola Vei", email="ola@andeby.example")
    rows = [["Prosjekt", "Gevinst", "Gevinsteier", "Gevinsttype"], ["Vei", "Kortere", "rådmannen", "Annet"]]
    built = built_of(a_workbook({"A": rows}), home)
    assert set(built.unknown) == {"benefits.owner", "benefits.kind"}
    said = {"benefits.owner": {"rådmannen": "ola@andeby.example"}, "benefits.kind": {"annet": "qualitative"}}
    imported(built_of(a_workbook({"A": rows}), home, words=said), home)
    benefit = Benefit.objects.get()
    assert (benefit.owner.name, benefit.kind) == ("Ola Vei", "qualitative")


def test_the_next_file_of_a_shape_is_mapped_as_the_last_one(home: Organisation) -> None:
    first, second = [["Prosjekt", "Tittelen", "Resultat 2024"]], [["Resultat 2025", "Prosjekt", "Tittelen"]]
    [sheet], [other] = (read_sheets(a_workbook({"A": [*rows, ["x", "y", "1"]]})) for rows in (first, second))
    said = replace(
        mapping.proposed_for(sheet), columns={0: "projects.title", 1: "benefits.title", 2: "measurements.value@2024"}
    )
    titles = headings.titles(sheet, said.span)
    assert headings.shape_of(titles) == headings.shape_of(headings.titles(other, said.span))
    again = mapping.remembered(said, mapping.proposed_for(other), other, titles)
    assert again.columns == {0: "measurements.value@2025", 1: "projects.title", 2: "benefits.title"}


def test_what_belongs_to_a_benefit_comes_in_with_it_and_a_benefit_may_have_many_rows(home: Organisation) -> None:
    built = built_of(norwegian_measures(), home)
    imported(built, home)
    assert sorted(Benefit.objects.values_list("title", flat=True)) == ["Færre turer om natten", "Trygghet"]
    trips, safety = (Benefit.objects.get(title=title) for title in ("Færre turer om natten", "Trygghet"))
    assert sorted(trips.indicators.values_list("name", flat=True)) == ["Kjørte km", "Turer"]
    assert sorted(safety.indicators.values_list("name", flat=True)) == ["Brukere", "Pårørende"]
    actions = trips.actions.order_by("title").values_list("title", "responsible__email")
    assert list(actions) == [("Ny turnus", "kari@andeby.example"), ("Opplæring i alle baser", "kari@andeby.example")]
    assert [(one.title, one.likelihood) for one in trips.risks.all()] == [("Alarmer svikter", "high")]
    assert [one.title for one in trips.prerequisites.all()] == ["Dekning i hele kommunen"]
    assert [(one.year, one.gross) for one in trips.benefityear_set.order_by("year")] == [
        (2026, 250_000),
        (2027, 500_500),
    ]
    assert trips.description == "Gevinst 2026 (1000 kr): ca. 250\nGevinst 2027 (1000 kr): 600"
    again = imported(built_of(norwegian_measures(), home), home)
    assert (again.created, again.changed) == (0, 0)


def test_a_benefit_repeated_with_another_action_is_the_same_and_so_is_its_indicator(home: Organisation) -> None:
    rows = [
        ["Prosjekt", "Gevinst", "Indikator", "Nullpunkt", "Mål 2027", "Tiltak", "Status tiltak"],
        ["Vei", "Kortere", "Minutter", "20", "15", "Ny rute", "Ferdig"],
        ["Vei", "Kortere", "Minutter", "20", "15", "Nye skilt", "Ikke ferdig"],
        ["Vei", "Kortere", "", "", "", "Nytt dekke"],
        ["Vei", "Kortere", "Minutter", "25", "15", "Et annet utgangspunkt"],
        ["Vei", "Kortere", "", "", "", ""],
    ]
    built = built_of(a_workbook({"A": rows}), home)
    actions = [values for _row, values in built.records["realisation_actions"].values()]
    assert [one["benefit"] for one in actions] == [*["Vei / Kortere"] * 3, "Vei / Kortere (2)"]
    assert [one.get("status") for one in actions] == ["done", "under_way", None, None]
    assert list(built.records["indicators"]) == ["Vei / Kortere / Minutter", "Vei / Kortere (2) / Minutter"]
    assert list(built.records["benefits"]) == ["Vei / Kortere", "Vei / Kortere (2)", "Vei / Kortere (3)"]
    assert not any("description" in values for _row, values in built.records["benefits"].values())


@pytest.mark.parametrize(
    ("heading", "written", "words"),
    [
        ("Besparelse 2027", "5-6 mio. kr.", "one amount"),
        ("Besparelse 2027", "300 timer", "amount of money"),
        ("Besparelse 2027", "12 %", "amount of money"),
        ("Besparelse 2027 (timer)", "300", "amount of money"),
        ("Besparelse 2027", "300 000 EUR", "amount of money"),
        ("Besparelse 2027", "300 000 kroner", ""),
        ("Faktisk driftskostnad 2026", "300 000 kroner", ""),
        ("Besparelse 2027", "1,5 mill. per år", ""),
        ("Besparelse 2027", "1,5 mill. kr/år", ""),
        ("Årlig besparelse 2027 (kr)", "300 000 kr i året", ""),
        ("Besparelse 2027", "20 000 kr per måned", "whole year"),
        ("Besparelse 2027", "2 mnok pr. mnd.", "whole year"),
        ("Besparelse 2027 (kr/mnd)", "20 000", "whole year"),
        ("Månedlig besparelse 2027", "20 000", "whole year"),
        ("Besparelse 2027", "5 000 kr pr. innbygger", "amount of money"),
        ("Besparelse 2027 (mill. kr)", "1,5 mill.", ""),
    ],
)
def test_a_year_of_a_benefit_holds_one_amount_of_the_money_here(
    home: Organisation, heading: str, written: str, words: str
) -> None:
    rows = [["Prosjekt", "Gevinst", heading], ["Vei", "Kortere", written]]
    built = built_of(a_workbook({"A": rows}), home)
    assert [problem.column for problem in built.problems] == ([2] if words else [])
    assert all(words in problem.words for problem in built.problems)
    assert bool(built.records["benefit_years"]) is not bool(words)


def test_a_figure_is_in_the_unit_of_its_heading_unless_it_says_otherwise(home: Organisation) -> None:
    rows = [
        ["Prosjekt", "Gevinst", "Nullpunkt (2025) (mill. kr)", "Mål 2027 i 1000 kr"],
        ["Vei", "Kortere", "1,5", "900"],
        ["Vei", "Renere", "1,5 mill.", "900 tusen"],
        ["Vei", "Finere", "2 mill. kr", "1,2 mill. kr"],
    ]
    imported(built_of(a_workbook({"A": rows}), home), home)
    found = {row.benefit.title: row for row in Indicator.objects.all()}
    assert {row.unit for row in found.values()} == {"kr"}
    assert (found["Kortere"].baseline_value, found["Kortere"].targets.get().value) == (1_500_000, 900_000)
    assert (found["Renere"].baseline_value, found["Renere"].targets.get().value) == (1_500_000, 900_000)
    assert (found["Finere"].baseline_value, found["Finere"].targets.get().value) == (2_000_000, 1_200_000)


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0old", b"\x00\x01\x02binary", b"PK\x03\x04broken"])
def test_a_file_that_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read_sheets(content)


def test_a_failed_formula_is_named_and_never_read_as_empty(home: Organisation) -> None:
    target = io.BytesIO()
    book = Workbook(target)
    page = book.add_worksheet("A")
    page.write_row(0, 0, ["Prosjekt", "Gevinst", "Mål 2027"])
    page.write_row(1, 0, ["Vei", "Kortere"])
    page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    book.close()
    [problem] = built_of(target.getvalue(), home).problems
    assert (problem.row, problem.column) == (2, 2)
    assert "formula has failed" in problem.words
