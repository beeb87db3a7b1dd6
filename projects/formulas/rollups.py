"""Promised, verified and unknown over many benefits: what may be added up is, the rest is counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from projects.formulas.units import can_be_summed, counts_money, unit_key
from register.decimals import total_of


class RollUpRow(NamedTuple):
    """One indicator of a benefit: `promised` and `verified` as projects.formulas.achievement gives them.

    A benefit without an indicator is a row without unit and figures. `currency` is "" where no money is meant.
    """

    benefit: object
    kind: str
    unit: str
    currency: str
    promised: Decimal | None
    verified: Decimal | None
    is_disbenefit: bool = False
    is_part: bool = False
    is_restatement: bool = False
    is_potential: bool = False
    price_level_year: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether baseline, target and a verified figure are all there."""
        return self.promised is not None and self.verified is not None


@dataclass(frozen=True)
class RollUp:
    """One kind of gain in one unit; `unit` as first written. Sums are None where nothing can be summed.

    `promised` is over all with target and baseline, `promised_unknown` the part of it without a verified figure;
    `verified` over the known alone. `benefits` and `unknown` count benefits, each once. Of both sums
    `…_potential` is the part that is freed while nobody has decided what it is used for (freed_value.py). Of amounts
    `price_level_years` are the years in whose prices they are, None among them where one does not say.
    """

    kind: str
    unit: str
    currency: str
    is_disbenefit: bool
    can_be_summed: bool
    promised: Decimal | None
    promised_unknown: Decimal | None
    verified: Decimal | None
    benefits: int
    unknown: int
    promised_potential: Decimal | None = None
    verified_potential: Decimal | None = None
    price_level_years: tuple[int | None, ...] = ()


def roll_up(rows: Iterable[RollUpRow]) -> list[RollUp]:
    """`rows` by unit, kind and currency, dis-benefits apart; parts and restatements left out.

    A benefit with any row that lacks baseline, target or verified figure counts as unknown in that row's group.
    """
    groups: defaultdict[tuple[bool, str, str, str], list[RollUpRow]] = defaultdict(list)
    for row in rows:
        if not (row.is_part or row.is_restatement):
            groups[row.is_disbenefit, row.kind, unit_key(row.unit), row.currency].append(row)
    return [_group(groups[key]) for key in sorted(groups)]


def _group(rows: list[RollUpRow]) -> RollUp:
    first = rows[0]
    summed = can_be_summed(first.unit)
    return RollUp(
        kind=first.kind,
        unit=first.unit,
        currency=first.currency,
        is_disbenefit=first.is_disbenefit,
        can_be_summed=summed,
        promised=total_of(row.promised for row in rows if summed),
        promised_unknown=total_of(row.promised for row in rows if summed and not row.is_known),
        verified=total_of(row.verified for row in rows if summed and row.is_known),
        benefits=len({row.benefit for row in rows}),
        unknown=len({row.benefit for row in rows if not row.is_known}),
        promised_potential=total_of(row.promised for row in rows if summed and row.is_potential),
        verified_potential=total_of(row.verified for row in rows if summed and row.is_potential and row.is_known),
        price_level_years=_price_level_years(rows) if summed and counts_money(first.unit) else (),
    )


def _price_level_years(rows: list[RollUpRow]) -> tuple[int | None, ...]:
    years = {row.price_level_year for row in rows if row.promised is not None}
    return tuple(sorted(years, key=lambda year: year or 0))
