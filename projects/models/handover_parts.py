"""What belongs to a handover row by row: the work that is left, and what readers say to its sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.conditions import Condition
from projects.models.handover_content import HandoverSection
from projects.models.handovers import Handover
from projects.models.projects import Project
from register.models import Person, Resource


class PartOfHandoverQuerySet(PartOfProjectQuerySet):
    """Seen by whoever sees the project of the handover."""

    project_path = "handover__project"


class PartOfHandover(PartOfProject):
    """A row of one handover."""

    class Meta:
        abstract = True

    @property
    def project(self) -> Project:
        handover: Handover = self.handover  # type: ignore[attr-defined]
        return handover.project


class RemainingItem(PartOfHandover):
    """Something that is not finished: who does it, until when. Taken over, it becomes a duty: its condition."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="remaining_items", verbose_name=_("handover"))
    item = models.TextField(_("what is not finished"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who does it"))
    due_date = models.DateField(_("until when"))
    condition = models.ForeignKey(
        Condition, models.PROTECT, null=True, blank=True, editable=False, related_name="remaining_items"
    )

    objects = PartOfHandoverQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.item


class HandoverComment(PartOfHandover):
    """What somebody who reads a handover says to one of its sections, and what the leader answers.

    It belongs to a round, and is no part of what is signed.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="comments", verbose_name=_("handover"))
    round = models.PositiveIntegerField(_("round"), editable=False)
    section = models.CharField(_("section"), max_length=20, choices=HandoverSection.choices)
    text = models.TextField(_("comment"))
    written_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("written by")
    )
    answer = models.TextField(_("answer"), blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("settled by")
    )

    objects = PartOfHandoverQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(
                fields=["handover"], name="projects_comment_open", condition=models.Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
