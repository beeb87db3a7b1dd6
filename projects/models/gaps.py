"""The gap: what an earlier gate would have asked of a project that was registered while running."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Person, Resource


class Gap(PartOfProject):
    """Never a block: somebody fills it by a date."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="gaps", verbose_name=_("project"))
    code = models.CharField(_("requirement"), max_length=60)
    gate = models.CharField(_("gate"), max_length=40)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    due_date = models.DateField(_("due"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(fields=["project", "gate", "code"], name="projects_gap_once"),
        ]

    def __str__(self) -> str:
        return self.code
