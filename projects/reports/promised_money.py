"""The money that was promised when execution was decided, and what has been changed of it since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from projects.formulas.yearly import Promised
from projects.models import PromisedYear
from register.decimals import SENT, total_of


@dataclass(frozen=True)
class PromisedMoney:
    """What a benefit was promised to bring, by year, when execution was last decided."""

    decided_on: date
    years: Mapping[int, Promised]

    def is_kept_by(self, year: int, net: Decimal | None, currency: str) -> bool:
        """Whether a year is still what was promised."""
        promised = self.years.get(year)
        if promised is None or net is None:
            return promised is None and net is None
        return (SENT.plus(promised.net or Decimal(0)), promised.currency) == (SENT.plus(net), currency)


def promised_money(benefits: Iterable[UUID], *, until: datetime | None = None) -> dict[UUID, PromisedMoney]:
    """The promise of each benefit by its id, in one query; none for one of which no money was promised.

    With `until` those that were given before that moment.
    """
    columns = ("benefit", "decided_on", "budget_line", "year", "currency", "price_level_year")
    rows = PromisedYear.objects.standing(until=until).filter(benefit__in=list(benefits))
    by_benefit: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in rows.values(*columns, "gross", "running_cost", "net"):
        by_benefit.setdefault(row["benefit"], []).append(row)
    return {pk: PromisedMoney(some[0]["decided_on"], _years(some)) for pk, some in by_benefit.items()}


def _years(rows: Sequence[Mapping[str, Any]]) -> dict[int, Promised]:
    """A year as a whole; where it had no profile, what stood on budget lines together."""
    years: dict[int, list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda one: one["year"]):
        years.setdefault(row["year"], []).append(row)
    return {year: _year(some) for year, some in years.items()}


def _year(rows: Sequence[Mapping[str, Any]]) -> Promised:
    whole = next((row for row in rows if row["budget_line"] is None), None)
    first = whole or rows[0]
    net = whole["net"] if whole else total_of(row["net"] for row in rows)
    return Promised(first["gross"], first["running_cost"], net, first["currency"], first["price_level_year"])
