"""What the sources say beside the plain numbers of one benefit: limits, estimates, doubts."""

from dataclasses import dataclass

from demo.conversion.sources import Case, Row

COMPARATORS = {"max": "at_most", "min": "at_least", "over": "at_least", "about": "about"}
MIRRORED = {"at_most": "at_least", "at_least": "at_most"}
IN_WORDS = {"max": "at most", "min": "at least", "over": "more than", "about": "about"}
ESTIMATES = {"derived_year", "date_is_publication", "date_unknown"}


@dataclass(frozen=True)
class Qualifiers:
    """The qualifier rows of one benefit."""

    rows: list[Row]
    figures: list[Row]  # its measurements

    def of(self, field: str, date: str) -> list[Row]:
        return [row for row in self.rows if row["field"] == field and row["date"] == date]

    def of_series(self) -> list[Row]:
        """Said of all measurements at once: no date of its own, while every figure has one."""
        dated = self.figures and all(figure["date"] for figure in self.figures)
        return self.of("measurement", "") if dated else []

    def of_no_figure(self) -> list[Row]:
        """Said of a result for which the source gives no number."""
        dates = {figure["date"] for figure in self.figures}
        said = [row for row in self.rows if row["field"] == "measurement" and row["date"] not in dates]
        return [row for row in said if row not in self.of_series()]


def qualifiers_of(case: Case, benefit_id: str) -> Qualifiers:
    return Qualifiers(
        rows=[row for row in case.qualifiers if row["benefit_id"] == benefit_id],
        figures=[row for row in case.measurements if row["benefit_id"] == benefit_id],
    )


def comparator(rows: list[Row], value: str) -> str:
    """A fall of "at least 30" is a change of at most -30."""
    known = next((COMPARATORS[row["qualifier"]] for row in rows if row["qualifier"] in COMPARATORS), "exact")
    return MIRRORED.get(known, known) if value.startswith("-") else known


def in_words(row: Row) -> str:
    """The note itself, opened by the limit it stands for where it does not say so."""
    limit = f"between {row['low']} and {row['high']}" if row["low"] else IN_WORDS.get(row["qualifier"], "")
    if row["note"].startswith(limit):
        limit = ""
    return ": ".join(filter(None, [limit, row["note"]])) or row["qualifier"]


def sentence(start: str, rows: list[Row]) -> str:
    return f"{start}: {'; '.join(in_words(row) for row in rows)}." if rows else ""
