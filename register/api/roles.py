"""Who has which role, and who is away."""

from typing import Any

from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, LastDay, Reference
from register.api.filters import by_code, by_id
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Absence, Person, RoleAssignment, Unit
from register.services import absences, roles


class RoleAssignmentOutput(Output):
    """That a person has a role; without a unit in the whole organisation."""

    class Meta:
        model = RoleAssignment
        fields = [
            *("id", "key", "organisation", "person", "role", "unit"),
            *("created_at", "updated_at", "version"),
        ]


class RoleAssignmentInput(RowInput):
    """Who gets which role where."""

    person = Reference(Person, required=True)
    role = Choice(RoleAssignment.Role, optional=False, required=True)
    unit = Reference(Unit)


class RoleAssignments(Creatable, Deletable):
    """Roles, in the whole organisation or on a unit and all below it. To change one, take it away and give another."""

    model = RoleAssignment
    output = RoleAssignmentOutput
    inputs = {"create": RoleAssignmentInput}
    filters = {
        "person": by_id("person"),
        "unit": by_id("unit"),
        "role": by_code("role", RoleAssignment.Role),
    }

    def create_row(self, fields: dict[str, Any]) -> RoleAssignment:
        return roles.assign(**fields, **self.caller)

    def delete_row(self, row: RoleAssignment, how: Edit) -> None:
        roles.remove(assignment=row, **how)


class AbsenceOutput(Output):
    """The days somebody is away."""

    class Meta:
        model = Absence
        fields = [
            *("id", "key", "organisation", "person", "from_date", "to_date", "deputy"),
            *("created_at", "updated_at", "version"),
        ]


class AbsenceInput(RowInput):
    """From and to, both days included."""

    fixed = ("person",)

    person = Reference(Person, required=True)
    from_date = LastDay(required=True, allow_null=False)
    to_date = LastDay(required=True, allow_null=False)
    deputy = Reference(Person, required=True)


class Absences(Creatable, Editable, Deletable):
    """The days somebody is away, both included, and who acts for them."""

    model = Absence
    output = AbsenceOutput
    inputs = {"create": AbsenceInput, "update": AbsenceInput, "partial_update": AbsenceInput}
    orderings = {"from_date": "from_date", "to_date": "to_date"}
    filters = {"person": by_id("person"), "deputy": by_id("deputy")}

    def create_row(self, fields: dict[str, Any]) -> Absence:
        return absences.register_absence(**fields, **self.caller)

    def update_row(self, row: Absence, changes: dict[str, Any], how: Edit) -> Absence:
        return absences.update_absence(absence=row, changes=changes, **how)

    def delete_row(self, row: Absence, how: Edit) -> None:
        absences.delete_absence(absence=row, **how)
