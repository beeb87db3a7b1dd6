"""When freed money or time is a benefit that somebody has taken out, and when it still is a potential.

Saved time that nobody decides about becomes neither money nor service: until it is said what it is used for, by whom
and from when, its value is shown as a potential. (KS and Prosjektveiviseren ask for the same under *gevinstuttak*.)
"""

from dataclasses import dataclass
from datetime import date

FINANCIAL = ("financial_direct", "financial_indirect")
NAMES_A_SERVICE = "redeployed"


@dataclass(frozen=True, slots=True)
class FreedValue:
    """What is known of the use of a benefit's value; texts are empty where nothing is said."""

    kind: str
    is_disbenefit: bool
    use_kind: str
    use_service: str
    use_decided_by: str
    use_decided_on: date | None

    @property
    def is_freed(self) -> bool:
        """Whether there is money or time of which somebody must say what becomes of it."""
        return not self.is_disbenefit and (self.kind in FINANCIAL or bool(self.use_kind))

    def is_decided(self, on: date) -> bool:
        """Said what for, the service by name where it goes to one, by whom, and on a day that has come."""
        named = bool(self.use_kind) and (self.use_kind != NAMES_A_SERVICE or bool(self.use_service))
        return bool(named and self.use_decided_by and self.use_decided_on and self.use_decided_on <= on)

    def is_potential(self, on: date) -> bool:
        return self.is_freed and not self.is_decided(on)
