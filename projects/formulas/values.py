"""A figure as municipalities give it: a point or a range, exact, about, at most or at least."""

from dataclasses import dataclass
from decimal import Decimal

from projects.formulas import words
from register.decimals import check_digits, decimal_text, parse_decimal

__all__ = [
    "COMPARATORS",
    "DECREASE",
    "INCREASE",
    "Value",
    "ValueRefused",
    "check_target_comparator",
    "check_value",
    "decimal_text",
    "parse_decimal",
]

INCREASE, DECREASE = "increase", "decrease"
EXACT, ABOUT, AT_MOST, AT_LEAST = "exact", "about", "at_most", "at_least"
COMPARATORS = (EXACT, ABOUT, AT_MOST, AT_LEAST)


class ValueRefused(ValueError):  # noqa: N818 - named as the other refusals are
    """A value that cannot be kept: `field` (value, low, high, comparator), `code`, and words for the user."""

    def __init__(self, field: str, code: str, words: object) -> None:
        super().__init__(words)
        self.field = field
        self.code = code


@dataclass(frozen=True)
class Value:
    """`value`, or `low` and `high`; nothing at all where no figure was given."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = EXACT

    @property
    def is_given(self) -> bool:
        """Whether there is a figure here; 0 is one."""
        return self.value is not None or (self.low is not None and self.high is not None)

    def measured_figure(self, direction: str) -> Decimal | None:
        """What counts when measured: a range's less favourable end. None for nothing, or a range without direction."""
        return self._cautious_end(direction)

    def target_figure(self, direction: str) -> Decimal | None:
        """What counts as a target: a range's less demanding end, which is the same end."""
        return self._cautious_end(direction)

    def _cautious_end(self, direction: str) -> Decimal | None:
        if self.value is not None or not self.is_given:
            return self.value
        return {INCREASE: self.low, DECREASE: self.high}.get(direction)


def check_value(value: Value) -> None:
    """Raise ValueRefused unless `value` is one figure or a range from low to high, with digits that can be kept."""
    if value.comparator not in COMPARATORS:
        raise ValueRefused("comparator", "unknown_comparator", words.COMPARATOR_UNKNOWN)
    ends = (value.low, value.high)
    if value.value is None and ends == (None, None):
        raise ValueRefused("value", "required", words.VALUE_MISSING)
    if value.value is not None and ends != (None, None):
        raise ValueRefused("value", "value_and_range", words.VALUE_AND_RANGE)
    if value.value is None and None in ends:
        raise ValueRefused("low" if value.low is None else "high", "required", words.HALF_A_RANGE)
    for field, figure in (("value", value.value), ("low", value.low), ("high", value.high)):
        if figure is not None:
            _check_digits(field, figure)
    if value.low is not None and value.high is not None and value.low > value.high:
        raise ValueRefused("low", "low_above_high", words.LOW_ABOVE_HIGH)


def check_target_comparator(comparator: str, direction: str) -> None:
    """Raise ValueRefused where a target's limit points against the indicator's direction."""
    if comparator not in COMPARATORS:
        raise ValueRefused("comparator", "unknown_comparator", words.COMPARATOR_UNKNOWN)
    if (comparator, direction) == (AT_MOST, INCREASE):
        raise ValueRefused("comparator", "against_direction", words.AT_MOST_WITH_INCREASE)
    if (comparator, direction) == (AT_LEAST, DECREASE):
        raise ValueRefused("comparator", "against_direction", words.AT_LEAST_WITH_DECREASE)


def _check_digits(field: str, figure: Decimal) -> None:
    try:
        check_digits(figure)
    except ValueError as error:
        raise ValueRefused(field, "too_many_digits", str(error)) from error
