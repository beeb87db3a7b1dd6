"""The evaluation: what is said of a project as a whole when the outcomes of its benefits are judged."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Resource


class Evaluation(PartOfProject):
    """Beside the outcome of each benefit, and the lessons: what nobody had planned, and what goes on."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="evaluation", verbose_name=_("project"))
    side_effects = models.TextField(_("effects that nobody had planned, good or bad"), blank=True)
    running_on = models.TextField(_("what happens to the benefits that still run"), blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return str(_("Evaluation"))

    def get_absolute_url(self) -> str:
        return reverse("projects:evaluation", args=[self.project_id])
