"""What goes out comes in again unchanged, opens as text everywhere, and tells nobody what they may not see."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.interchange import xlsx_files
from projects.interchange.csv_files import read_folder
from projects.interchange.escaping import escaped, unescaped
from projects.interchange.exporting import export_projects, export_register
from projects.interchange.files import read_tables, write_tables
from projects.interchange.format import SHEETS
from projects.interchange.importing import import_tables
from projects.interchange.kinds import DECIMAL, PERIOD
from projects.interchange.problems import FileRefused
from projects.interchange.tables import Table, table_of
from projects.models import Benefit, Measurement, Project
from register.errors import NotPermitted
from register.models import Organisation, Person, Unit
from tests.factories import a_benefit, a_measurement, a_person, a_project, a_role, an_indicator, an_organisation
from tests.projects.interchange.books import SMALL
from tests.projects.interchange.conftest import Import, exported

REGISTERS = Path("demo/registers")
KINDS = ("xlsx", "zip")
FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
PLAIN = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "'=1"]
FORMULAS = [*PLAIN, *(f"{sign}1" for sign in FULL_WIDTH)]


def cells(tables: list[Table]) -> dict[str, list[list[str]]]:
    """The sheets as text; what is beyond a row's last cell is empty."""
    return {
        table.name: [[*line.cells, *[""] * (len(table.header) - len(line.cells))] for line in table.lines]  # type: ignore[misc]
        for table in tables
    }


@pytest.mark.parametrize("country", ["DK", "GB", "NO", "SE"])
def test_the_registers_of_the_demo_come_in_go_out_and_come_in_again_unchanged(
    home: Organisation, bring: Import, now: datetime, country: str
) -> None:
    tables = read_folder(REGISTERS / country)
    import_tables(organisation=home, tables=tables, by=None, now=now)
    rows = sum(len(table.lines) for table in tables)
    again = import_tables(organisation=home, tables=tables, by=None, now=now)
    assert (again.created, again.changed, again.unchanged) == (0, 0, rows)
    out = {kind: exported(home, kind) for kind in KINDS}
    assert cells(read_tables(out["xlsx"])) == cells(read_tables(out["zip"]))
    for kind in KINDS:
        back = bring(out[kind])
        assert (back.created, back.changed) == (0, 0), back.sheets
    copy = an_organisation(f"Copy of {country}", home.country)
    bring(out["xlsx"], organisation=copy)
    assert cells(read_tables(exported(copy))) == cells(read_tables(out["zip"]))
    _says_what_was_brought(tables, read_tables(out["zip"]))


def _says_what_was_brought(brought: list[Table], out: list[Table]) -> None:
    """Every cell brought stands in what goes out; figures without trailing zeros."""
    written = {table.name: table for table in out}
    for table in brought:
        sheet, other = SHEETS[table.name], written[table.name]
        key = other.header.index("key")
        by_key = {line.cells[key]: line.cells for line in other.lines}
        for line in table.lines:
            for name, cell in zip(table.header, line.cells, strict=False):
                column, found = sheet.by_name[name], by_key[str(line.cells[table.header.index("key")])]
                place = other.header.index(name)
                got = found[place] if place < len(found) else ""
                wanted = column.kind.write(column.kind.read(cell)) if column.kind is DECIMAL and cell else cell
                if wanted or column.kind is PERIOD:
                    assert got == wanted, (table.name, line.number, name)


def test_all_that_the_format_knows_survives_the_way_out_and_in(bring: Import, home: Organisation) -> None:
    bring(everything())
    out = exported(home)
    copy = an_organisation("Copy")
    bring(out, organisation=copy)
    assert cells(read_tables(exported(copy))) == cells(read_tables(out))
    for table in read_tables(out):
        filled = {name for line in table.lines for name, cell in zip(table.header, line.cells, strict=False) if cell}
        assert filled == set(SHEETS[table.name].by_name), f"{table.name} misses {set(table.header) - filled}"


