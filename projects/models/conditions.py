"""The condition: what a gate decision or a reservation demanded."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.gates import GateDecision
from projects.models.handovers import HandoverSignOff
from projects.models.projects import Project
from register.models import Resource
from workflows.models import ConditionModel


class Condition(ConditionModel, PartOfProject):
    """Owned, dated and chased like anything else."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="conditions", verbose_name=_("project"))
    gate_decision = models.ForeignKey(
        GateDecision, models.CASCADE, null=True, blank=True, related_name="conditions", verbose_name=_("gate decision")
    )
    sign_off = models.ForeignKey(
        HandoverSignOff, models.CASCADE, null=True, blank=True, related_name="reservations", verbose_name=_("sign-off")
    )
    blocks = models.CharField(_("gate that it blocks while it is open"), max_length=40, blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        indexes = [
            *Resource.Meta.indexes,
            models.Index(
                fields=["due_date"], name="projects_condition_due", condition=models.Q(fulfilled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("projects:condition_detail", args=[self.pk])
