"""Promised, booked and realised for the economy plan: by budget line and year, and benefit by benefit.

Amounts are numbers in Excel, so that they can be summed; everything else is text, and no cell is a formula. The filter
that made the file stands in every row, and in Excel on a sheet of its own.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from projects.interchange.escaping import escaped
from projects.interchange.showing import key_of
from projects.interchange.xlsx_files import TEXT_ONLY, WIDTH
from projects.models import Benefit, BudgetLine
from projects.reports.budget import COLUMNS, Placed, sums_by
from projects.reports.budget_names import benefits_named, lines_named
from projects.reports.knowledge import Knowledge
from projects.reports.money_words import price_caution
from register.decimals import decimal_text
from register.models import Person

BY_LINE = (
    *("year", "budget_line", "budget_line_name", "currency", "is_disbenefit", "in_prices_of", "caution"),
    *(*COLUMNS, "benefits", "filter"),
)
BY_BENEFIT = (
    *("year", "budget_line", "budget_line_name", "currency", "benefit", "benefit_title", "project", "project_title"),
    *("unit", "owner", "is_disbenefit", "in_prices_of", *COLUMNS, "filter"),
)
Line = dict[str, Any]


def export_budget(
    *,
    rows: Sequence[Placed],
    made_by: str,
    by: Person,
    on: date,
    target: BinaryIO,
    kind: str,
    knowledge: Knowledge | None = None,
) -> None:
    """Write the rows as `xlsx`, with the sums by line and year on the first sheet, or as `csv`, benefit by benefit."""
    lines = lines_named(rows, knowledge)
    of_benefits = list(_by_benefit(rows, benefits_named(rows, by, knowledge), lines, made_by))
    if kind == "csv":
        _write_csv(target, of_benefits)
        return
    with Workbook(target, {"constant_memory": True, **TEXT_ONLY}) as book:
        _write_sheet(book.add_worksheet("by_line"), BY_LINE, _by_line(rows, lines, made_by))
        _write_sheet(book.add_worksheet("by_benefit"), BY_BENEFIT, of_benefits)
        about = {"filter": made_by, "on": on.isoformat(), "amounts": _("Net, in the currency of the row.")}
        _write_sheet(book.add_worksheet("filter"), tuple(about), [about])


def _by_line(rows: Sequence[Placed], lines: Mapping[Any, BudgetLine], made_by: str) -> Iterator[Line]:
    sums = sums_by(rows, "year", "line", "currency", "is_disbenefit")

    def place(key: tuple[Any, ...]) -> Any:
        return key[0], key[1] is None, lines[key[1]].code_sort if key[1] else "", str(key[1]), *key[2:]

    for year, line, currency, is_disbenefit in sorted(sums, key=place):
        one = sums[year, line, currency, is_disbenefit]
        yield {
            **_of_line(year, lines.get(line), currency, is_disbenefit=is_disbenefit),
            "in_prices_of": _price_years(one.price_years),
            "caution": price_caution(one.price_years),
            **{name: getattr(one, name) for name in COLUMNS},
            "benefits": Decimal(one.benefits),
            "filter": made_by,
        }


def _by_benefit(
    rows: Sequence[Placed], benefits: Mapping[Any, Benefit], lines: Mapping[Any, BudgetLine], made_by: str
) -> Iterator[Line]:
    for one in sorted(rows, key=lambda row: (row.year, str(row.line), benefits[row.benefit].title, str(row.benefit))):
        benefit = benefits[one.benefit]
        yield {
            **_of_line(one.year, lines.get(one.line), one.currency, is_disbenefit=one.is_disbenefit),
            "benefit": key_of(benefit),
            "benefit_title": benefit.title,
            "project": key_of(benefit.project),
            "project_title": benefit.project.title,
            "unit": str(benefit.project.unit or ""),
            "owner": str(benefit.owner or ""),
            "in_prices_of": _price_years(one.price_years),
            **{name: getattr(one, name) for name in COLUMNS},
            "filter": made_by,
        }


def _of_line(year: int, line: BudgetLine | None, currency: str, *, is_disbenefit: bool) -> Line:
    return {
        "year": str(year),
        "budget_line": line.code if line else "",
        "budget_line_name": line.name if line else "",
        "currency": currency,
        "is_disbenefit": "true" if is_disbenefit else "false",
    }


def _price_years(years: frozenset[int | None]) -> str:
    """Several where the promise was in other prices than the plan; nothing for those of which it is not said."""
    return ", ".join(str(year) for year in sorted(one for one in years if one is not None))


def _write_csv(target: BinaryIO, lines: Iterable[Line]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(BY_BENEFIT)
    for line in lines:
        writer.writerow(_as_text(line[name]) for name in BY_BENEFIT)
    text.flush()
    text.detach()


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    return decimal_text(cell) if isinstance(cell, Decimal) else escaped(cell)


def _write_sheet(page: Worksheet, columns: Sequence[str], lines: Iterable[Line]) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, WIDTH)
    for place, name in enumerate(columns):
        page.write_string(0, place, name)
    for number, line in enumerate(lines, 1):
        for place, name in enumerate(columns):
            cell = line[name]
            if isinstance(cell, Decimal):
                page.write_number(number, place, cell)  # written with 16 digits, as it is
            elif cell:
                page.write_string(number, place, cell)
