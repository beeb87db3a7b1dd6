"""The money of a benefit for its page: a sentence, the yearly table, and the budget lines it stands on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import permissions
from projects.formulas.yearly import Effect, Year
from projects.models import Benefit, BenefitYear, BudgetEntry
from projects.money_permissions import BOOKS
from projects.reports.counted import IN_MONEY
from projects.reports.figure_words import NONE, number
from projects.reports.money import DECIDED, GIVEN, BenefitMoney, money_of
from projects.reports.money_changes import ChangedAmounts, changes_of
from projects.reports.money_words import amount, percent, price_caution
from register.decimals import total_of
from register.models import Person


@dataclass(frozen=True)
class YearLine:
    """One row of the yearly table, in words; `note` says how the gross effect was come to.

    `promised` is the net effect when execution was decided, `is_changed` whether another one is planned now.
    """

    year: str
    promised: str
    gross: str
    running_cost: str
    net: str
    net_realised: str
    deviation: str
    split: str
    note: str
    is_changed: bool = False


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
    changes: Sequence[ChangedAmounts]
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
    entries = benefit.budgetentry_set.select_related("budget_line").order_by("year", "budget_line__code_sort", "pk")
    lines = _lines(money)
    return MoneyPart(
        money=money,
        worth=list(_worth(money)),
        years=lines,
        total=_total(money) if len(lines) > 1 else None,
        entries=[EntryLine(row, amount(row.promised), amount(row.booked), amount(row.realised)) for row in entries],
        changes=changes_of(benefit, reader),
        is_potential=benefit.is_potential(on),
        may_edit=may_edit,
        may_place=may_edit or BOOKS(benefit, reader),
    )


def _lines(money: BenefitMoney) -> list[YearLine]:
    """The years of the plan, and those that were promised and are planned no more."""
    planned = {row.year: row for row in money.rows}
    promised = money.promise.years if money.promise else {}
    return [_line(year, planned.get(year), money) for year in sorted({*planned, *promised})]


def _worth(money: BenefitMoney) -> Iterator[str]:
    yield from _present_value(money)
    then = {one.price_level_year for one in money.promise.years.values()} if money.promise else set()
    caution = price_caution({*then, money.price_level_year})
    if money.price_level_year and money.rows and not caution:
        yield _("All amounts are in the prices of %(year)s.") % {"year": money.price_level_year}
    if money.promise:
        on = {"day": date_format(money.promise.decided_on, "DATE_FORMAT")}
        yield _("Beside each year stands what was promised when execution was decided on %(day)s.") % on
    if caution:
        yield caution


def _present_value(money: BenefitMoney) -> Sequence[str]:
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
        years = money.payback.years.quantize(Decimal("0.1"))
        words = ngettext(
            "What it costs is paid back in %(year)s, %(years)s year after the year of decision.",
            "What it costs is paid back in %(year)s, %(years)s years after the year of decision.",
            1 if years == 1 else 2,
        )
        said.append(words % {"year": money.payback.year, "years": number(years)})
    return said


def _zero(money: BenefitMoney) -> str:
    year = {"year": money.zero.year}
    if money.zero.by == GIVEN:
        return _("counted from %(year)s, the year of decision given here") % year
    if money.zero.by == DECIDED:
        return _("counted from %(year)s, when it was decided to execute") % year
    return _("counted from %(year)s until it is decided to execute") % year


def _line(number_of: int, row: BenefitYear | None, money: BenefitMoney) -> YearLine:
    year = row.figures if row else Year(number_of, Effect(), Effect())
    planned, deviation, promise = year.planned, year.deviation, money.promise
    net = money.planned_net(number_of)
    split = ""
    if deviation and deviation.volume is not None and deviation.price is not None:
        parts = {"volume": _signed(deviation.volume), "price": _signed(deviation.price)}
        split = _("gross: volume %(volume)s, price %(price)s") % parts
    return YearLine(
        year=str(year.year),
        promised=_promised(money, year.year),
        gross=amount(planned.gross),
        running_cost=amount(planned.running_cost),
        net=amount(planned.net),
        net_realised=amount(year.realised.net),
        deviation=_signed(year.net_deviation),
        split=split,
        note=". ".join(filter(None, [_way(year), row.note if row else ""])),
        is_changed=promise is not None and not promise.is_kept_by(year.year, net, money.currency),
    )


def _promised(money: BenefitMoney, year: int) -> str:
    """With its currency where another one is used now."""
    promised = money.promise.years.get(year) if money.promise else None
    if promised is None:
        return NONE
    return amount(promised.net, "" if promised.currency == money.currency else promised.currency)


def _way(year: Year) -> str:
    planned = year.planned
    if planned.amount is not None or planned.volume is None or planned.price is None:
        return ""
    return _("%(volume)s at %(price)s each") % {"volume": number(planned.volume), "price": amount(planned.price)}


def _signed(figure: Decimal | None) -> str:
    words = amount(figure)
    return f"+{words}" if figure is not None and figure > 0 else words


def _total(money: BenefitMoney) -> YearLine:
    """The sum of the years, each figure over those in which it is known; of a promise in one currency."""
    years, promised = money.years, money.promise.years.values() if money.promise else ()
    in_this = all(one.currency == money.currency for one in promised)
    return YearLine(
        year=_("All years"),
        promised=amount(total_of(one.net for one in promised) if in_this else None),
        gross=amount(total_of(one.planned.gross for one in years)),
        running_cost=amount(total_of(one.planned.running_cost for one in years)),
        net=amount(total_of(one.planned.net for one in years)),
        net_realised=amount(total_of(one.realised.net for one in years)),
        deviation=_signed(total_of(one.net_deviation for one in years)),
        split="",
        note="",
    )
