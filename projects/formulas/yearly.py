"""The money of one calendar year of a benefit: what it shall bring, what it costs to run, what came of it.

The gross effect is given in one of three ways: as an amount, as a volume at a unit price (quantity x price, as the
Norwegian benefits tables have it), or as a three-point estimate. All amounts are in one currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from projects.formulas.estimates import three_point
from register.decimals import EXACT


@dataclass(frozen=True)
class Effect:
    """One side of a year, planned or realised: an amount, or volume and price; None is not known, never zero."""

    amount: Decimal | None = None
    volume: Decimal | None = None
    price: Decimal | None = None
    running_cost: Decimal | None = None

    @property
    def gross(self) -> Decimal | None:
        """The amount, else volume x price, exact; None where neither is there in full."""
        if self.amount is not None or self.volume is None or self.price is None:
            return self.amount
        return EXACT.multiply(self.volume, self.price)

    @property
    def is_begun(self) -> bool:
        """Whether a gross effect was begun to be given, whole or not."""
        return not (self.amount is None and self.volume is None and self.price is None)

    @property
    def net(self) -> Decimal | None:
        """Gross less running cost. A year with a running cost alone costs that; a half-given gross makes it unknown."""
        if self.gross is None and (self.is_begun or self.running_cost is None):
            return None
        return EXACT.subtract(self.gross or Decimal(0), self.running_cost or Decimal(0))


@dataclass(frozen=True)
class Deviation:
    """Realised less planned, of the gross effect; `volume` and `price` add up to `whole` where both are known."""

    whole: Decimal
    volume: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True)
class Year:
    """A calendar year of a benefit, planned and realised."""

    year: int
    planned: Effect
    realised: Effect

    @property
    def deviation(self) -> Deviation | None:
        """How the gross effect came out against the plan; None while one of the two is not known."""
        planned, realised = self.planned.gross, self.realised.gross
        if planned is None or realised is None:
            return None
        return Deviation(EXACT.subtract(realised, planned), *_split(self.planned, self.realised))

    @property
    def net_deviation(self) -> Decimal | None:
        """Realised net less planned net; None while one of the two is not known."""
        planned, realised = self.planned.net, self.realised.net
        return None if planned is None or realised is None else EXACT.subtract(realised, planned)


@dataclass(frozen=True)
class Promised:
    """What was promised of a year when execution was decided, with the terms of its money then."""

    gross: Decimal | None
    running_cost: Decimal | None
    net: Decimal | None
    currency: str
    price_level_year: int | None


def estimated(optimistic: Decimal | None, most_likely: Decimal | None, pessimistic: Decimal | None) -> Decimal | None:
    """The three-point estimate, where all three are given."""
    if optimistic is None or most_likely is None or pessimistic is None:
        return None
    return three_point(optimistic, most_likely, pessimistic)


def year_from(row: Mapping[str, Any]) -> Year:
    """A year from the columns of its row, by their names."""
    amount = row["gross"]
    if amount is None:
        amount = estimated(row["optimistic"], row["most_likely"], row["pessimistic"])
    return Year(
        year=row["year"],
        planned=Effect(amount, row["volume"], row["price"], row["running_cost"]),
        realised=Effect(
            row["realised_gross"], row["realised_volume"], row["realised_price"], row["realised_running_cost"]
        ),
    )


def _split(planned: Effect, realised: Effect) -> tuple[Decimal | None, Decimal | None]:
    """The deviation by its causes, exact, with v volume, p price, 0 planned, 1 realised.

    Volume effect at the planned price: (v1 - v0) * p0. Price effect at the realised volume: (p1 - p0) * v1.
    Together v1*p1 - v0*p0, the whole, with nothing left over: the usual split of cost accounting's variance analysis.
    """
    v0, p0, v1, p1 = planned.volume, planned.price, realised.volume, realised.price
    is_amount = planned.amount is not None or realised.amount is not None
    if is_amount or v0 is None or p0 is None or v1 is None or p1 is None:
        return None, None
    return EXACT.multiply(EXACT.subtract(v1, v0), p0), EXACT.multiply(EXACT.subtract(p1, p0), v1)
