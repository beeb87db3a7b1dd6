"""All the lines of a portfolio over time as rows of one table, however few of them are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projects.reports.figure_words import number
from projects.reports.portfolio_over_time import Line
from projects.reports.portfolio_page import rows_url
from projects.reports.portfolio_words import behind, figure_of, heading_of, note_of


@dataclass(frozen=True)
class LineInShort:
    """One kind of gain as a row: what was promised, planned by now, and verified."""

    heading: str
    unit: str
    is_disbenefit: bool
    promised: str
    planned: str
    realised: str
    note: str
    url: str


def lines_in_short(lines: Sequence[Line], *, days: Mapping[str, str], filters: Mapping[str, str]) -> list[LineInShort]:
    """All of them, however few are drawn."""
    return [
        LineInShort(
            heading_of(line),
            line.unit,
            line.is_disbenefit,
            number(line.promised),
            figure_of(line.now.plan),
            figure_of(line.now.realised),
            note_of(line),
            rows_url(days, **behind(line, filters)),
        )
        for line in lines
    ]
