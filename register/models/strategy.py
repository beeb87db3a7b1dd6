from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from register.models.base import Resource, ResourceQuerySet
from register.models.sorting import SortKeyField

if TYPE_CHECKING:
    from register.models.people import Person


class Goal(Resource):
    """Something the organisation wants, from its vision down to a single goal; benefits point at it."""

    class Level(models.TextChoices):
        VISION = "vision", _("Vision")
        POLICY = "policy", _("Policy")
        STRATEGY = "strategy", _("Strategy")
        INITIATIVE = "initiative", _("Initiative")
        GOAL = "goal", _("Goal")

    title = models.CharField(_("title"), max_length=500)
    title_sort = SortKeyField(source="title")
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.GOAL)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    target_date = models.DateField(_("target date"), null=True, blank=True)
    target_date_entered = models.CharField(_("target date as entered"), max_length=40, blank=True)
    budget_line = models.CharField(_("budget line"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__in=["vision", "policy", "strategy", "initiative", "goal"]),
                name="register_goal_known_level",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="register_goal_not_its_own_parent"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title


class ProgrammeQuerySet(ResourceQuerySet):
    def visible_to(self, person: "Person") -> "ProgrammeQuerySet":
        """The programmes of one's own organisation, and those it takes part in."""
        takes_part = Programme.participants.through.objects.filter(organisation_id=person.organisation_id)
        return self.filter(Q(organisation_id=person.organisation_id) | Q(id__in=takes_part.values("programme_id")))


class Programme(Resource):
    """Projects that belong together, in one organisation or across several."""

    title = models.CharField(_("title"), max_length=500)
    title_sort = SortKeyField(source="title")
    participants = models.ManyToManyField(
        "register.Organisation",
        blank=True,
        related_name="shared_programmes",
        verbose_name=_("organisations that take part"),
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title

    def is_shared_with(self, organisation_id: UUID) -> bool:
        """Whether rows of another organisation may point at this programme."""
        return self.participants.filter(id=organisation_id).exists()
