"""The portfolio as a workbook: the groups with their statuses, and the sums. To be read, not to be imported."""

from typing import Any, BinaryIO

from xlsxwriter import Workbook

from projects.interchange.about import About, write_about
from projects.interchange.xlsx_files import TEXT_ONLY, WIDTH, write_cell
from projects.reports.portfolio import Group, Portfolio
from projects.reports.status import WORST_FIRST
from register.decimals import decimal_text

SUMS = ("group", "kind", "unit", "currency", "is_disbenefit", "promised", "verified", "promised_unknown", "benefits")
FIGURES = frozenset({"projects", "benefits", "promised", "verified", "promised_unknown", *map(str, WORST_FIRST)})


def export_portfolio(*, found: Portfolio, about: About, target: BinaryIO, kind: str) -> None:
    """Write it as `xlsx`; ``kind`` is what all exports are asked for, and this one has no other."""
    with Workbook(target, {"constant_memory": True, **TEXT_ONLY}) as workbook:
        everything = [*found.groups, found.total]
        codes = [str(code) for code in WORST_FIRST]
        counts = [["group", "projects", "benefits", *codes]]
        counts += [
            [_label(one, found), str(one.projects), str(one.benefits), *_counts(one, codes)] for one in everything
        ]
        _write(workbook.add_worksheet("groups"), counts)
        _write(workbook.add_worksheet("sums"), [list(SUMS), *(row for one in everything for row in _sums(one, found))])
        write_about(workbook, about)


def _label(group: Group, found: Portfolio) -> str:
    return "all" if group is found.total else group.label or "-"


def _counts(group: Group, codes: list[str]) -> list[str]:
    return [str(group.statuses.get(code, 0)) for code in codes]


def _sums(group: Group, found: Portfolio) -> list[list[str]]:
    return [
        [
            *(_label(group, found), row.kind, row.unit, row.currency, str(row.is_disbenefit).lower()),
            *("" if one is None else decimal_text(one) for one in (row.promised, row.verified, row.promised_unknown)),
            str(row.benefits),
        ]
        for row in group.rollups
    ]


def _write(page: Any, rows: list[list[str]]) -> None:
    page.freeze_panes(1, 1)
    page.set_column(0, len(rows[0]) - 1, WIDTH)
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            write_cell(page, line, place, text, is_figure=rows[0][place] in FIGURES)
