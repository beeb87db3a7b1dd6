"""The benefit: what shall be better, for whom, and who in the line answers for it."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.benefit import BenefitLifecycle, BenefitState
from projects.models.base import PartOfProject, PartOfProjectQuerySet, known_states
from projects.models.benefit_profile import PROFILE_CONSTRAINTS, BenefitProfile
from projects.models.money_terms import MoneyTerms
from projects.models.projects import Project
from register.models import Goal, Person, Resource, SortKeyField, Unit


class BenefitKind(models.TextChoices):
    """How a benefit shows."""

    FINANCIAL_DIRECT = "financial_direct", _("Direct budget effect")
    FINANCIAL_INDIRECT = "financial_indirect", _("Indirect budget effect, freed time")
    QUANTIFIED = "quantified", _("Counted, not in money")
    QUALITATIVE = "qualitative", _("Qualitative")


class Beneficiaries(models.TextChoices):
    """Who is better off."""

    OWN = "own", _("Our own organisation")
    OTHER_PUBLIC = "other_public", _("Other public bodies")
    CITIZENS = "citizens", _("Citizens")
    BUSINESS = "business", _("Business")


class BenefitOutcome(models.TextChoices):
    """What became of it."""

    REALISED = "realised", _("Realised")
    PARTLY_REALISED = "partly_realised", _("Partly realised")
    NOT_REALISED = "not_realised", _("Not realised")


class Judgement(models.TextChoices):
    """How a person judges a benefit that cannot be counted, or one beside its figures."""

    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    ACHIEVED = "achieved", _("Achieved")
    MISSED = "missed", _("Missed")


class BenefitQuerySet(PartOfProjectQuerySet):
    """Benefits, seen by whoever sees their project."""

    def listed(self) -> "BenefitQuerySet":
        return self.select_related("project", "owner", "receiving_unit", "organisation")


class Judged(models.Model):
    """What people say of a benefit: a judgement on the way, and the outcome at the end."""

    how_known = models.TextField(_("how we will know"), blank=True)
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement.choices, blank=True)
    judgement_words = models.TextField(_("reason for the judgement"), blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    judgement_verified_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=BenefitOutcome.choices, blank=True)
    outcome_explanation = models.TextField(_("explanation of the outcome"), blank=True)

    class Meta:
        abstract = True


class Benefit(BenefitLifecycle, BenefitProfile, Judged, MoneyTerms, PartOfProject):
    """An improvement that somebody in the line has promised to take out."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="benefits", verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=300)
    title_sort = SortKeyField(source="title")
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BenefitKind.choices, blank=True)
    is_disbenefit = models.BooleanField(_("a dis-benefit"), default=False)
    beneficiaries = models.CharField(_("who benefits"), max_length=20, choices=Beneficiaries.choices, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="benefits", verbose_name=_("benefit owner")
    )
    receiving_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receiving unit")
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="benefits", verbose_name=_("goals"))
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    restates = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="restatements", verbose_name=_("restates")
    )
    start_date = models.DateField(_("start of effect"), null=True, blank=True)
    start_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    due_date = models.DateField(_("to be seen by"), null=True, blank=True)
    due_date_entered = models.CharField(max_length=40, blank=True, editable=False)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            *PROFILE_CONSTRAINTS,
            known_states(BenefitState.values, "projects_benefit_known_state"),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("id")),
                name="projects_benefit_not_part_of_itself",
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["organisation", "title_sort", "id"], name="projects_benefit_by_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:benefit_detail", args=[self.pk])

    def get_indicators(self) -> list[Any]:
        """Its indicators in a stable order, from the prefetch where there is one."""
        return sorted(self.indicators.all(), key=lambda indicator: (indicator.created_at, indicator.name))
