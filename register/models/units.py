from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.models import Prefetch
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from register.models.base import Resource, ResourceQuerySet
from register.models.people import Person
from register.models.roles import RoleAssignment
from register.models.sorting import SortKeyField


class UnitQuerySet(ResourceQuerySet, TreeQuerySet):
    def below(self, unit_ids: Iterable[UUID]) -> "UnitQuerySet":
        """The units named and all that lie below them."""
        ids = [Unit._meta.pk.get_db_prep_value(unit_id, connections[self.db]) for unit_id in unit_ids]
        if not ids:
            return self.none()
        roots = ", ".join(["%s"] * len(ids))
        tree = (
            f"WITH RECURSIVE lower_unit (id) AS (SELECT id FROM register_unit WHERE id IN ({roots})"  # noqa: S608 only placeholders
            " UNION SELECT unit.id FROM register_unit AS unit JOIN lower_unit ON unit.parent_id = lower_unit.id)"
            " SELECT id FROM lower_unit"
        )
        return self.filter(id__in=RawSQL(tree, ids))  # noqa: S611 only placeholders

    def open(self) -> "UnitQuerySet":
        """Those that can still be given something: a unit that went into another one is kept, and closed."""
        return self.filter(closed_at__isnull=True)

    def with_managers(self) -> "UnitQuerySet":
        """Fetches line managers and deputies for all units at once."""
        return self.prefetch_related(Prefetch("assignments", RoleAssignment.objects.select_related("person")))


class Unit(Resource):
    """A part of the organisation: a department, a school, a nursing home. Units form a tree."""

    name = models.CharField(_("name"), max_length=200)
    name_sort = SortKeyField(source="name")
    parent = TreeNodeForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    hours_per_year = models.DecimalField(
        _("hours of work in a year"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="register_unit_not_its_own_parent"),
            models.CheckConstraint(
                condition=models.Q(hours_per_year__isnull=True) | models.Q(hours_per_year__gt=0),
                name="register_unit_has_hours",
                violation_error_message=_("Write how many hours there are, or leave it empty."),
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["organisation", "name_sort", "id"], name="unit_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def line_manager(self) -> Person | None:
        return self._holder(RoleAssignment.Role.LINE_MANAGER)

    @property
    def deputy(self) -> Person | None:
        return self._holder(RoleAssignment.Role.DEPUTY)

    def _holder(self, role: str) -> Person | None:
        # Through .all(), so that with_managers() saves the queries.
        return next((held.person for held in self.assignments.all() if held.role == role), None)

    def superior(self) -> Person | None:
        """The nearest active line manager above who is not this unit's own: who countersigns, and hears of silence."""
        above = [unit.pk for unit in Unit.objects.ancestors(self)]
        managers: dict[Any, Person] = {
            held.unit_id: held.person
            for held in RoleAssignment.objects.filter(
                unit__in=above, role=RoleAssignment.Role.LINE_MANAGER, person__is_active=True
            ).select_related("person")
        }
        own = self.line_manager
        return next((managers[pk] for pk in reversed(above) if pk in managers and managers[pk] != own), None)