def everything() -> dict[str, list[list[str]]]:
    """A register in which every column is used."""
    a, b = "kari@a.example", "ola@a.example"
    rows: dict[str, list[dict[str, str]]] = {
        "people": [{"key": "kari", "email": a, "name": "Kari", "language": "da"}],
        "units": [
            {"key": "top", "name": "Top"},
            {
                "key": "care",
                "name": "Omsorg Ålesund",
                "parent": "top",
                "hours_per_year": "52000.5",
                "line_manager": a,
                "deputy": b,
            },
        ],
        "goals": [
            {"key": "g1", "title": "Better", "level": "vision"},
            {"key": "g2", "title": "Less", "parent": "g1", "target_date": "2030", "budget_line": "254"},
        ],
        "programmes": [{"key": "pr", "title": "Together"}],
        "projects": [
            {
                "key": "p1",
                "reference": "24/7",
                "title": "Sammen",
                "unit": "care",
                "programme": "pr",
                "theme": "Health",
                "core_task": "Care",
                "track": "light",
                "state": "realising",
                "restricted": "true",
                "leader": a,
                "owner": b,
                "benefits_responsible": a,
                "members": f"{a} | {b}",
                "goals": "g1 | g2",
                "background": "Why\r\nnow",
                "purpose": "P",
                "vision": "V",
                "success_factors": "S",
                "alternatives": "A",
                "start_date": "2013-H1",
                "end_date": "2014-05-01",
                "next_action": "N",
                "case_reference": "=1",
                "statutory": "true",
            },
        ],
        "benefits": [
            {"key": "b0", "project": "p1", "title": "All"},
            {
                "key": "b1",
                "project": "p1",
                "title": "Less",
                "description": "D",
                "kind": "quantified",
                "is_disbenefit": "true",
                "beneficiaries": "own",
                "owner": a,
                "state": "realised",
                "receiving_unit": "care",
                "use_of_value": "U",
                "importance": "High",
                "how_known": "H",
                "goals": "g2",
                "part_of": "b0",
                "restates": "b0",
                "start_date": "2013-T2",
                "due_date": "2015",
                "outcome": "partly_realised",
                "outcome_explanation": "E",
                "currency": "EUR",
                "price_level_year": "2025",
                "decision_year": "2026",
            },
            {
                "key": "b2",
                "project": "p1",
                "title": "Time",
                "kind": "financial_indirect",
                "receivers": "140 people",
                "duration": "permanent",
                "cashability": "non_cashable",
                "is_emergent": "true",
                "use_kind": "redeployed",
                "use_service": "Nights",
                "use_decided_by": "The council",
                "use_decided_on": "2014-02-03",
                "importance_reason": "W",
                "attribution_share": "62.5",
                "attribution_reason": "A",
                "milestone": "s1",
                "months_after_milestone": "3",
                "start_date": "2014-09-01",
                "outside_organisation": "The region",
                "outside_owner_name": "Rita",
                "outside_owner_email": "rita@region.example",
                "outside_involved_on": "2014-01-01",
            },
        ],
        "prerequisites": [
            {
                "key": "f1",
                "project": "p1",
                "benefits": "b1 | b2",
                "kind": "barrier",
                "title": "Rules",
                "force": "rules",
                "handler": a,
                "due_date": "2014-03-01",
                "status": "settled",
                "settled_on": "2014-02-01",
                "note": "N",
            }
        ],
        "realisation_actions": [
            {
                "key": "a1",
                "benefit": "b2",
                "title": "Teach",
                "responsible": b,
                "due_date": "2014-03-01",
                "status": "done",
                "done_on": "2014-02-01",
                "note": "N",
            }
        ],
        "risks": [
            {
                "key": "r1",
                "benefit": "b2",
                "title": "Rain",
                "likelihood": "low",
                "consequence": "high",
                "response": "Umbrellas",
                "responsible": b,
                "status": "occurred",
            }
        ],
        "indicators": [
            {
                "key": "i1",
                "benefit": "b1",
                "name": "Sick",
                "unit": "%",
                "direction": "decrease",
                "measures": "level",
                "baseline_low": "7",
                "baseline_high": "8.5",
                "baseline_comparator": "about",
                "baseline_date": "2012-Q4",
                "baseline_state": "measured",
                "method": "M",
                "source": "S",
                "frequency": "year",
                "measurer": b,
            },
            {"key": "i2", "benefit": "b0", "name": "X", "baseline_value": "0"},
            {
                "key": "i3",
                "benefit": "b0",
                "name": "Y",
                "baseline_state": "deferred",
                "baseline_reason": "R",
                "baseline_due_date": "2027-01-31",
                "at_unit": "care",
                "scale": "words",
                "scale_words": "poor|fair|good",
                "season": "rolling_year",
            },
        ],
        "targets": [
            {"key": "t1", "indicator": "i1", "due_date": "2014", "low": "6", "high": "7", "comparator": "at_most"},
            {"key": "t2", "indicator": "i1", "value": "-6.5"},
        ],
        "measurements": [
            {
                "key": "m1",
                "indicator": "i1",
                "period_start": "2013",
                "value": "7.4",
                "comparator": "about",
                "date_estimated": "true",
                "state": "verified",
                "note": "N",
                "sample_size": "32",
                "population": "80",
            },
            {
                "key": "m2",
                "indicator": "i1",
                "period_start": "2014-01",
                "period_end": "2014-03",
                "low": "6",
                "high": "7",
            },
        ],
        "series": [
            {
                "key": "e1",
                "indicator": "i1",
                "start_date": "2013-Q2",
                "definition": "D",
                "reason": "R",
                "comparability": "with_care",
                "comparison": "C",
            }
        ],
        "forecasts": [
            {
                "key": "f1",
                "indicator": "i1",
                "due_date": "2015-H1",
                "value": "6.6",
                "comparator": "about",
                "made_on": "2014-05-01",
                "note": "N",
            },
            {"key": "f2", "indicator": "i1", "due_date": "2016", "low": "6", "high": "7", "made_on": "2014-05-01"},
        ],
        "reference_figures": [
            {
                "key": "r1",
                "indicator": "i1",
                "name": "Norway",
                "period_end": "2013",
                "value": "6.5",
                "comparator": "exact",
                "source": "SSB",
                "link": "https://www.ssb.no/",
            },
            {"key": "r2", "indicator": "i1", "name": "Best", "low": "3", "high": "4", "source": "KS"},
        ],
        "sampling_checks": [
            {"key": "c1", "indicator": "i1", "checked_on": "2014-05-01", "sampled": "40", "usable": "12", "note": "N"}
        ],
        "milestones": [
            {
                "key": "s1",
                "project": "p1",
                "title": "Handover",
                "kind": "handover",
                "due_date": "2014-05",
                "reached_date": "2014-06-01",
                "responsible": b,
                "on_remaining_work": "true",
            }
        ],
        **money(),
        "changes": [{"key": "c1", "project": "p1", "title": "Otherwise", "description": "D"}],
        "links": [
            {"key": "k1", "project": "p1", "from_milestone": "s1", "to_change": "c1"},
            {"key": "k2", "project": "p1", "from_change": "c1", "to_benefit": "b1", "weight": "60"},
            {"key": "k3", "project": "p1", "from_benefit": "b1", "to_goal": "g2"},
        ],
    }
    return {
        name: [list(SHEETS[name].by_name), *([row.get(column, "") for column in SHEETS[name].by_name] for row in some)]
        for name, some in rows.items()
    }


