"""The succession: somebody is asked to take on what another one held."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefit_parts import Prerequisite, RealisationAction, Risk
from projects.models.benefits import Benefit
from projects.models.conditions import Condition
from projects.models.follow_ups import FollowUp
from projects.models.gaps import Gap
from projects.models.handover_parts import RemainingItem
from projects.models.handovers import Handover
from projects.models.indicators import Indicator
from projects.models.milestones import Milestone
from projects.models.projects import Project
from projects.models.referrals import Referral
from register.models import Absence, Person, Resource


class Holding(models.TextChoices):
    """What rests on a person."""

    LEADER = "leader", _("Leader of a project")
    OWNER = "owner", _("Project owner")
    BENEFITS_RESPONSIBLE = "benefits_responsible", _("Benefits-responsible")
    BENEFIT = "benefit", _("Benefit")
    INDICATOR = "indicator", _("Measuring")
    HANDOVER = "handover", _("Handover to take over")
    OPERATIONS = "operations", _("Operations owner")
    REMAINING_ITEM = "remaining_item", _("Remaining work")
    CONDITION = "condition", _("Condition")
    FOLLOW_UP = "follow_up", _("Follow-up")
    MILESTONE = "milestone", _("Milestone")
    GAP = "gap", _("Gap")
    ACTION = "action", _("Realisation action")
    PREREQUISITE = "prerequisite", _("Prerequisite")
    RISK = "risk", _("Risk")
    REFERRAL = "referral", _("Recording a decision")


class SuccessionReason(models.TextChoices):
    """Why somebody else is asked."""

    LEFT = "left", _("The person has left")
    NEW_LINE_MANAGER = "new_line_manager", _("The unit has a new line manager")
    DECLINED = "declined", _("The one who was asked said no")
    ABSENCE = "absence", _("A long absence")
    REORGANISED = "reorganised", _("The unit was reorganised")
    HANDED_ON = "handed_on", _("Handed on")


class SuccessionAnswer(models.TextChoices):
    """What became of the question; silence is none of these."""

    ACCEPTED = "accepted", _("Taken on")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SUBJECT = {**dict.fromkeys(("leader", "owner", "benefits_responsible"), "project"), "operations": "handover"}
"""The column that points at what is held, where it has another name than the kind."""


class Succession(PartOfProject):
    """Moves nothing until the person asked says yes; kept afterwards, as who held what, who asked, who took it on."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="successions", verbose_name=_("project"))
    kind = models.CharField(_("what"), max_length=30, choices=Holding.choices)
    benefit = models.ForeignKey(
        Benefit, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("benefit")
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("indicator")
    )
    handover = models.ForeignKey(
        Handover, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("handover")
    )
    remaining_item = models.ForeignKey(
        RemainingItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("remaining work"),
    )
    condition = models.ForeignKey(
        Condition, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("condition")
    )
    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("follow-up")
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("milestone")
    )
    gap = models.ForeignKey(
        Gap, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("gap")
    )
    action = models.ForeignKey(
        RealisationAction,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("realisation action"),
    )
    prerequisite = models.ForeignKey(
        Prerequisite,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("prerequisite"),
    )
    risk = models.ForeignKey(
        Risk, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("risk")
    )
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="successions", verbose_name=_("referral")
    )
    from_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held by")
    )
    to_person = models.ForeignKey(Person, models.PROTECT, related_name="successions", verbose_name=_("asked"))
    reason = models.CharField(_("why"), max_length=20, choices=SuccessionReason.choices)
    words = models.TextField(_("words to the one asked"), blank=True)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    absence = models.ForeignKey(
        Absence, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("absence")
    )
    answer = models.CharField(_("answer"), max_length=12, choices=SuccessionAnswer.choices, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer_words = models.TextField(_("reason for saying no"), blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="projects_succession_answer_has_its_moment",
            ),
            *(
                models.UniqueConstraint(
                    fields=["project", "kind"] if one == "project" else [one],
                    condition=Q(answer="", **{f"{one}__isnull": False})
                    & (Q(kind__in=("leader", "owner", "benefits_responsible")) if one == "project" else Q()),
                    name=f"projects_succession_{one}_asked_once",
                )
                for one in (
                    *("project", "benefit", "indicator", "handover", "remaining_item"),
                    *("condition", "follow_up", "milestone", "gap", "action", "prerequisite", "risk", "referral"),
                )
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["to_person"], name="projects_succession_open", condition=Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("projects:succession_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def subject(self) -> Any:
        """The row that is to be held by somebody else: the project itself where it is a role on it."""
        return getattr(self, SUBJECT.get(self.kind, self.kind))
