"""The benefit map: what a deliverable changes at work, which benefits come of it, and which goals they serve."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefits import Benefit
from projects.models.milestones import Milestone
from projects.models.projects import Project
from register.models import Goal, Resource

STARTS = ("from_milestone", "from_change", "from_benefit")
ENDS = ("to_change", "to_benefit", "to_goal")
PAIRS = (
    *(("from_milestone", end) for end in ("to_change", "to_benefit")),
    *(("from_change", end) for end in ("to_change", "to_benefit")),
    *(("from_benefit", end) for end in ("to_benefit", "to_goal")),
)
"""What may lead to what: a map reads from left to right."""


class Change(PartOfProject):
    """What people do otherwise from then on: between what the project delivers and the benefit that comes of it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="changes", verbose_name=_("project"))
    title = models.CharField(_("what is done otherwise"), max_length=300)
    description = models.TextField(_("description"), blank=True)

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('projects:benefit_map', args=[self.project_id])}#change-{self.pk}"


class BenefitLinkQuerySet(PartOfProjectQuerySet):
    """Lines of maps, seen by whoever sees their project."""

    def with_ends(self) -> "BenefitLinkQuerySet":
        return self.select_related(*STARTS, *ENDS)


def exactly_one(names: tuple[str, ...]) -> Q:
    """One of the columns points somewhere, the others nowhere."""
    ways = Q()
    for name in names:
        others = {f"{other}__isnull": True for other in names if other != name}
        ways |= Q(**{f"{name}__isnull": False}, **others)
    return ways


def _end(model: type[models.Model], label: Any, side: str) -> models.ForeignKey:
    return models.ForeignKey(model, models.PROTECT, null=True, blank=True, related_name=side, verbose_name=label)


class BenefitLink(PartOfProject):
    """One line of a project's map: this brings that about, or serves it. `weight` says how much of it, in per cent."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="benefit_links", verbose_name=_("project"))
    from_milestone = _end(Milestone, _("from the deliverable"), "links_onwards")
    from_change = _end(Change, _("from the change"), "links_onwards")
    from_benefit = _end(Benefit, _("from the benefit"), "links_onwards")
    to_change = _end(Change, _("to the change"), "links_back")
    to_benefit = _end(Benefit, _("to the benefit"), "links_back")
    to_goal = _end(Goal, _("to the goal"), "links_back")
    weight = models.PositiveSmallIntegerField(
        _("weight in per cent"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    objects = BenefitLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(condition=exactly_one(STARTS), name="projects_benefitlink_one_start"),
            models.CheckConstraint(condition=exactly_one(ENDS), name="projects_benefitlink_one_end"),
            models.CheckConstraint(
                condition=Q(to_goal__isnull=True) | Q(from_benefit__isnull=False),
                name="projects_benefitlink_goals_by_benefits",
            ),
            models.CheckConstraint(
                condition=Q(to_change__isnull=True) | Q(from_benefit__isnull=True),
                name="projects_benefitlink_no_way_back",
            ),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__range=(1, 100)),
                name="projects_benefitlink_weight_is_a_share",
            ),
            *(
                models.UniqueConstraint(
                    fields=[start, end],
                    condition=Q(**{f"{start}__isnull": False, f"{end}__isnull": False}),
                    name=f"projects_benefitlink_{start}_{end}",
                    violation_error_message=_("The map has this line already."),
                )
                for start, end in PAIRS
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.start} → {self.end}"

    def get_absolute_url(self) -> str:
        return reverse("projects:benefit_map", args=[self.project_id])

    @property
    def start(self) -> Any:
        """What brings it about."""
        return self.from_milestone or self.from_change or self.from_benefit

    @property
    def end(self) -> Any:
        """What is brought about or served."""
        return self.to_change or self.to_benefit or self.to_goal
