"""What a stream of yearly effects is worth in the year of decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from register.decimals import shown

DISCOUNT_RATES = {"NO": Decimal("0.04"), "DK": Decimal("0.035"), "GB": Decimal("0.035")}
"""The default by country: Norway and Denmark from the public contract, section 3; the United Kingdom by HM Treasury's
Green Book, annex on discounting (3.5 % for the first 30 years). An organisation may set its own. Sweden, Finland and
Iceland have no rate that holds for what municipalities do, only some for single sectors, so there it must."""


def discount_rate(limits: Mapping[str, object], country: str) -> Decimal | None:
    """The organisation's own rate as a share (0.04 for 4 %), else its country's; None where neither is known."""
    own = limits.get("discount_rate")
    return DISCOUNT_RATES.get(country) if own in (None, "") else Decimal(str(own))


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
