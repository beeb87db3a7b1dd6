"""What stands beside an indicator's figures on its chart: new definitions, forecasts, figures to compare with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.figures import FigureColumns
from projects.models.indicators import Indicator, PartOfIndicatorQuerySet
from projects.models.promises import PartOfIndicator
from register.models import Person, Resource


class Comparability(models.TextChoices):
    """How figures before and after a new definition compare."""

    COMPARABLE = "comparable", _("They compare as they are")
    WITH_CARE = "with_care", _("They compare with care")
    NOT_COMPARABLE = "not_comparable", _("They do not compare")


class Series(PartOfIndicator):
    """From a day on something else is counted under the same name: a new series begins, with a mark on the chart."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="series", verbose_name=_("indicator"))
    start_date = models.DateField(_("from"))
    start_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    definition = models.TextField(_("what is counted from then on"))
    reason = models.TextField(_("why"), blank=True)
    comparability = models.CharField(
        _("figures before and after"), max_length=20, choices=Comparability.choices, default=Comparability.WITH_CARE
    )
    comparison = models.TextField(_("how they compare"), blank=True)

    objects = PartOfIndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "start_date"],
                name="projects_series_one_a_day",
                violation_error_message=_("A series begins on this day already: change that one."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.start_date_entered or self.start_date}"


class Forecast(FigureColumns, PartOfIndicator):
    """What somebody expects the indicator to be. It never counts as a measurement; a later one takes its place."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="forecasts", verbose_name=_("indicator"))
    due_date = models.DateField(_("for when"))
    due_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    made_on = models.DateField(_("made on"))
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    note = models.TextField(_("what it rests on"), blank=True)

    objects = PartOfIndicatorQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.due_date_entered or self.due_date}"


class ReferenceFigure(FigureColumns, PartOfIndicator):
    """A figure of others to compare with: the country, a neighbour. Those of one name make one line."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="reference_figures", verbose_name=_("indicator")
    )
    name = models.CharField(_("whose figure it is"), max_length=200)
    period_end = models.DateField(_("for when"), null=True, blank=True)
    period_end_entered = models.CharField(max_length=40, blank=True, editable=False)
    source = models.TextField(_("source"))
    link = models.URLField(_("link"), max_length=500, blank=True)

    objects = PartOfIndicatorQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.name} {self.period_end_entered}".strip()


class SamplingCheck(PartOfIndicator):
    """Time gained in many small pieces: of how many that were asked did it become time that could be used?"""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="sampling_checks", verbose_name=_("indicator")
    )
    checked_on = models.DateField(_("checked on"))
    sampled = models.PositiveIntegerField(_("how many were sampled"))
    usable = models.PositiveIntegerField(_("for how many it became usable time"))
    note = models.TextField(_("who was sampled, and how"), blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = PartOfIndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(sampled__gte=1) & models.Q(usable__lte=models.F("sampled")),
                name="projects_samplingcheck_share",
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.usable}/{self.sampled}"
