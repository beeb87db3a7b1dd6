"""The lesson: what those who come after should know."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Resource


class Lesson(PartOfProject):
    """Written when a project is stopped, evaluated or closed, or whenever it was learnt."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="lessons", verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("lesson"))
    tags = models.JSONField(_("tags"), default=list, blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title or self.text

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#lessons"
