from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from register.models.base import Resource, ResourceQuerySet
from register.people_standing import Standing

if TYPE_CHECKING:
    from register.models.people import Person
    from register.models.units import Unit

# UNION, not UNION ALL: even a tree that somebody has knotted by hand comes to an end.
ROLES_WITH_UNITS_BELOW = """
    WITH RECURSIVE held (role, unit_id) AS (
        SELECT role, unit_id FROM register_roleassignment WHERE person_id = %s
        UNION
        SELECT held.role, unit.id FROM held JOIN register_unit AS unit ON unit.parent_id = held.unit_id
    )
    SELECT role, unit_id FROM held
"""


def _as_uuid(value: Any) -> UUID:
    # PostgreSQL gives a UUID, SQLite its 32 hexadecimal digits.
    return value if isinstance(value, UUID) else UUID(value)


class RoleAssignmentQuerySet(ResourceQuerySet):
    def standing_of(self, person: "Person") -> Standing:
        """The person's roles, and the units below those they are held on, by one query."""
        connection = connections[self.db]
        person_id = person._meta.pk.get_db_prep_value(person.pk, connection)
        everywhere, on_units = set(), defaultdict(set)
        with connection.cursor() as cursor:
            cursor.execute(ROLES_WITH_UNITS_BELOW, [person_id])
            for role, unit_id in cursor.fetchall():
                if unit_id is None:
                    everywhere.add(role)
                else:
                    on_units[role].add(_as_uuid(unit_id))
        return Standing(frozenset(everywhere), {role: frozenset(ids) for role, ids in on_units.items()})

    def holders(self, role: str, organisation_id: UUID, unit: "Unit | None") -> list["Person"]:
        """Who has a role on a unit, on one above it or in the whole organisation, by name."""
        above = list(type(unit).objects.ancestors(unit, include_self=True)) if unit else []
        where = models.Q(unit__isnull=True) | models.Q(unit__in=above)
        held = self.filter(where, organisation_id=organisation_id, role=role, person__is_active=True)
        people = {one.person for one in held.select_related("person")}
        return sorted(people, key=lambda person: (person.name_sort, str(person.pk)))


class RoleAssignment(Resource):
    """That a person has a role, in the whole organisation or on a unit and all below it."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        DECISION_MAKER = "decision_maker", _("Decision maker")
        CONTROLLER = "controller", _("Controller")
        READER = "reader", _("Reader")
        LINE_MANAGER = "line_manager", _("Line manager")
        DEPUTY = "deputy", _("Deputy")

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        "register.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("unit"),
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    role__in=["administrator", "decision_maker", "controller", "reader", "line_manager", "deputy"]
                ),
                name="register_roleassignment_known_role",
            ),
            models.CheckConstraint(
                condition=~Q(role="administrator") | Q(unit=None),
                name="register_roleassignment_administrator_everywhere",
                violation_error_message=_("An administrator has that role in the whole organisation, not on a unit."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["line_manager", "deputy"]) | Q(unit__isnull=False),
                name="register_roleassignment_manager_has_unit",
                violation_error_message=_("Say which unit this is for."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role="line_manager"),
                name="register_roleassignment_one_line_manager",
                violation_error_message=_("The unit already has a line manager."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role="deputy"),
                name="register_roleassignment_one_deputy",
                violation_error_message=_("The unit already has a deputy."),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                name="register_roleassignment_once_per_unit",
                violation_error_message=_("The person already has this role."),
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(unit=None),
                name="register_roleassignment_once_everywhere",
                violation_error_message=_("The person already has this role."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return str(self.get_role_display())
