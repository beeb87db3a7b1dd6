"""Three-point estimates of a benefit."""

from decimal import Decimal

from register.decimals import EXACT


def three_point(optimistic: Decimal, most_likely: Decimal, pessimistic: Decimal) -> Decimal:
    """(MO + 3·MS + MP) / 5, exact, in the unit of the three.

    Source: the successive principle as the Norwegian and Danish guides to benefits realisation use it (*mest
    optimistisk, mest sandsynlig, mest pessimistisk*).
    """
    total = EXACT.add(EXACT.add(optimistic, EXACT.multiply(Decimal(3), most_likely)), pessimistic)
    return EXACT.divide(total, Decimal(5))
