"""A benefit's measurements: which period a figure stands for, and how sure that is."""

from demo.conversion.qualifiers import ESTIMATES, Qualifiers, comparator, in_words
from demo.conversion.register import Register
from demo.conversion.sources import JUDGEMENTS, Case, Row, read_rows

ASSUMED = {(row["case_id"], row["benefit_id"]): row for row in read_rows(JUDGEMENTS / "dates.csv")}
QUARTERS = {"03": "Q1", "06": "Q2", "09": "Q3", "12": "Q4"}


def add_measurements(register: Register, case: Case, indicator: str, benefit: Row, said: Qualifiers) -> None:
    for number, row in enumerate(said.figures, start=1):
        if row in undated(case, said):
            register.leave_out(row, "The source gives no date; told in the benefit's description.")
            continue
        start, end, doubt = period(case, benefit, row, said)
        register.add(
            "measurements",
            f"{indicator}-M{number}",
            indicator=indicator,
            period_start=start,
            period_end=end,
            **value(row, said),
            date_estimated="true" if doubt else "false",
            state="reported",
            note=note(row, benefit, said, assumed=assumed(case, row)),
        )
        register.carry(row)


def assumed(case: Case, row: Row) -> Row | None:
    """Our own dating of a figure whose source has none."""
    if row["date"]:
        return None
    return ASSUMED.get((case.key, row["benefit_id"])) or ASSUMED.get((case.key, "*"))


def undated(case: Case, said: Qualifiers) -> list[Row]:
    return [row for row in said.figures if not row["date"] and not assumed(case, row)]


def period(case: Case, benefit: Row, row: Row, said: Qualifiers) -> tuple[str, str, bool]:
    """First and last day as entered, and whether they are an estimate."""
    date = row["date"]
    if known := assumed(case, row):
        return known["period_start"], known["period_end"], True
    if date in publication_dates(case, row["source"]):
        return "", date, True
    derived = any(note["qualifier"] in ESTIMATES for note in said.of_series() + said.of("measurement", date))
    if counts_quarters(benefit, said) and date[5:] in QUARTERS:
        return f"{date[:4]}-{QUARTERS[date[5:]]}", "", derived
    if case.country == "GB" and date.endswith("-03-31"):  # the British financial year
        return f"{int(date[:4]) - 1}-04-01", date, derived
    return ("", date, derived) if len(date) > 7 else (date, "", derived)


def publication_dates(case: Case, source: str) -> set[str]:
    """Dates that are a page's own, not the figure's; one such remark holds for all figures of the page."""
    return {
        row["date"]
        for row in case.qualifiers
        if row["source"] == source and (row["qualifier"] == "date_is_publication" or "publication date" in row["note"])
    }


def counts_quarters(benefit: Row, said: Qualifiers) -> bool:
    return "quarter" in benefit["indicator"] or any("quarters" in row["note"] for row in said.of_series())


def value(row: Row, said: Qualifiers) -> dict[str, str]:
    notes = said.of("measurement", row["date"])
    for known in notes:
        if known["qualifier"] == "range":
            return {"low": known["low"], "high": known["high"], "comparator": "exact"}
    return {"value": row["value"], "comparator": comparator(notes, row["value"])}


def note(row: Row, benefit: Row, said: Qualifiers, *, assumed: Row | None) -> str:
    in_series = said.of_series()
    notes = [known for known in said.of("measurement", row["date"]) if known not in in_series]
    parts = [in_words(known) for known in notes if known["note"]]
    if any(known["qualifier"] == "range" for known in notes):
        parts.insert(0, f"reported as {row['value']}")
    if assumed:
        parts.append(assumed["reason"])
    if row["source"] != benefit["source"]:
        parts.append(f"Source: {row['source']}")
    return "\n".join(parts)