def money() -> dict[str, list[dict[str, str]]]:
    years = {
        "y1": {"gross": "500", "running_cost": "100", "realised_gross": "0", "realised_running_cost": "1", "note": "N"},
        "y2": {"volume": "10", "price": "5.5", "unit_price": "u1", "realised_volume": "9", "realised_price": "6"},
        "y3": {"optimistic": "3", "most_likely": "2", "pessimistic": "1"},
    }
    hour = {"name": "Hour", "unit": "h", "price": "5", "currency": "EUR", "price_year": "2025", "source": "S"}
    placed = {"budget_line": "l1", "year": "2027", "promised": "4", "booked": "3", "realised": "2", "note": "N"}
    return {
        "unit_prices": [{"key": "u1", **hour}],
        "benefit_years": [
            {"key": key, "benefit": "b1", "year": str(2027 + place), **figures}
            for place, (key, figures) in enumerate(years.items())
        ],
        "budget_lines": [{"key": "l1", "code": "1.300", "name": "Home care"}],
        "budget_entries": [{"key": "e1", "benefit": "b1", **placed}],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_rows_without_a_key_go_out_under_their_id_and_come_in_unchanged(
    bring: Import, home: Organisation, now: datetime, kind: str
) -> None:
    project = a_project(home)
    indicator = an_indicator(a_benefit(project, key="a|b"))
    a_measurement(indicator, state="reported", value=7)
    due = a_measurement(indicator, period_start=None)
    result = bring(exported(home, kind))
    assert (result.created, result.changed) == (0, 0), result.sheets
    keys = {line.cells[0] for table in read_tables(exported(home, kind)) for line in table.lines}
    assert str(project.pk) in keys
    assert str(Benefit.objects.get().pk) in keys, "a bar in a key would divide it"
    assert str(due.pk) not in keys, "what is due has no figure yet"
    assert Measurement.objects.count() == 2


def test_every_cell_of_the_workbook_is_text(bring: Import, home: Organisation) -> None:
    header, rows = ["key", "title"], [[f"p{place}", text] for place, text in enumerate([*FORMULAS, "''x", "'"])]
    import_rows(bring, header, rows)
    book = openpyxl.load_workbook(io.BytesIO(exported(home, "xlsx")))
    found = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    titles = {project.key: project.title for project in Project.objects.all()}
    assert titles == dict(rows)


def import_rows(bring: Import, header: list[str], rows: list[list[str]]) -> None:
    target = io.BytesIO()
    lines = [dict.fromkeys(SHEETS["projects"].by_name, "") | dict(zip(header, row, strict=True)) for row in rows]
    write_tables(target, "xlsx", {name: lines if name == "projects" else [] for name in SHEETS})
    bring(target.getvalue())


def test_no_cell_of_a_csv_file_opens_as_a_formula_and_each_comes_back(bring: Import, home: Organisation) -> None:
    import_rows(bring, ["key", "title"], [[f"p{place}", text] for place, text in enumerate([*FORMULAS, "''x", "'"])])
    out = exported(home)
    text = ZipFile(io.BytesIO(out)).read("projects.csv").decode()
    for formula in FORMULAS:
        assert f"'{formula}" in text.replace('""', '"'), formula
    result = bring(out)
    assert (result.created, result.changed) == (0, 0), result.sheets


@given(st.text())
def test_an_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert escaped(text)[:1] not in {*"=+-@\t\r\n", *FULL_WIDTH}


PRINTED = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), min_size=1, max_size=60
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_survives_both_kinds_of_file(data: st.DataObject) -> None:
    texts = data.draw(st.lists(PRINTED, min_size=1, max_size=5))
    rows = [dict.fromkeys(SHEETS["projects"].by_name, "") | {"key": "k", "background": text} for text in texts]
    for kind in KINDS:
        target = io.BytesIO()
        write_tables(target, kind, {name: rows if name == "projects" else [] for name in SHEETS})
        table = next(table for table in read_tables(target.getvalue()) if table.name == "projects")
        place = list(table.header).index("background")
        assert [line.cells[place] for line in table.lines] == texts


