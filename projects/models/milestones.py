"""The milestone: a day the project steers towards."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Person, Resource


class MilestoneKind(models.TextChoices):
    """What reaching it means."""

    DELIVERABLE = "deliverable", _("Deliverable")
    HANDOVER = "handover", _("Handover")
    CLOSING = "closing", _("End of the project")
    BENEFIT = "benefit", _("Benefit")
    OTHER = "other", _("Other")


class Milestone(PartOfProject):
    """A dated event of a project; the day it was first planned for is kept."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones", verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=MilestoneKind.choices, default=MilestoneKind.OTHER)
    due_date = models.DateField(_("due"), null=True, blank=True)
    due_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    first_due_date = models.DateField(_("first planned for"), null=True, blank=True, editable=False)
    reached_date = models.DateField(_("reached"), null=True, blank=True)
    reached_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name=_("responsible")
    )
    on_remaining_work = models.BooleanField(_("on the remaining-work list"), default=False)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(
                fields=["due_date"], name="projects_milestone_due", condition=models.Q(reached_date__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:project_milestones", args=[self.project_id])
