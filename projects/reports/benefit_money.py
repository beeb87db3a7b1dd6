"""The money of a benefit for its page: a sentence, the yearly table, and the budget lines it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from projects import permissions
from projects.formulas.yearly import Year
from projects.models import Benefit, BudgetEntry
from projects.money_permissions import BOOKS
from projects.reports.counted import IN_MONEY
from projects.reports.figure_words import number
from projects.reports.money import DECIDED, GIVEN, BenefitMoney, money_of
from projects.reports.money_words import amount, percent
from register.decimals import total_of
from register.models import Person


@dataclass(frozen=True)
class YearLine:
    """One row of the yearly table, in words; `note` says how the gross effect was come to."""

    year: str
    gross: str
    running_cost: str
    net: str
    net_realised: str
    deviation: str
    split: str
    note: str


@dataclass(frozen=True)
class EntryLine:
    """What stands on a budget line in a year."""

    row: BudgetEntry
    promised: str
    booked: str
    realised: str


@dataclass(frozen=True)
class MoneyPart:
    """What the page shows of a benefit's money; `worth` are sentences."""

    money: BenefitMoney
    worth: Sequence[str]
    years: Sequence[YearLine]
    total: YearLine | None
    entries: Sequence[EntryLine]
    is_potential: bool
    may_edit: bool
    may_place: bool

    @property
    def is_shown(self) -> bool:
        """A benefit that is not in money, and of which no amount is known, needs no empty table."""
        return bool(self.years or self.entries or self.money.benefit.kind in IN_MONEY)

    @property
    def currency(self) -> str:
        return self.money.currency


def money_part(benefit: Benefit, reader: Person, on: date) -> MoneyPart:
    """The money of a benefit as one reader sees it."""
    money, may_edit = money_of(benefit, on=on), permissions.EDITS_BENEFIT(benefit, reader)
    years = money.years
    entries = benefit.budgetentry_set.select_related("budget_line").order_by("year", "budget_line__code_sort", "pk")
    return MoneyPart(
        money=money,
        worth=list(_worth(money)),
        years=[_line(str(one.year), one, row.note) for one, row in zip(years, money.rows, strict=True)],
        total=_total(years) if len(years) > 1 else None,
        entries=[EntryLine(row, amount(row.promised), amount(row.booked), amount(row.realised)) for row in entries],
        is_potential=benefit.is_potential(on),
        may_edit=may_edit,
        may_place=may_edit or BOOKS(benefit, reader),
    )


def _worth(money: BenefitMoney) -> Sequence[str]:
    if money.lacks:
        return [money.lacks]
    if money.net_present_value is None or money.rate is None:
        return []
    words = _("Net present value %(amount)s at a discount rate of %(rate)s, %(zero)s.")
    given = {
        "amount": amount(money.net_present_value.quantize(Decimal(1)), money.currency),
        "rate": percent(money.rate),
        "zero": _zero(money),
    }
    said = [words % given]
    if money.payback:
        paid = {"year": money.payback.year, "years": number(money.payback.years.quantize(Decimal("0.1")))}
        said.append(_("What it costs is paid back in %(year)s, %(years)s years after the year of decision.") % paid)
    if money.price_level_year:
        said.append(_("All amounts are in the prices of %(year)s.") % {"year": money.price_level_year})
    return said


def _zero(money: BenefitMoney) -> str:
    year = {"year": money.zero.year}
    if money.zero.by == GIVEN:
        return _("counted from %(year)s, the year of decision given here") % year
    if money.zero.by == DECIDED:
        return _("counted from %(year)s, when it was decided to execute") % year
    return _("counted from %(year)s until it is decided to execute") % year


def _line(label: str, year: Year, note: str) -> YearLine:
    planned, deviation = year.planned, year.deviation
    split = ""
    if deviation and deviation.volume is not None and deviation.price is not None:
        parts = {"volume": _signed(deviation.volume), "price": _signed(deviation.price)}
        split = _("gross: volume %(volume)s, price %(price)s") % parts
    return YearLine(
        year=label,
        gross=amount(planned.gross),
        running_cost=amount(planned.running_cost),
        net=amount(planned.net),
        net_realised=amount(year.realised.net),
        deviation=_signed(year.net_deviation),
        split=split,
        note=". ".join(filter(None, [_way(year), note])),
    )


def _way(year: Year) -> str:
    planned = year.planned
    if planned.amount is not None or planned.volume is None or planned.price is None:
        return ""
    return _("%(volume)s at %(price)s each") % {"volume": number(planned.volume), "price": amount(planned.price)}


def _signed(figure: Decimal | None) -> str:
    words = amount(figure)
    return f"+{words}" if figure is not None and figure > 0 else words


def _total(years: Sequence[Year]) -> YearLine:
    """The sum of the years, each figure over those in which it is known."""
    return YearLine(
        year=_("All years"),
        gross=amount(total_of(one.planned.gross for one in years)),
        running_cost=amount(total_of(one.planned.running_cost for one in years)),
        net=amount(total_of(one.planned.net for one in years)),
        net_realised=amount(total_of(one.realised.net for one in years)),
        deviation=_signed(total_of(one.net_deviation for one in years)),
        split="",
        note="",
    )
