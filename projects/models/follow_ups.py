"""The follow-up: a day after the handover on which the benefits are looked at together."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Person, Resource


class FollowUp(PartOfProject):
    """Generated when the handover is completed; ``months`` is empty for the one at full effect."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="follow_ups", verbose_name=_("project"))
    months = models.PositiveIntegerField(_("months after the handover"), null=True, blank=True)
    due_date = models.DateField(_("due"))
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    note = models.TextField(_("what was seen"), blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(fields=["project", "months", "due_date"], name="projects_followup_once"),
            models.UniqueConstraint(
                fields=["project", "due_date"],
                condition=models.Q(months__isnull=True),
                name="projects_followup_full_effect_once",
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["due_date"], name="projects_followup_due", condition=models.Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        if self.months is None:
            return str(_("Follow-up at full effect"))
        return str(_("Follow-up after %(months)s months") % {"months": self.months})

    def get_absolute_url(self) -> str:
        return reverse("projects:follow_up_detail", args=[self.pk])
