"""A figure on a straight line between two days, exactly."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from register.decimals import EXACT, quotient


class OnPath(NamedTuple):
    """A figure on the path as an exact quotient, `times` / `days`: a straight line divides by whole days alone.

    The standard library's fractions say the same, too slowly for a portfolio.
    """

    times: Decimal
    days: int

    @property
    def exact(self) -> Fraction:
        return Fraction(self.times) / self.days

    @property
    def shown(self) -> Decimal:
        """28 digits, to be shown; never to be compared with a limit."""
        return quotient(self.times, self.days)

    def since(self, figure: Decimal) -> "OnPath":
        """How far it is from `figure`."""
        return OnPath(EXACT.subtract(self.times, EXACT.multiply(figure, self.days)), self.days)
