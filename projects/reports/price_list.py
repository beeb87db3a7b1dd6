"""The catalogue of unit prices: each thing with its prices by year, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from projects.models import BenefitYear, UnitPrice
from projects.reports.money_words import amount
from register.models import Person


@dataclass(frozen=True)
class Price:
    """A price in the prices of one year, and in how many years of benefits it is used."""

    row: UnitPrice
    price: str
    used: int


@dataclass(frozen=True)
class Priced:
    """One thing that has a price."""

    name: str
    unit: str
    prices: Sequence[Price]

    @property
    def newest(self) -> UnitPrice:
        return self.prices[0].row


def price_list(reader: Person) -> list[Priced]:
    """Everything that has a price, by name."""
    rows = UnitPrice.objects.visible_to(reader).select_related("organisation")
    counted = BenefitYear.objects.filter(organisation_id=reader.organisation_id).exclude(unit_price=None)
    used = dict(counted.order_by().values_list("unit_price").annotate(number=Count("pk")))
    things = groupby(rows.order_by("name_sort", "name", "-price_year", "id"), key=lambda row: row.name)
    found = []
    for name, some in things:
        prices = [Price(row, amount(row.price, row.own_currency), used.get(row.pk, 0)) for row in some]
        found.append(Priced(name, prices[0].row.unit, prices))
    return found
