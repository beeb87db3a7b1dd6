"""Where the status changes colour, and how long a figure stays fresh: an organisation may set its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

WITHOUT_FREQUENCY = "year"
"""An indicator without a frequency is treated as measured once a year."""


def _frequency_days() -> Mapping[str, int]:
    return {"month": 31, "quarter": 92, "four_months": 123, "half_year": 184, "year": 366}


def _lag_days() -> Mapping[str, int]:
    return {"month": 20, "quarter": 60, "four_months": 60, "half_year": 60, "year": 90}


@dataclass(frozen=True)
class Limits:
    """Shares of the expected change (`on_track`, `at_risk`), of a target (`about`), and days."""

    on_track: Fraction = Fraction(9, 10)
    at_risk: Fraction = Fraction(3, 4)
    about: Fraction = Fraction(1, 20)
    grace_days: int = 14
    frequency_days: Mapping[str, int] = field(default_factory=_frequency_days)
    lag_days: Mapping[str, int] = field(default_factory=_lag_days)

    def lag(self, frequency: str | None, own_lag_days: int | None) -> timedelta:
        """The time from the end of a period to its figure; the indicator's own, where it has one."""
        if own_lag_days is not None:
            return timedelta(days=own_lag_days)
        return timedelta(days=self.lag_days[frequency or WITHOUT_FREQUENCY])

    def next_expected_by(self, last: date, frequency: str | None, own_lag_days: int | None) -> date:
        """The day by which the figure after the one that ends on `last` should have come; grace not counted."""
        step = timedelta(days=self.frequency_days[frequency or WITHOUT_FREQUENCY])
        return last + step + self.lag(frequency, own_lag_days)

    @property
    def grace(self) -> timedelta:
        """How long past its day a figure may be before the status turns grey."""
        return timedelta(days=self.grace_days)


DEFAULT_LIMITS = Limits()
LIMIT_NAMES = frozenset(limit.name for limit in fields(Limits))


def limits_from(overrides: Mapping[str, object], base: Limits = DEFAULT_LIMITS) -> Limits:
    """`base` with an organisation's own settings, as stored in JSON.

    Shares are texts or numbers ("0.9"), days whole numbers, `frequency_days` and `lag_days` objects by frequency.
    Keys that are no limits are left to whom they concern; ValueError where a limit is no number.
    """
    own = {name: _like(getattr(base, name), new) for name, new in overrides.items() if name in LIMIT_NAMES}
    return replace(base, **own)


def _like(old: Any, new: Any) -> Any:  # the three kinds of limit in turn
    """`new` read as the kind of limit that `old` is."""
    if isinstance(old, Mapping):
        return {**old, **{frequency: int(days) for frequency, days in new.items()}}
    return type(old)(str(new))
