"""The checklist of a gate: what an organisation goes through before it decides, in editions that never change."""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import Track
from projects.requirements.checklists import USUAL, Item
from register.models import Resource
from register.models.base import ResourceQuerySet


class ChecklistQuerySet(ResourceQuerySet):
    def current(self, organisation_id: UUID, gate: str, track: str) -> "Checklist | None":
        """The newest edition; None where the organisation has made no list of its own."""
        newest: Checklist | None = self.editions(organisation_id, gate, track).first()
        return newest

    def editions(self, organisation_id: UUID, gate: str, track: str) -> Any:
        """All that the organisation has made for a gate and track, the newest first."""
        return self.filter(organisation_id=organisation_id, gate=gate, track=track).order_by("-edition")


class Checklist(Resource):
    """One edition of the list for a gate and track. To change it is to make the next edition."""

    gate = models.CharField(_("gate"), max_length=40)
    track = models.CharField(_("track"), max_length=10, choices=Track.choices)
    edition = models.PositiveIntegerField(_("edition"))
    items = models.JSONField(_("items"), default=list, blank=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "gate", "track", "edition"], name="projects_checklist_edition_once"
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.gate} {self.track} {self.edition}"

    def listed(self) -> tuple[Item, ...]:
        return tuple(Item(one["code"], one["text"], one.get("required", False)) for one in self.items)


def items_of(checklist: Checklist | None, gate: str, track: str) -> tuple[Item, ...]:
    """The items of an edition, or the usual ones where there is none."""
    return checklist.listed() if checklist else USUAL.get((gate, track), ())