def test_a_text_too_long_for_a_cell_of_excel_goes_out_as_csv_only(home: Organisation) -> None:
    Project.objects.create(organisation=home, title="Long", key="p1", background="x" * (xlsx_files.LONGEST_TEXT + 1))
    with pytest.raises(FileRefused, match="projects, row 2, background has more"):
        exported(home, "xlsx")
    assert exported(home, "zip")


def test_the_whole_register_goes_out_to_those_who_answer_for_all_of_it(home: Organisation) -> None:
    people = {role: a_person(home, role) for role in ("administrator", "controller", "decision_maker")}
    for role, person in people.items():
        a_role(person, role)
    stranger = a_person(an_organisation("Vejen", "DK"))
    a_role(stranger, "administrator")
    for role in ("administrator", "controller"):
        export_register(organisation=home, target=io.BytesIO(), kind="zip", by=people[role])
    for person in (people["decision_maker"], stranger):
        with pytest.raises(NotPermitted, match="Only an administrator or a controller"):
            export_register(organisation=home, target=io.BytesIO(), kind="zip", by=person)


def test_another_organisations_rows_never_go_out(home: Organisation) -> None:
    a_project(an_organisation("Vejen", "DK"), title="Canary")
    a_project(home, title="Ours")
    text = "".join(name + str(cells(read_tables(exported(home)))) for name in KINDS)
    assert "Ours" in text
    assert "Canary" not in text


@pytest.fixture
def seen(home: Organisation) -> Iterator[Callable[[Person], dict[str, list[list[str]]]]]:
    def what(person: Person) -> dict[str, list[list[str]]]:
        target = io.BytesIO()
        export_projects(projects=Project.objects.order_by("title"), target=target, kind="zip", by=person)
        return cells(read_tables(target.getvalue()))

    return what


def test_what_a_person_sees_goes_out_with_its_parts_and_tells_of_nothing_else(
    home: Organisation, seen: Callable[[Person], dict[str, list[list[str]]]]
) -> None:
    reader, controller = a_person(home), a_person(home)
    a_role(controller, "controller")
    secret = a_benefit(a_project(home, key="secret", restricted=True), key="hidden")
    shown = a_benefit(a_project(home, key="open"), key="shown", part_of=secret)
    an_indicator(shown, key="i1")
    own = seen(reader)
    assert [row[0] for row in own["projects"]] == ["open"]
    assert [row[0] for row in own["benefits"]] == ["shown"]
    assert [row[0] for row in own["indicators"]] == ["i1"]
    assert "hidden" not in str(own)
    assert "people" not in [name for name, rows in own.items() if rows]
    assert "hidden" in str(seen(controller))


def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    home: Organisation, django_assert_max_num_queries: Any
) -> None:
    unit = Unit.objects.create(organisation=home, name="U")
    for _ in range(20):
        an_indicator(a_benefit(a_project(home, unit=unit)))
    with django_assert_max_num_queries(32):
        exported(home)


def test_importing_takes_few_queries_for_each_row(
    home: Organisation, now: datetime, django_assert_max_num_queries: Any
) -> None:
    rows = [[f"m{number}", "i1", str(1900 + number), "1"] for number in range(200)]
    tables = [
        table_of(name, sheet) for name, sheet in {**SMALL, "measurements": [SMALL["measurements"][0], *rows]}.items()
    ]
    with django_assert_max_num_queries(170):
        import_tables(organisation=home, tables=[table for table in tables if table], by=None, now=now)
