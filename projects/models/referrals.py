"""The referral: a gate waits for a body that meets elsewhere, on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.deciding import DecidingBody
from projects.models.gates import GateDecision
from projects.models.projects import Project
from register.models import Person, Resource


class Referral(PartOfProject):
    """While it is open the gate is decided by that body alone, and its secretary records the decision."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="referrals", verbose_name=_("project"))
    gate = models.CharField(_("gate"), max_length=40)
    body = models.ForeignKey(DecidingBody, models.PROTECT, related_name="+", verbose_name=_("deciding body"))
    secretary = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("secretary"))
    meeting_date = models.DateField(_("date of the meeting"))
    case_number = models.CharField(_("case number"), max_length=100, blank=True)
    item_number = models.CharField(_("item number"), max_length=100, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    registered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("registered by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    decision = models.ForeignKey(
        GateDecision,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="referrals",
        verbose_name=_("gate decision"),
    )

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "gate"],
                condition=models.Q(withdrawn_at=None, decision=None),
                name="projects_referral_one_open",
                violation_error_message=_("This gate already waits for a body."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.body.name

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.decision_id is None
