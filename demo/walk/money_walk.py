"""The money of the story: the catalogue at the beginning, and the yearly profile of a benefit with its budget lines.

Years are written as "Y+1": the calendar year after that of day 0.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from demo.example import moments
from demo.walk.cast import Cast
from projects.models import Benefit, BenefitYear, BudgetLine, UnitPrice
from projects.services import benefit_years, benefits, budget_entries, money_catalogues

TERMS = ("price_level_year", "decision_year")


def set_up_catalogues(cast: Cast, story: dict[str, Any], at: datetime) -> None:
    """Unit prices and budget lines."""
    here: dict[str, Any] = {"organisation": cast.organisation, "by": None, "now": at}
    for row in story.get("unit_prices", ()):
        money_catalogues.create_unit_price(fields=_fields(cast, row), **here)
    for row in story.get("budget_lines", ()):
        money_catalogues.create_budget_line(fields=dict(row), **here)


def tell_money(cast: Cast, benefit: Benefit, story: dict[str, Any], at: datetime) -> None:
    """What it shall bring by year; planned by its leader."""
    leader = benefit.project.leader
    terms = {name: value for name, value in _fields(cast, story).items() if name in TERMS}
    benefits.update_benefit(benefit=benefit, changes=terms, by=leader, now=at, reason="Økonomien er regnet ut.")
    for row in story["years"]:
        planned = {name: value for name, value in row.items() if not name.startswith("realised")}
        fields = _fields(cast, planned)
        if "unit_price" in fields:
            fields["unit_price"] = UnitPrice.objects.get(organisation=cast.organisation, key=row["unit_price"])
        benefit_years.create_year(benefit=benefit, fields=fields, by=leader, now=at)
    for row in story.get("entries", ()):
        placed = {name: row[name] for name in ("budget_line", "year", "promised") if name in row}
        fields = _fields(cast, placed)
        fields["budget_line"] = BudgetLine.objects.get(organisation=cast.organisation, key=row["budget_line"])
        budget_entries.create_entry(benefit=benefit, fields=fields, by=leader, now=at)


def book_money(cast: Cast, benefit: Benefit, story: dict[str, Any], at: datetime) -> None:
    """What the controller booked, and what the accounts show."""
    by = cast.people["controller"]
    for row in story["years"]:
        realised = _fields(cast, {name: value for name, value in row.items() if name.startswith("realised")})
        if realised:
            year = BenefitYear.objects.get(benefit=benefit, year=_year(cast, row["year"]))
            benefit_years.update_year(year=year, changes=realised, by=by, now=at)
    for row in story.get("entries", ()):
        changes = _fields(cast, {name: row[name] for name in ("booked", "realised") if name in row})
        entry = benefit.budgetentry_set.get(budget_line__key=row["budget_line"], year=_year(cast, row["year"]))
        budget_entries.update_entry(entry=entry, changes=changes, by=by, now=at)


def _fields(cast: Cast, row: dict[str, Any]) -> dict[str, Any]:
    """Years as numbers, amounts as decimals, the rest as it is."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "year" or name.endswith("_year"):
            found[name] = _year(cast, value)
        elif name in FIGURES:
            found[name] = Decimal(value)
        elif name not in ("years", "entries"):
            found[name] = value
    return found


def _year(cast: Cast, moment: str) -> int:
    return int(moments.entered(moment, cast.day_0))


FIGURES = frozenset(
    (
        *("gross", "running_cost", "optimistic", "most_likely", "pessimistic", "volume", "price", "promised", "booked"),
        *("realised", "realised_gross", "realised_running_cost", "realised_volume", "realised_price"),
    )
)
