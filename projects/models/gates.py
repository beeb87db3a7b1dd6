"""The gate decision of a project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Resource
from workflows.models import GateDecisionModel


class GateDecision(GateDecisionModel, PartOfProject):
    """How one gate of a project was answered, and on what basis."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="gate_decisions", verbose_name=_("project"))

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(fields=["project", "gate", "round"], name="projects_gatedecision_once_a_round"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.gate} · {self.get_outcome_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#decision-{self.pk}"
