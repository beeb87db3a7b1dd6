"""What a stream of yearly effects is worth in the year of decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from register.decimals import shown

DISCOUNT_RATES = {"NO": Decimal("0.04"), "DK": Decimal("0.035")}
"""The default by country, from the register's public contract, section 3; an organisation may set its own."""


@dataclass(frozen=True)
class YearlyEffect:
    """Gross effect and running cost of one calendar year, in one currency."""

    year: int
    gross: Decimal
    running_cost: Decimal = Decimal(0)


def net_present_value(effects: Iterable[YearlyEffect], *, decided_in: int, rate: Decimal) -> Decimal:
    """Σ (gross - running cost)_y / (1 + r)^y, y counted from the year of decision (0); to 28 digits.

    `rate` is a share (0.04 for 4 %). ValueError where it is -1 or less.
    """
    growth = 1 + Fraction(rate)
    if growth <= 0:
        raise ValueError("The discount rate must be more than -100 %.")
    return shown(
        sum(
            (
                (Fraction(effect.gross) - Fraction(effect.running_cost)) / growth ** (effect.year - decided_in)
                for effect in effects
            ),
            Fraction(0),
        )
    )
