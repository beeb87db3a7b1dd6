"""The follow-up: a day after the handover on which the benefits are looked at together."""

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefits import Benefit
from projects.models.conditions import Condition
from projects.models.handovers import Handover
from projects.models.projects import Project
from register.models import Person, Resource

if TYPE_CHECKING:
    from projects.models.benefits import BenefitQuerySet


class FollowUp(PartOfProject):
    """Of one handover, counted from the day the unit took over; or of the whole project, from its completion.

    ``months`` is empty for the one at full effect.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="follow_ups", verbose_name=_("project"))
    handover = models.ForeignKey(
        Handover, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("handover")
    )
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
            models.UniqueConstraint(
                fields=["project", "months", "due_date"],
                condition=models.Q(handover__isnull=True),
                name="projects_followup_once",
            ),
            models.UniqueConstraint(
                fields=["project", "due_date"],
                condition=models.Q(months__isnull=True, handover__isnull=True),
                name="projects_followup_full_effect_once",
            ),
            models.UniqueConstraint(fields=["handover", "months"], name="projects_followup_once_a_handover"),
            models.UniqueConstraint(
                fields=["handover"],
                condition=models.Q(months__isnull=True),
                name="projects_followup_full_effect_once_a_handover",
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

    def get_benefits(self) -> "BenefitQuerySet":
        """The living benefits that are looked at: those the unit took over, or all of the project."""
        if self.handover is not None:
            return self.handover.get_benefits()
        return self.project.benefits.exclude(state="withdrawn")


class FollowUpLineQuerySet(PartOfProjectQuerySet):
    project_path = "follow_up__project"


class FollowUpLine(PartOfProject):
    """What one benefit had come to on the day a follow-up was done, and what was said of it.

    ``figures`` has one entry for each indicator, decimals as text, as ``projects.reports.progress`` makes it:
    baseline, latest and target with their days, and what is realised, remaining and away from the expected path.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="lines", verbose_name=_("follow-up"))
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="follow_up_lines", verbose_name=_("benefit"))
    as_of = models.DateField(_("as of"))
    status = models.CharField(_("status"), max_length=20)
    figures = models.JSONField(_("figures"), default=list, blank=True)
    why = models.TextField(_("why"), blank=True)
    next_step = models.TextField(_("what next"), blank=True)
    action = models.ForeignKey(
        Condition, models.PROTECT, null=True, blank=True, related_name="follow_up_lines", verbose_name=_("action")
    )

    objects = FollowUpLineQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(fields=["follow_up", "benefit"], name="projects_followupline_once"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.follow_up} · {self.benefit}"

    def get_absolute_url(self) -> str:
        return f"{self.follow_up.get_absolute_url()}#benefit-{self.benefit_id}"

    @property
    def project(self) -> Project:
        return self.follow_up.project
