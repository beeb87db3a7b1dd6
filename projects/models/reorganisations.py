"""The reorganisation: a unit went into another one, was split, or was put below another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models import Person, Resource, Unit
from register.models.base import ResourceQuerySet


class ReorganisationKind(models.TextChoices):
    """What is done with a unit."""

    MERGE = "merge", _("Merge it into another unit")
    SPLIT = "split", _("Split it: some of it goes to another unit")
    MOVE = "move", _("Put it below another unit")


class ReorganisationQuerySet(ResourceQuerySet):
    """What became of units, for those who keep them."""

    def visible_to(self, person: Person) -> "ReorganisationQuerySet":
        own = super().visible_to(person)
        return own if person.standing.administrator or person.standing.has("controller") else own.none()


class Reorganisation(Resource):
    """One event with its parts: each row that followed has a line of its own in the history."""

    kind = models.CharField(_("what is done"), max_length=10, choices=ReorganisationKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    into = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("the other unit"))
    reason = models.TextField(_("reason"), blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    counts = models.JSONField(_("what followed"), default=dict)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.unit} → {self.into or ''}"
