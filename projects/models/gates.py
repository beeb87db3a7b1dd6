"""The gate decision of a project, and the answers of a body's members on the way to it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.checklists import Checklist
from projects.models.deciding import DecidingBody
from projects.models.projects import Project
from register.models import Person, Resource
from workflows.models import GateDecisionModel, Outcome


class GateDecisionQuerySet(PartOfProjectQuerySet):
    def to_execute(self, *, until: datetime | None = None) -> Self:
        """Those that said yes to executing; with `until` as far as they were recorded before that moment."""
        passed = self.filter(gate="approve_execution", outcome__in=(Outcome.GO, Outcome.GO_WITH_CONDITIONS))
        return passed.filter(recorded_at__lt=until) if until else passed


class GateDecision(GateDecisionModel, PartOfProject):
    """How one gate of a project was answered, and on what basis."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="gate_decisions", verbose_name=_("project"))
    deciding_body = models.ForeignKey(
        DecidingBody, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("registered body")
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edition of the checklist")
    )
    review_date = models.DateField(_("review date"), null=True, blank=True)

    objects = GateDecisionQuerySet.as_manager()

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

    @property
    def decider(self) -> str:
        """The body that decided, else the person."""
        return self.body or (self.decided_by.name if self.decided_by else "")


class GateAnswer(PartOfProject):
    """What one member of a body said, where all must agree. It counts for the round and the basis it was given on."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="gate_answers", verbose_name=_("project"))
    gate = models.CharField(_("gate"), max_length=40)
    round = models.PositiveIntegerField(_("round"))
    body = models.ForeignKey(DecidingBody, models.PROTECT, related_name="+", verbose_name=_("deciding body"))
    member = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("member"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    comment = models.TextField(_("words of the answer"), blank=True)
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    answered_at = models.DateTimeField(_("answered at"))
    basis_sha256 = models.CharField(max_length=64)
    decision = models.ForeignKey(
        GateDecision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("gate decision"),
    )

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["project", "gate", "round"], name="projects_gateanswer_round"),
        ]

    def __str__(self) -> str:
        return f"{self.member.name}: {self.get_outcome_display()}"
