"""A case's benefits with their indicators and targets."""

import re

from demo.conversion.figures import add_measurements, counts_quarters, undated
from demo.conversion.people import add_person
from demo.conversion.projects import project_state
from demo.conversion.qualifiers import Qualifiers, comparator, in_words, qualifiers_of, sentence
from demo.conversion.register import Register
from demo.conversion.sources import JUDGEMENTS, Case, Row, read_rows

RELATIONS = {(row["case_id"], row["benefit_id"]): row for row in read_rows(JUDGEMENTS / "relations.csv")}
KINDS = {"non_financial_quantified": "quantified"}
SAVED = re.compile(r"\b(saving|saved|avoided|replaced)\b", re.IGNORECASE)
CHANGED = re.compile(
    r"\b(change|reduction|increase|saving|saved|gain|freed|replaced|difference|against|more at work)\b", re.IGNORECASE
)
SUMMED_UNITS = {"NOK", "DKK", "SEK", "GBP", "kWh", "lamps"}


def add_benefits(register: Register, case: Case) -> None:
    for benefit_id in dict.fromkeys(row["benefit_id"] for row in case.benefits):
        rows = [row for row in case.benefits if row["benefit_id"] == benefit_id]
        said = qualifiers_of(case, benefit_id)
        key = add_benefit(register, case, rows[0], said)
        if rows[0]["unit"]:
            indicator = add_indicator(register, case, key, rows, said)
            add_targets(register, indicator, rows, said)
            add_measurements(register, case, indicator, rows[0], said)
        register.carry(*rows, *said.rows)


def add_benefit(register: Register, case: Case, row: Row, said: Qualifiers) -> str:
    relation = RELATIONS.get((case.key, row["benefit_id"]))
    key = f"{case.key}-{row['benefit_id']}"
    return register.add(
        "benefits",
        key,
        project=case.key,
        title=row["title"],
        description=description(case, row, said),
        kind=KINDS.get(row["type"], row["type"]),
        owner=add_person(register, case, row["owner_role"]),
        state=benefit_state(case, row, said),
        part_of=f"{case.key}-{relation['part_of']}" if relation and relation["part_of"] else "",
        restates=f"{case.key}-{relation['restates']}" if relation and relation["restates"] else "",
        start_date=case.project["start"] if measures(row) in {"change", "cumulative"} else "",
        how_known="" if row["unit"] else row["indicator"],
    )


def description(case: Case, row: Row, said: Qualifiers) -> str:
    """The source's own words, and results that no measurement can hold."""
    lines = [f"In the source's words: {row['title_local']}."]
    lines += [sentence(f"Said of the result {known['date']}".strip(), [known]) for known in said.of_no_figure()]
    for figure in undated(case, said):
        words = "; ".join(in_words(known) for known in said.of("measurement", ""))
        told = f"Result without a date in the source: {figure['value']} {row['unit']}"
        lines.append(f"{told} ({words})." if words else f"{told}.")
    return "\n".join(lines)


def benefit_state(case: Case, row: Row, said: Qualifiers) -> str:
    if any(re.search("target not (met|reached)", note["note"]) for note in said.rows):
        return "not_realised"
    if project_state(case) == "executing":
        return "profiled" if row["unit"] else "identified"
    return "tracking"


def measures(row: Row) -> str:
    """A level, the change of one, or a sum that grows with time (a saving without a rate)."""
    if SAVED.search(row["indicator"]) and row["unit"] in SUMMED_UNITS:
        return "cumulative"
    signed = row["unit"] in {"percent change", "percentage points"}
    return "change" if signed or CHANGED.search(row["indicator"]) else "level"


def add_indicator(register: Register, case: Case, benefit: str, rows: list[Row], said: Qualifiers) -> str:
    row = rows[0]
    return register.add(
        "indicators",
        f"{benefit}-I",
        benefit=benefit,
        name=row["indicator"],
        unit=row["unit"],
        direction=row["direction"],
        measures=measures(row),
        baseline_value=row["baseline_value"],
        baseline_date=row["baseline_date"],
        baseline_state="measured" if row["baseline_value"] else "missing",
        method=method(rows, said),
        source=row["source"],
        frequency=frequency(row, said),
    )


def method(rows: list[Row], said: Qualifiers) -> str:
    """What was said of baseline, targets and the whole series."""
    dates = dict.fromkeys([row["target_date"] for row in rows] + [row["date"] for row in said.rows])
    lines = [sentence("Baseline", [row for row in said.rows if row["field"] == "baseline"])]
    lines += [sentence(f"Target {date}".strip(), said.of("target", date)) for date in dates]
    lines.append(sentence("Measurements", said.of_series()))
    return "\n".join(filter(None, lines))


def frequency(row: Row, said: Qualifiers) -> str:
    if row["unit"].endswith("/year"):
        return "year"
    return "quarter" if counts_quarters(row, said) and len(said.figures) > 3 else ""


def add_targets(register: Register, indicator: str, rows: list[Row], said: Qualifiers) -> None:
    number = 0
    for row in rows:
        if row["target_value"]:
            number += 1
            limit = comparator(said.of("target", row["target_date"]), row["target_value"])
            register.add(
                "targets",
                f"{indicator}-T{number}",
                indicator=indicator,
                due_date=row["target_date"],
                value=row["target_value"],
                comparator=limit,
            )
        elif row["target_date"]:
            register.leave_out(row, "Only the target: the source gives a date but no value; told in the method.")
