"""What else may be answered to "what was it?": the same as last time, later, or ask somebody who knows."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.measurements import Measurement
from projects.models.projects import Project
from register.models import Person, Resource
from register.models.base import ResourceQuerySet


class FigureRequestQuerySet(PartOfProjectQuerySet):
    project_path = "measurement__indicator__benefit__project"

    def open(self, now: datetime) -> Self:
        """Those whose link still works."""
        return self.filter(answered_at=None, withdrawn_at=None, expires_at__gt=now)


class FigureRequest(PartOfProject):
    """Somebody who is to report a figure asks a colleague for it, by a link that works once; only its hash is kept."""

    NOT_AUDITED = frozenset({"digest"})

    measurement = models.ForeignKey(
        Measurement, models.CASCADE, related_name="requests", verbose_name=_("measurement"), editable=False
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"), editable=False)
    colleague = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("colleague"), editable=False)
    words = models.TextField(_("words to go with it"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("works until"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = FigureRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["measurement"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="projects_figurerequest_one_open",
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.measurement}"

    @property
    def project(self) -> Project:
        return self.measurement.project

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.answered_at is None and self.withdrawn_at is None and now < self.expires_at


class SnoozeQuerySet(ResourceQuerySet):
    def visible_to(self, person: Person) -> Self:
        """One's own; administrators see those of all."""
        seen = super().visible_to(person)
        return seen if person.standing.administrator else seen.filter(person=person)


class Snooze(Resource):
    """A person does not want to hear of a duty before a day, and said why; once for each due date of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"), editable=False)
    duty_kind = models.CharField(max_length=40, editable=False)
    subject_id = models.UUIDField(editable=False)
    due_date = models.DateField(_("due"), editable=False)
    until = models.DateField(_("not before"))
    reason = models.TextField(_("reason"))

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "duty_kind", "subject_id", "due_date"], name="projects_snooze_once"
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.duty_kind} {self.until}"


class CalendarFeed(Resource):
    """A person's duties as a calendar, at an address that holds a secret; only its hash is kept."""

    NOT_AUDITED = frozenset({"digest"})

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="calendar_feed", verbose_name=_("person"), editable=False
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.person}"
