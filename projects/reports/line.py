"""Who runs, decides and checks what in an organisation on a day, and who stands in for whom: a few queries for all."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from uuid import UUID

from register.models import Absence, Organisation, RoleAssignment, Unit

EVERYWHERE = None


class Line:
    """Answers by ids, so that nobody is fetched who is not asked for."""

    def __init__(self, organisation: Organisation, on: date) -> None:
        self.organisation, self.on = organisation, on

    @cached_property
    def parents(self) -> dict[UUID, UUID | None]:
        """Each unit's unit above."""
        return dict(Unit.objects.filter(organisation=self.organisation).values_list("pk", "parent_id"))

    @cached_property
    def holders(self) -> dict[str, dict[UUID | None, list[UUID]]]:
        """The active people who hold a role, by role and unit (None: everywhere)."""
        found: dict[str, dict[UUID | None, list[UUID]]] = defaultdict(lambda: defaultdict(list))
        held = RoleAssignment.objects.filter(
            organisation=self.organisation, person__is_active=True, person__is_service=False
        )
        for role, unit, person in held.order_by("created_at").values_list("role", "unit_id", "person_id"):
            found[role][unit].append(person)
        return found

    @cached_property
    def stand_ins(self) -> dict[UUID, list[UUID]]:
        """Who acts for whom on this day: deputies by the person who is away."""
        found: dict[UUID, list[UUID]] = defaultdict(list)
        away = Absence.objects.filter(
            organisation=self.organisation, from_date__lte=self.on, to_date__gte=self.on, deputy__is_active=True
        )
        for person, deputy in away.values_list("person_id", "deputy_id"):
            found[person].append(deputy)
        return found

    def with_stand_ins(self, person: UUID) -> list[UUID]:
        """The person, and whoever acts for them today."""
        return list(dict.fromkeys([person, *self.stand_ins.get(person, [])]))

    def upwards(self, unit: UUID | None) -> Iterator[UUID]:
        """The unit and those above it, nearest first; a tree that somebody has knotted comes to an end too."""
        seen: set[UUID] = set()
        while unit is not None and unit not in seen:
            seen.add(unit)
            yield unit
            unit = self.parents.get(unit)

    def manager(self, unit: UUID | None) -> UUID | None:
        """The unit's own line manager."""
        return next(iter(self.holders["line_manager"].get(unit, ())), None)

    def deputy(self, unit: UUID | None) -> UUID | None:
        """The deputy of the unit's line manager."""
        return next(iter(self.holders["deputy"].get(unit, ())), None)

    def superior(self, unit: UUID | None, *, over: Collection[UUID | None] = ()) -> UUID | None:
        """The nearest line manager above the unit who is neither its own nor one of those named."""
        passed_over = {self.manager(unit), *over}
        return self._nearest(list(self.upwards(unit))[1:], passed_over)

    def superior_of(self, person: UUID, unit: UUID | None) -> UUID | None:
        """Whom the person answers to in matters of the unit: its line manager, or the next one above."""
        return self._nearest(self.upwards(unit), {person})

    def in_charge(self, unit: UUID | None) -> UUID | None:
        """Who runs the unit, or the nearest one above where nobody does."""
        return self._nearest(self.upwards(unit), set())

    def holding(self, role: str, unit: UUID | None) -> list[UUID]:
        """Who holds the role for the unit: everywhere, on it, or on one above."""
        places = [EVERYWHERE, *self.upwards(unit)]
        return list(dict.fromkeys(person for place in places for person in self.holders[role].get(place, ())))

    def able(self, role: str, unit: UUID | None, *, but: Collection[UUID | None] = ()) -> list[UUID]:
        """Who holds the role for the unit, but for some; where nobody does, the administrators, who can change that."""
        held = [one for one in self.holding(role, unit) if one not in but]
        return held or [one for one in self.holding("administrator", EVERYWHERE) if one not in but]

    def units_of(self, role: str, people: Collection[UUID]) -> set[UUID] | None:
        """The units for which one of the people holds the role, with all below; None where it is everywhere."""
        held = {unit for unit, holders in self.holders[role].items() if set(holders) & set(people)}
        if EVERYWHERE in held:
            return None
        return {unit for unit in self.parents if held.intersection(self.upwards(unit))} if held else set()

    def _nearest(self, units: Iterator[UUID] | list[UUID], passed_over: set[UUID | None]) -> UUID | None:
        managers = (self.manager(unit) for unit in units)
        return next((one for one in managers if one is not None and one not in passed_over), None)
