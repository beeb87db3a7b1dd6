"""The collected cases become registers: nothing silently lost, everything resolvable, the same every time."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from demo.conversion.register import COLUMNS, LostRowError, Register
from demo.conversion.sources import CASES, PARTS, read_cases, read_rows
from demo.convert import REGISTERS, convert, write

COUNTRIES = ["DK", "GB", "NO", "SE"]
REFERENCES = {
    "units": {"parent": "units", "line_manager": "people"},
    "projects": {
        "unit": "units",
        "programme": "programmes",
        "leader": "people",
        "owner": "people",
        "benefits_responsible": "people",
    },
    "benefits": {"project": "projects", "owner": "people", "part_of": "benefits", "restates": "benefits"},
    "indicators": {"benefit": "benefits"},
    "targets": {"indicator": "indicators"},
    "measurements": {"indicator": "indicators"},
    "milestones": {"project": "projects"},
}
CHOICES = {
    ("projects", "state"): {"executing", "realising", "evaluating", "closed"},
    ("benefits", "kind"): {"financial_direct", "financial_indirect", "quantified", "qualitative"},
    ("benefits", "state"): {"identified", "profiled", "tracking", "not_realised"},
    ("indicators", "measures"): {"level", "change", "cumulative"},
    ("indicators", "direction"): {"increase", "decrease"},
    ("indicators", "baseline_state"): {"measured", "missing"},
    ("indicators", "frequency"): {"", "month", "quarter", "four_months", "half_year", "year"},
    ("targets", "comparator"): {"exact", "about", "at_most", "at_least"},
    ("measurements", "comparator"): {"exact", "about", "at_most", "at_least"},
    ("measurements", "date_estimated"): {"true", "false"},
    ("milestones", "kind"): {"deliverable", "closing", "benefit", "other"},
}


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv")}


def sheet(country: str, name: str) -> list[dict[str, str]]:
    path = REGISTERS / country / f"{name}.csv"
    return [row.cells for row in read_rows(path)] if path.exists() else []


def all_rows(name: str) -> list[dict[str, str]]:
    return [row for country in COUNTRIES for row in sheet(country, name)]


def left_out(file: str) -> set[int]:
    rows = [row.cells for row in read_rows(REGISTERS / "LEFT_OUT.csv")]
    return {int(row["line"]) for row in rows if row["file"] == file}


def whole_text(case_id: str) -> str:
    """Every cell of the rows that belong to one case."""
    rows = [row for name in COLUMNS for row in all_rows(name)]
    of_case = [row for row in rows if row["key"] == case_id or row["key"].startswith(f"{case_id}-")]
    return "\n".join("\n".join(row.values()) for row in of_case)


def test_converting_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    write(convert(), tmp_path)
    assert files_below(tmp_path) == files_below(REGISTERS)


def test_every_case_is_a_project_in_its_country() -> None:
    cases = {case.key: case.country for case in read_cases()}
    assert len(cases) == 46
    assert {row["key"]: country for country in COUNTRIES for row in sheet(country, "projects")} == cases


def test_every_target_and_benefit_of_the_sources_is_in_the_register() -> None:
    rows = read_rows(CASES / "benefits.csv")
    benefits = {f"{row['case_id']}-{row['benefit_id']}" for row in rows}
    assert {row["key"] for row in all_rows("benefits")} == benefits
    promised = sorted(
        (f"{row['case_id']}-{row['benefit_id']}-I", row["target_date"], row["target_value"])
        for row in rows
        if row["target_value"]
    )
    assert sorted((row["indicator"], row["due_date"], row["value"]) for row in all_rows("targets")) == promised
    without_value = {row.line for row in rows if row["target_date"] and not row["target_value"]}
    assert left_out("benefits.csv") == without_value


def test_every_figure_of_the_sources_is_a_measurement_or_left_out_with_a_reason() -> None:
    missing = left_out("measurements.csv")
    rows = read_rows(CASES / "measurements.csv")
    dated = [row for row in rows if row.line not in missing]
    expected = sorted((f"{row['case_id']}-{row['benefit_id']}-I", Decimal(row["value"])) for row in dated)
    assert sorted((row["indicator"], Decimal(row["value"])) for row in all_rows("measurements")) == expected
    assert all(not row["date"] for row in rows if row.line in missing)
    for row in (row for row in rows if row.line in missing):
        assert f"Result without a date in the source: {row['value']} " in whole_text(row["case_id"])


@pytest.mark.parametrize("part", ["milestones", "measures", "qualifiers"])
def test_every_word_of_the_sources_is_somewhere_in_its_project(part: str) -> None:
    word = {"milestones": "title", "measures": "measure", "qualifiers": "note"}[part]
    texts = {case.key: whole_text(case.key) for case in read_cases()}
    lost = [row.cells for row in read_rows(CASES / f"{part}.csv") if row[word] not in texts[row["case_id"]]]
    assert not lost


def test_every_source_address_is_on_the_page_of_its_project() -> None:
    background = {row["key"]: row["background"] for row in all_rows("projects")}
    for part in ["projects", *PARTS]:
        for row in read_rows(CASES / f"{part}.csv"):
            assert row["source"] in background[row["case_id"]]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_reference_resolves_within_its_country(country: str) -> None:
    keys = {name: {row["key"] for row in sheet(country, name)} for name in COLUMNS}
    for name, columns in REFERENCES.items():
        for row in sheet(country, name):
            for column, other in columns.items():
                assert row[column] in keys[other] | {""}, (name, row["key"], column)


def test_only_values_of_the_contract_are_written() -> None:
    for (name, column), allowed in CHOICES.items():
        assert {row[column] for row in all_rows(name)} <= allowed, (name, column)


def test_a_target_stated_as_a_limit_goes_with_the_direction_of_its_indicator() -> None:
    direction = {row["key"]: row["direction"] for row in all_rows("indicators")}
    against = {"increase": "at_most", "decrease": "at_least"}
    assert not [row for row in all_rows("targets") if row["comparator"] == against[direction[row["indicator"]]]]


def test_every_measurement_has_a_period() -> None:
    assert all(row["period_start"] or row["period_end"] for row in all_rows("measurements"))


def test_people_are_roles_with_example_addresses() -> None:
    people = all_rows("people")
    assert people
    assert all(row["email"].endswith(".example") and ", " in row["name"] for row in people)


def test_a_row_that_is_neither_carried_nor_left_out_is_named() -> None:
    case = read_cases()[0]
    with pytest.raises(LostRowError, match=r"projects\.csv, line 2"):
        Register("NO").check(list(case.rows()))


def test_the_registers_can_be_read_as_ordinary_csv() -> None:
    for path in REGISTERS.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            widths = {len(row) for row in csv.reader(lines)}
        assert len(widths) == 1, path
