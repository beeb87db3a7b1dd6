"""Money on paper: what the benefits of a project shall bring, gross and net, and what that is worth at the decision."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.reports.benefit_report import BenefitReport
from projects.reports.figure_words import NONE, number, with_unit
from projects.reports.money import BenefitMoney, moneys_of
from projects.reports.paper_parts import Part, Size, Table
from projects.reports.text_parts import Words


def money_section(report: BenefitReport, on: date, size: Size) -> list[Part]:
    """One row for each currency, which are never added; nothing where no benefit has a yearly profile."""
    benefits = [row.progress.benefit for row in report.rows if not row.progress.benefit.is_disbenefit]
    found = [one for one in moneys_of(benefits, on=on).values() if one.rows] if benefits else []
    by_currency: dict[str, list[BenefitMoney]] = defaultdict(list)
    for one in found:
        by_currency[one.currency].append(one)
    if not by_currency:
        return []
    head = [_("Currency"), _("Gross"), _("Running cost"), _("Net"), _("Net present value")]
    rows = [_row(currency, by_currency[currency]) for currency in sorted(by_currency)]
    note = _("Over all years of %(count)d benefits with a yearly profile.") % {"count": len(found)}
    return [
        Table(_("Money over all years"), head, rows, [10, 22, 22, 22, 24], numbers=[1, 2, 3, 4]),
        Words(note, quiet=True),
    ]


def _row(currency: str, moneys: list[BenefitMoney]) -> list[str]:
    planned = [year.planned for one in moneys for year in one.years]
    cost = sum((one.running_cost or Decimal(0) for one in planned), Decimal(0))
    figures = [_sum(one.gross for one in planned), cost, _sum(one.net for one in planned)]
    worth = _sum(one.net_present_value for one in moneys)
    return [currency, *(_in_words(figure, currency) for figure in (*figures, worth))]


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    """None where one of them is not known: it is never taken for zero."""
    known = list(figures)
    return None if None in known else sum((one for one in known if one is not None), Decimal(0))


def _in_words(figure: Decimal | None, currency: str) -> str:
    return NONE if figure is None else with_unit(number(figure.quantize(Decimal(1))), currency)
