"""The project: from the first idea to the day its follow-up ends."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import ProjectLifecycle, ProjectState, Track
from projects.models.base import known_states
from projects.models.checklists import Checklist, items_of
from projects.models.deciding import Deciders, DecidingBody, GateDecider
from projects.models.visibility import visible_projects
from register.models import Goal, Person, Programme, Resource, SortKeyField, Unit

if TYPE_CHECKING:
    from datetime import date, datetime

    from projects.requirements.checklists import Item


class ProjectQuerySet(models.QuerySet[Any]):
    """Reads start at the person: ``Project.objects.visible_to(person).listed()``."""

    def visible_to(self, person: Person) -> Self:
        return visible_projects(self, person)

    def listed(self) -> Self:
        """With the names a list shows, in one query."""
        return self.select_related("unit", "leader", "owner", "benefits_responsible", "programme", "organisation")

    def with_parts(self) -> Self:
        """With everything its requirements ask about."""
        return self.listed().prefetch_related(
            "benefits__indicators__targets",
            "benefits__indicators__measurements",
            "benefits__owner",
            "benefits__goals",
            "milestones",
            "handovers__receiving_unit",
            "handovers__line_manager",
            "handovers__closing_milestone",
            "referrals__body",
            "referrals__secretary",
        )


class Canvas(models.Model):
    """The first page of a project, filled in by its leader."""

    background = models.TextField(_("background and trigger"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    vision = models.TextField(_("vision of the end"), blank=True)
    success_factors = models.TextField(_("success factors"), blank=True)
    alternatives = models.TextField(_("alternatives, doing nothing included"), blank=True)
    start_date = models.DateField(_("start"), null=True, blank=True)
    start_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    end_date = models.DateField(_("end"), null=True, blank=True)
    end_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    next_action = models.TextField(_("next action"), blank=True)
    case_reference = models.CharField(_("case reference"), max_length=200, blank=True)
    statutory = models.BooleanField(_("required by law"), default=False)

    class Meta:
        abstract = True


class ProjectRoles(models.Model):
    """Who has taken on what; a role counts from its acceptance."""

    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("leader")
    )
    leader_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    leader_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owns", verbose_name=_("project owner")
    )
    owner_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    owner_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    benefits_responsible = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers_for",
        verbose_name=_("benefits-responsible"),
    )
    benefits_responsible_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    benefits_responsible_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    members = models.ManyToManyField(Person, blank=True, related_name="member_of", verbose_name=_("members"))
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="created_projects"
    )
    recommended_at = models.DateTimeField(_("handover recommended"), null=True, blank=True, editable=False)
    recommended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    benefits_reconfirmed_on = models.DateField(_("benefits reconfirmed as realistic"), null=True, blank=True)
    benefits_reconfirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Project(ProjectLifecycle, Canvas, ProjectRoles, Resource):
    """An undertaking of limited duration from which a municipality expects benefits."""

    reference = models.CharField(_("reference"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    title_sort = SortKeyField(source="title")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("unit")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("programme")
    )
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    core_task = models.CharField(_("core task"), max_length=200, blank=True)
    track = models.CharField(_("track"), max_length=10, choices=Track.choices, default=Track.FULL)
    restricted = models.BooleanField(_("restricted"), default=False)
    goals = models.ManyToManyField(Goal, blank=True, related_name="projects", verbose_name=_("goals"))
    gate_asked = models.CharField(max_length=40, blank=True, editable=False)
    gate_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProjectQuerySet.as_manager()
    asked_on: "date"

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            known_states(ProjectState.values, "projects_project_known_state"),
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True)
                | models.Q(start_date__isnull=True)
                | models.Q(end_date__gte=models.F("start_date")),
                name="projects_project_ends_after_start",
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["organisation", "state", "title_sort", "id"], name="projects_project_by_state"),
            models.Index(fields=["organisation", "title_sort", "id"], name="projects_project_by_title"),
            models.Index(fields=["organisation", "reference", "id"], name="projects_project_by_reference"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.pk])

    @property
    def about(self) -> UUID:
        return self.pk

    @cached_property
    def deciders(self) -> Deciders:
        """Who decides where in the organisation."""
        return GateDecider.objects.of(self.organisation_id)

    @cached_property
    def units_upwards(self) -> list[UUID]:
        """The project's unit and those above it, nearest first; looked up only where who decides depends on it."""
        if self.unit_id is None or not self.deciders.by_unit:
            return []
        return [unit.pk for unit in reversed(Unit.objects.ancestors(self.unit_id, include_self=True))]

    def referral_at(self, gate: str) -> Any:
        """The body and the day that a gate waits for, if it does."""
        return next((row for row in self.referrals.all() if row.gate == gate and row.is_open), None)

    def body_at(self, gate: str) -> DecidingBody | None:
        """The body that decides at a gate; None where the usual people do."""
        if referral := self.referral_at(gate):
            return referral.body
        return self.deciders.body_for(gate, self.units_upwards)

    def checklist_at(self, gate: str) -> Checklist | None:
        """The edition in force for a gate on the project's track; None where it is the usual one."""
        return Checklist.objects.current(self.organisation_id, gate, self.track)

    def items_at(self, gate: str) -> "tuple[Item, ...]":
        """What is gone through before a gate."""
        return items_of(self.checklist_at(gate), gate, self.track)

    def asked_since(self, gate: str) -> "datetime | None":
        """Since when those who decide at a gate are asked, in the present state; None until it is written down."""
        entered_at = self.state_changed_at or self.created_at
        if self.gate_asked != gate or self.gate_asked_at is None or self.gate_asked_at < entered_at:
            return None
        return self.gate_asked_at

    @property
    def follow_up_runs(self) -> bool:
        return self.state not in (ProjectState.CLOSED, ProjectState.STOPPED)
