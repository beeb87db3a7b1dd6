"""Who decides at the gates: people by their role, as everywhere, or a body."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models import Person, Resource, Unit
from register.models.base import ResourceQuerySet


class Rule(models.TextChoices):
    """How a body comes to its decision."""

    ANY_ONE = "any_one", _("Any one of its members decides")
    ALL = "all", _("It is decided when all members have said yes")
    ELSEWHERE = "elsewhere", _("It meets elsewhere, and its secretary records what it decided")


class DecidingBody(Resource):
    """A steering group, a management team, a committee or the council."""

    name = models.CharField(_("name"), max_length=200)
    rule = models.CharField(_("how it decides"), max_length=20, choices=Rule, default=Rule.ANY_ONE)
    members = models.ManyToManyField(Person, blank=True, related_name="sits_in", verbose_name=_("members"))
    secretary = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("secretary"),
        help_text=_("Registers meetings and records decisions. Never the leader of the project."),
    )

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="projects_decidingbody_name_once",
                violation_error_message=_("There is already a body with this name."),
            ),
            models.CheckConstraint(condition=models.Q(rule__in=Rule.values), name="projects_decidingbody_known_rule"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Deciders:
    """Which body decides where; None where the usual people do."""

    bodies: Mapping[tuple[str, UUID | None], DecidingBody | None] = field(default_factory=dict)

    @property
    def by_unit(self) -> bool:
        return any(unit for _gate, unit in self.bodies)

    def body_for(self, gate: str, units: Iterable[UUID]) -> DecidingBody | None:
        """The rule of the nearest unit counts; there the one for this gate comes before the one for all."""
        for unit in (*units, None):
            for place in ((gate, unit), ("", unit)):
                if place in self.bodies:
                    return self.bodies[place]
        return None


class GateDeciderQuerySet(ResourceQuerySet):
    def of(self, organisation_id: UUID) -> Deciders:
        """All rules of an organisation by one query."""
        rows = self.filter(organisation_id=organisation_id).select_related("body__secretary")
        rows = rows.prefetch_related("body__members")
        return Deciders({(row.gate, row.unit_id): row.body for row in rows})


class GateDecider(Resource):
    """That a body decides at a gate, or at all; in the whole organisation, or for a unit and all below."""

    gate = models.CharField(_("gate"), max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit and all below")
    )
    body = models.ForeignKey(
        DecidingBody, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("who decides")
    )

    objects = GateDeciderQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "gate", "unit"],
                name="projects_gatedecider_once_per_unit",
                violation_error_message=_("For this gate and unit it is already said who decides."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "gate"],
                condition=models.Q(unit=None),
                name="projects_gatedecider_once_everywhere",
                violation_error_message=_("For this gate and unit it is already said who decides."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return str(self.body or "")
