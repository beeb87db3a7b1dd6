"""Money on paper: what the benefits of a project shall bring, gross and net, and what that is worth at the decision."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.reports.benefit_report import BenefitReport
from projects.reports.figure_words import NONE, number, with_unit
from projects.reports.money import BenefitMoney, moneys_of
from projects.reports.money_words import price_caution
from projects.reports.paper_parts import Part, Size, Table
from projects.reports.text_parts import Words
from register.decimals import total_of


def money_section(report: BenefitReport, on: date, size: Size) -> list[Part]:
    """One row for each currency, which are never added; nothing where no benefit has, or had, a yearly profile."""
    benefits = [
        benefit
        for benefit in (row.progress.benefit for row in report.rows)
        if not (benefit.is_disbenefit or benefit.part_of_id or benefit.restates_id)
    ]
    moneys = moneys_of(benefits, on=on).values() if benefits else ()
    found = [one for one in moneys if one.rows or one.promise]
    by_currency: dict[str, list[BenefitMoney]] = defaultdict(list)
    for one in found:
        by_currency[one.currency].append(one)
    promised_in = {year.currency for one in found if one.promise for year in one.promise.years.values()}
    if not by_currency:
        return []
    promised = _("Net, promised at the decision")
    head = [_("Currency"), promised, _("Gross"), _("Running cost"), _("Net"), _("Net present value")]
    rows = [_row(currency, by_currency[currency], found) for currency in sorted({*by_currency, *promised_in})]
    count = sum(bool(one.rows) for one in found)
    words = ngettext(
        "Over all years of %(count)d benefit with a yearly profile.",
        "Over all years of %(count)d benefits with a yearly profile.",
        count,
    )
    cautions = (price_caution(_price_years(by_currency[currency])) for currency in sorted(by_currency))
    notes = [words % {"count": count}, *dict.fromkeys(caution for caution in cautions if caution)]
    return [
        Table(_("Money over all years"), head, rows, [10, 20, 17, 17, 17, 19], numbers=[1, 2, 3, 4, 5]),
        *(Words(note, quiet=True) for note in notes),
    ]


def _price_years(moneys: list[BenefitMoney]) -> set[int | None]:
    """Of what is planned, and of what was promised beside it."""
    promised = {year.price_level_year for one in moneys if one.promise for year in one.promise.years.values()}
    return promised | {one.price_level_year for one in moneys if one.rows}


def _row(currency: str, moneys: list[BenefitMoney], everything: list[BenefitMoney]) -> list[str]:
    planned = [year.planned for one in moneys for year in one.years]
    cost = sum((one.running_cost or Decimal(0) for one in planned), Decimal(0)) if planned else None
    figures = [_sum(one.gross for one in planned), cost, _sum(one.net for one in planned)]
    worth = _sum(one.net_present_value for one in moneys if one.rows)
    promised = total_of(
        year.net
        for one in everything
        if one.promise
        for year in one.promise.years.values()
        if year.currency == currency
    )
    return [currency, *(_in_words(figure, currency) for figure in (promised, *figures, worth))]


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    """None where one of them is not known, or none is there: it is never taken for zero."""
    known = list(figures)
    return None if None in known or not known else sum((one for one in known if one is not None), Decimal(0))


def _in_words(figure: Decimal | None, currency: str) -> str:
    return NONE if figure is None else with_unit(number(figure.quantize(Decimal(1))), currency)
