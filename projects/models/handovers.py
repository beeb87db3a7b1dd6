"""The handover: a receiving unit is asked to take over, and a line manager signs."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.handover import ACCEPTED_STATES, HandoverLifecycle, HandoverState
from projects.models.base import PartOfProject, PartOfProjectQuerySet, known_states
from projects.models.handover_content import HandoverContent
from projects.models.milestones import Milestone
from projects.models.projects import Project
from register.models import Person, Resource, Unit
from workflows.models import SignOffModel

if TYPE_CHECKING:
    from projects.models.benefits import BenefitQuerySet

SUPERIOR_MAY_DECIDE_AFTER = timedelta(days=30)


class Handover(HandoverContent, HandoverLifecycle, PartOfProject):
    """What one unit takes over from a project, from when, on which terms."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="handovers", verbose_name=_("project"))
    receiving_unit = models.ForeignKey(Unit, models.PROTECT, related_name="handovers", verbose_name=_("receiving unit"))
    line_manager = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name=_("line manager")
    )
    takes_over_on = models.DateField(_("takes over on"), null=True, blank=True)
    closing_milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closing milestone")
    )
    lasting_results = models.TextField(_("lasting results"), blank=True)
    anchoring = models.TextField(_("how they are anchored"), blank=True)
    way_forward = models.TextField(_("the way on"), blank=True)
    first_action = models.TextField(_("the first action"), blank=True)
    first_action_owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who takes the first action")
    )
    first_action_due = models.DateField(_("first action by"), null=True, blank=True)
    remaining_work = models.TextField(_("remaining work"), blank=True)
    snapshot = models.JSONField(_("what is signed"), null=True, blank=True, editable=False)
    snapshot_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            *HandoverContent.Meta.constraints,
            known_states(HandoverState.values, "projects_handover_known_state"),
            models.UniqueConstraint(fields=["project", "receiving_unit"], name="projects_handover_one_per_unit"),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return str(self.receiving_unit)

    def get_absolute_url(self) -> str:
        return reverse("projects:handover_detail", args=[self.pk])

    @property
    def is_taken_over(self) -> bool:
        return self.state in ACCEPTED_STATES

    def get_benefits(self) -> "BenefitQuerySet":
        """The living benefits this unit takes over: its own, and those that name no unit."""
        mine = models.Q(receiving_unit=self.receiving_unit_id) | models.Q(receiving_unit__isnull=True)
        return self.project.benefits.exclude(state="withdrawn").filter(mine)

    def get_signers(self) -> list[Person]:
        """Who may decide: the line manager, the deputies, the superior once it has waited or must countersign."""
        today = getattr(self, "asked_on", None) or date.min
        signers = [self.line_manager, self.receiving_unit.deputy]
        if self.line_manager:
            signers += self.line_manager.stand_ins(today)
        if self.needs_superior(today):
            signers.append(self.receiving_unit.superior())
        return list(dict.fromkeys(signer for signer in signers if signer))

    def needs_superior(self, today: date) -> bool:
        """The superior decides when the line manager leads the project, or has not answered for 30 days."""
        if self.line_manager_id and self.line_manager_id == self.project.leader_id:
            return True
        if self.sent_at is None:
            return False
        return self.organisation.local_date(self.sent_at) + SUPERIOR_MAY_DECIDE_AFTER <= today


class HandoverSignOff(SignOffModel, PartOfProject):
    """A signature under a handover. A countersigned one has two in its round.

    Marks are ``{benefit | item, title, accepted, comment}``; what was not marked is accepted with the whole.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="sign_offs")
    is_countersignature = models.BooleanField(default=False)
    benefits = models.JSONField(_("marks at the benefits"), default=list, blank=True)
    remaining_work = models.JSONField(_("marks at the remaining work"), default=list, blank=True)

    objects = type(
        "HandoverSignOffQuerySet", (PartOfProjectQuerySet,), {"project_path": "handover__project"}
    ).as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["handover", "round", "is_countersignature"],
                condition=models.Q(superseded_at__isnull=True),
                name="projects_handover_signed_once_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover} · {self.signer_name}"

    @property
    def project(self) -> Project:
        return self.handover.project
