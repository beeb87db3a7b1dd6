"""What a person may be asked and trusted with, worked out once per request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

MANAGING_ROLES = ("line_manager", "deputy")


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles of one person: in the whole organisation, and on units with all that lies below them."""

    everywhere: frozenset[str] = frozenset()
    on_units: Mapping[str, frozenset[UUID]] = field(default_factory=dict)

    @property
    def administrator(self) -> bool:
        return "administrator" in self.everywhere

    def has(self, role: str, unit_id: UUID | None = None) -> bool:
        """Whether the role is held in the whole organisation, or on the unit or one above it."""
        return role in self.everywhere or unit_id in self.on_units.get(role, frozenset())

    def unit_ids(self, *roles: str) -> frozenset[UUID]:
        """The units on which one of the roles is held, with all below; says nothing of roles held everywhere."""
        return frozenset().union(*(self.on_units.get(role, frozenset()) for role in roles))

    def manages(self, unit_id: UUID | None) -> bool:
        """Whether the person is line manager, or the deputy of one, of the unit or one above it."""
        return unit_id in self.unit_ids(*MANAGING_ROLES)
