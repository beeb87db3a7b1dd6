"""Units: the tree, with the line manager and the deputy of each."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Figure, Reference, Text
from register.api.filters import by_id, by_words
from register.api.inputs import RowInput
from register.api.outputs import Output, Row
from register.models import Person, RoleAssignment, Unit
from register.services import units

LEADERS = ("line_manager", "deputy")


@extend_schema_field({"type": ["string", "null"], "format": "uuid"})
class Leader(serializers.ReadOnlyField):
    """The person who has the role on the unit."""


class UnitOutput(Output):
    """A part of the organisation."""

    line_manager = Leader()
    deputy = Leader()

    class Meta:
        model = Unit
        fields = [
            *("id", "key", "organisation", "name", "parent", "hours_per_year", *LEADERS),
            *("created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        held = RoleAssignment.objects.filter(unit__in=[row["id"] for row in rows], role__in=LEADERS)
        holders = {(unit, role): person for unit, role, person in held.values_list("unit", "role", "person")}
        for row in rows:
            row |= {role: holders.get((row["id"], role)) for role in LEADERS}


class UnitInput(RowInput):
    """A part of the organisation."""

    name = Text()
    parent: Any = Reference(Unit)
    hours_per_year = Figure()
    line_manager = Reference(Person)
    deputy = Reference(Person)


class Units(Creatable, Editable, Deletable):
    """Parts of the organisation. Administrators keep them."""

    model = Unit
    output = UnitOutput
    inputs = {"create": UnitInput, "update": UnitInput, "partial_update": UnitInput}
    orderings = {"name": "name_sort"}
    default_ordering = "name"
    filters = {"organisation": by_id("organisation"), "parent": by_id("parent"), "q": by_words("name")}

    def create_row(self, fields: dict[str, Any]) -> Unit:
        further = {name: fields.pop(name) for name in units.FURTHER if name in fields}
        return units.create_unit(organisation=self.person.organisation, further=further, **fields, **self.caller)

    def update_row(self, row: Unit, changes: dict[str, Any], how: Edit) -> Unit:
        return units.update_unit(unit=row, changes=changes, **how)

    def delete_row(self, row: Unit, how: Edit) -> None:
        units.delete_unit(unit=row, **how)
