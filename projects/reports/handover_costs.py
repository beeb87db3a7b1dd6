"""What taking over asks of the line manager in a year: money and time as promised, reports and follow-ups counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.models import Handover, Indicator
from projects.reports.figure_words import number, with_unit

A_YEAR = {"month": 12, "quarter": 4, "four_months": 3, "half_year": 2, "year": 1}
MONTHS = 12


@dataclass(frozen=True)
class YearlyCost:
    """Amounts are words, empty where nothing was given; ``others`` are figures that other people report."""

    money: str
    hours: str
    figures: int
    others: int
    follow_ups: Sequence[date]


def yearly_cost(handover: Handover, follow_ups: Sequence[date]) -> YearlyCost:
    """From what the handover says as it stands, the frequencies of its indicators, and the days of its follow-ups."""
    indicators = Indicator.objects.filter(benefit__in=handover.get_benefits()).select_related("benefit")
    mine = [one for one in indicators if _reporter(one) == handover.line_manager_id]
    theirs = [one for one in indicators if _reporter(one) != handover.line_manager_id]
    return YearlyCost(
        money=money_a_year(handover),
        hours=hours_a_year(handover),
        figures=sum(A_YEAR.get(one.frequency, 1) for one in mine),
        others=sum(A_YEAR.get(one.frequency, 1) for one in theirs),
        follow_ups=follow_ups,
    )


def money_a_year(handover: Handover) -> str:
    """ "117 000 NOK"; empty where no cost is given."""
    money = handover.operating_cost
    return "" if money is None else with_unit(number(money), handover.operating_currency)


def hours_a_year(handover: Handover) -> str:
    """ "174"; empty where no time is given."""
    hours = handover.hours_per_month
    return "" if hours is None else number(Decimal(hours) * MONTHS)


def _reporter(indicator: Indicator) -> object:
    """Who is asked for the figure."""
    return indicator.measurer_id or indicator.benefit.owner_id
