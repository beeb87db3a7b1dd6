"""What was promised when execution was decided, and every change of it since."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefits import Benefit
from projects.models.figures import FigureColumns
from projects.models.gates import GateDecision
from projects.models.indicators import Indicator, PartOfIndicatorQuerySet
from projects.models.projects import Project
from register.models import Person, Resource


class PartOfIndicator(PartOfProject):
    """A row of one indicator."""

    class Meta:
        abstract = True

    @property
    def project(self) -> Project:
        indicator: Indicator = self.indicator  # type: ignore[attr-defined]
        return indicator.project

    def get_absolute_url(self) -> str:
        indicator: Indicator = self.indicator  # type: ignore[attr-defined]
        return indicator.get_absolute_url()


class PromiseQuerySet(PartOfProjectQuerySet):
    def standing(self, *, until: datetime | None = None) -> Self:
        """Of several decisions to execute the promises of the last; with `until` of the last before that moment.

        What is not promised any more when it is decided anew has no rows then, and its former ones stand no longer.
        """
        later = GateDecision.objects.to_execute(until=until).filter(
            project=OuterRef(self.project_path), recorded_at__gt=OuterRef("created_at")
        )
        given = self.filter(created_at__lt=until) if until else self
        return given.filter(~Exists(later))


class PromisedFigureQuerySet(PromiseQuerySet, PartOfIndicatorQuerySet):
    pass


class PromisedFigure(FigureColumns, PartOfIndicator):
    """A baseline or a target as it was when execution was decided. It never changes; a new decision makes new rows."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="promised_figures", verbose_name=_("indicator"), editable=False
    )
    gate_decision = models.ForeignKey(
        GateDecision, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    decided_on = models.DateField(_("decided on"), editable=False)
    is_baseline = models.BooleanField(_("the baseline"), default=False, editable=False)
    due_date = models.DateField(_("by"), null=True, blank=True, editable=False)
    due_date_entered = models.CharField(max_length=40, blank=True, editable=False)

    objects = PromisedFigureQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.indicator} {self.due_date_entered}"


class Rebaselined(models.TextChoices):
    """What of an indicator was changed."""

    BASELINE = "baseline", _("Baseline")
    TARGET = "target", _("Target")
    TARGET_ADDED = "target_added", _("New target")
    TARGET_REMOVED = "target_removed", _("Target taken away")


class RebaseliningQuerySet(PartOfIndicatorQuerySet):
    def waiting(self) -> Any:
        """Those that nobody has approved yet."""
        return self.filter(approved_at=None)


class ChangeOfPromise(PartOfProject):
    """What every change of a promise keeps: before, after, why, who made it, and who approved it."""

    old = models.JSONField(_("before"), default=dict, blank=True, editable=False)
    new = models.JSONField(_("after"), default=dict, blank=True, editable=False)
    reason = models.TextField(_("why"), blank=True, editable=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    changed_on = models.DateField(_("changed on"), editable=False)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by"), editable=False
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approval = models.TextField(_("words of the approval"), blank=True, editable=False)

    class Meta:
        abstract = True


class Rebaselining(ChangeOfPromise, PartOfIndicator):
    """A change of a baseline or a target after execution was decided: old, new, why, and who approved it.

    ``old`` and ``new`` hold ``value``, ``low``, ``high``, ``comparator`` and ``day`` as far as given, decimals as text.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="rebaselinings", verbose_name=_("indicator"), editable=False
    )
    what = models.CharField(_("what was changed"), max_length=20, choices=Rebaselined.choices, editable=False)

    objects = RebaseliningQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.get_what_display()}"

    @property
    def benefit(self) -> Benefit:
        return self.indicator.benefit
