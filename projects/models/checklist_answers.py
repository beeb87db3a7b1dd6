"""How far a project has come with the checklist of a gate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.projects import Project
from register.models import Person, Resource


class ItemState(models.TextChoices):
    """What can be said of an item."""

    DONE = "done", _("Done")
    NOT_RELEVANT = "not_relevant", _("Not relevant")
    OPEN = "open", _("Open")


class ChecklistAnswer(PartOfProject):
    """What somebody said of one item, the last word counts."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="checklist_answers", verbose_name=_("project"))
    gate = models.CharField(_("gate"), max_length=40)
    item = models.CharField(_("item"), max_length=60)
    text = models.TextField(_("words of the item"), blank=True, editable=False)
    state = models.CharField(_("answer"), max_length=20, choices=ItemState)
    reason = models.TextField(_("reason or remark"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered at"))

    objects = PartOfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(fields=["project", "gate", "item"], name="projects_checklistanswer_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=ItemState.values), name="projects_checklistanswer_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_relevant") | ~models.Q(reason=""),
                name="projects_checklistanswer_has_reason",
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.text or self.item
