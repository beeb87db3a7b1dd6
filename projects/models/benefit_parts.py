"""What belongs to a benefit row by row: what must be in place, the actions that bring it about, and its risks."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefits import Benefit
from projects.models.projects import Project
from register.models import Person, Resource


class PrerequisiteKind(models.TextChoices):
    """Something to be provided, or something to be taken away."""

    PREREQUISITE = "prerequisite", _("Must be in place")
    BARRIER = "barrier", _("Stands in the way")


class Force(models.TextChoices):
    """Which of the four forces that frame the work it comes from."""

    CITIZENS_AND_INVESTORS = "citizens_and_investors", _("Citizens and investors")
    POLITICIANS = "politicians", _("Politicians")
    RULES = "rules", _("Rules")
    PROFESSIONAL_STANDARDS = "professional_standards", _("Professional standards")


class PrerequisiteStatus(models.TextChoices):
    """How far it has come."""

    OPEN = "open", _("Open")
    SETTLED = "settled", _("Settled")
    NOT_SETTLED = "not_settled", _("Cannot be settled")


class ActionStatus(models.TextChoices):
    """How far an action has come."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class RiskLevel(models.TextChoices):
    """Three steps are enough to talk about."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class RiskStatus(models.TextChoices):
    """Whether it still threatens."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("No longer a risk")
    OCCURRED = "occurred", _("It has happened")


ACTION_OPEN = (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)
_WEIGHT = {RiskLevel.LOW: 1, RiskLevel.MEDIUM: 2, RiskLevel.HIGH: 3}


class Prerequisite(PartOfProject):
    """What some benefits of a project cannot come without; somebody sees to it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="prerequisites", verbose_name=_("project"))
    benefits = models.ManyToManyField(
        Benefit, blank=True, related_name="prerequisites", verbose_name=_("benefits that depend on it")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=PrerequisiteKind.choices, default=PrerequisiteKind.PREREQUISITE
    )
    title = models.CharField(_("what"), max_length=300)
    force = models.CharField(_("where it comes from"), max_length=25, choices=Force.choices, blank=True)
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    due_date = models.DateField(_("until when"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=PrerequisiteStatus.choices, default=PrerequisiteStatus.OPEN
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["due_date"], name="projects_prerequisite_due", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:prerequisite_edit", args=[self.pk])

    @property
    def of_benefits(self) -> list[Benefit]:
        """The benefits that depend on it."""
        return list(self.benefits.all())

    @property
    def seen_to_by(self) -> Person | None:
        return self.handler

    @property
    def is_open(self) -> bool:
        return self.status == PrerequisiteStatus.OPEN

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_date is not None and self.due_date < today


class PartOfBenefitQuerySet(PartOfProjectQuerySet):
    """Seen by whoever sees the project of the benefit."""

    project_path = "benefit__project"


class PartOfBenefit(PartOfProject):
    """A row of one benefit."""

    class Meta:
        abstract = True

    benefit: Benefit
    responsible: Person | None

    @property
    def project(self) -> Project:
        return self.benefit.project

    @property
    def of_benefits(self) -> list[Benefit]:
        return [self.benefit]

    @property
    def seen_to_by(self) -> Person | None:
        return self.responsible


class RealisationAction(PartOfBenefit):
    """Something somebody must do for the benefit to come: what, who, until when, how far."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="actions", verbose_name=_("benefit"))
    title = models.CharField(_("what is to be done"), max_length=300)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    due_date = models.DateField(_("until when"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ActionStatus.choices, default=ActionStatus.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PartOfBenefitQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(
                fields=["due_date"], name="projects_action_due", condition=Q(status__in=["planned", "under_way"])
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:action_edit", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in ACTION_OPEN

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_date is not None and self.due_date < today


class Risk(PartOfBenefit):
    """What could keep the benefit away: how likely, how bad, and what is done about it."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="risks", verbose_name=_("benefit"))
    title = models.CharField(_("what could go wrong"), max_length=300)
    likelihood = models.CharField(_("how likely"), max_length=6, choices=RiskLevel.choices, blank=True)
    consequence = models.CharField(_("how bad"), max_length=6, choices=RiskLevel.choices, blank=True)
    response = models.TextField(_("what is done about it"), blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who watches it")
    )
    status = models.CharField(_("status"), max_length=8, choices=RiskStatus.choices, default=RiskStatus.OPEN)

    objects = PartOfBenefitQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:risk_edit", args=[self.pk])

    @property
    def level(self) -> str:
        """Both together, by the usual square: from 1 to 9, of which 6 is high and 3 medium; empty while not judged."""
        if not (self.likelihood and self.consequence):
            return ""
        weight = _WEIGHT[RiskLevel(self.likelihood)] * _WEIGHT[RiskLevel(self.consequence)]
        return str(RiskLevel.HIGH if weight >= 6 else RiskLevel.MEDIUM if weight >= 3 else RiskLevel.LOW)

    def get_level_display(self) -> str:
        return str(RiskLevel(self.level).label)
