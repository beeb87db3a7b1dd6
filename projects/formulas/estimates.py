"""Three-point estimates of a benefit."""

from decimal import Decimal

from register.decimals import EXACT


def three_point(optimistic: Decimal, most_likely: Decimal, pessimistic: Decimal) -> Decimal:
    """(MO + 3·MS + MP) / 5, exact, in the unit of the three.

    Source: the Norwegian benefits tables' *mest optimistisk, mest sannsynlig, mest pessimistisk* (MO, MS, MP), which
    weigh the most likely by three; the register's public contract, section 3.
    """
    total = EXACT.add(EXACT.add(optimistic, EXACT.multiply(Decimal(3), most_likely)), pessimistic)
    return EXACT.divide(total, Decimal(5))
