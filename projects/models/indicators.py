"""The indicator: what is measured to see the benefit, from where and to where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.formulas import scales
from projects.formulas.values import Value
from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.benefits import Benefit
from projects.models.figures import Comparator, FigureColumns, figure_column
from projects.models.projects import Project
from register.models import Person, Resource, Unit

__all__ = [
    "BaselineState",
    "Comparator",
    "Direction",
    "Frequency",
    "Indicator",
    "Measures",
    "Scale",
    "Season",
    "Target",
]


class Direction(models.TextChoices):
    """Which way is better."""

    INCREASE = "increase", _("More is better")
    DECREASE = "decrease", _("Less is better")


class Measures(models.TextChoices):
    """What a figure says."""

    LEVEL = "level", _("A level")
    CHANGE = "change", _("A change since the start")
    CUMULATIVE = "cumulative", _("A sum since the start")


class BaselineState(models.TextChoices):
    """Where we stood before: known, put off, not to be had, or simply missing."""

    MEASURED = "measured", _("Measured")
    DEFERRED = "deferred", _("Deferred")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    MISSING = "missing", _("Missing")


class Frequency(models.TextChoices):
    """How often it is measured."""

    MONTH = "month", _("Monthly")
    QUARTER = "quarter", _("Quarterly")
    FOUR_MONTHS = "four_months", _("Every four months")
    HALF_YEAR = "half_year", _("Half-yearly")
    YEAR = "year", _("Yearly")


class Scale(models.TextChoices):
    """What stands behind the figures where they are answers on a scale; the codes are kept as whole figures."""

    ONE_TO_SIX = scales.ONE_TO_SIX, _("1 to 6")
    ONE_TO_TEN = scales.ONE_TO_TEN, _("1 to 10")
    YES_NO = scales.YES_NO, _("No or yes")
    WORDS = scales.WORDS, _("Words of our own")


class Season(models.TextChoices):
    """What a figure is compared with where the time of the year rules."""

    LAST_YEAR = "last_year", _("The same period last year")
    ROLLING_YEAR = "rolling_year", _("The mean of the last twelve months")


class PartOfBenefitQuerySet(PartOfProjectQuerySet):
    project_path = "benefit__project"


class Baseline(models.Model):
    """Where we stood before the project."""

    baseline_value = figure_column(_("baseline"))
    baseline_low = figure_column(_("baseline, lowest"))
    baseline_high = figure_column(_("baseline, highest"))
    baseline_comparator = models.CharField(max_length=10, choices=Comparator.choices, default=Comparator.EXACT)
    baseline_date = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_date_entered = models.CharField(max_length=40, blank=True, editable=False)
    baseline_state = models.CharField(
        _("state of the baseline"), max_length=20, choices=BaselineState.choices, default=BaselineState.MISSING
    )
    baseline_reason = models.TextField(_("why there is no baseline"), blank=True)
    baseline_due_date = models.DateField(_("baseline to be measured by"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def baseline(self) -> Value | None:
        """The baseline as the formulas take it, or None where there is none."""
        if self.baseline_value is None and (self.baseline_low is None or self.baseline_high is None):
            return None
        return Value(
            value=self.baseline_value,
            low=self.baseline_low,
            high=self.baseline_high,
            comparator=self.baseline_comparator,
        )


class HowRead(models.Model):
    """Where an indicator is measured, and how its figures are to be read."""

    at_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("measured in this unit")
    )
    scale = models.CharField(_("scale of the answers"), max_length=12, choices=Scale.choices, blank=True)
    scale_words = models.TextField(_("words of the scale, the lowest first, one to a line"), blank=True)
    season = models.CharField(_("compared with"), max_length=12, choices=Season.choices, blank=True)

    class Meta:
        abstract = True

    @property
    def scale_of(self) -> tuple[str, str]:
        """What the formulas ask to know of a scale."""
        return self.scale, self.scale_words


class Indicator(Baseline, HowRead, PartOfProject):
    """One thing that is counted, the same way every time."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="indicators", verbose_name=_("benefit"))
    name = models.CharField(_("name"), max_length=300)
    unit = models.CharField(_("unit of measurement"), max_length=100, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, default=Direction.INCREASE)
    measures = models.CharField(_("measures"), max_length=12, choices=Measures.choices, default=Measures.LEVEL)
    method = models.TextField(_("method"), blank=True)
    source = models.TextField(_("source of the figures"), blank=True)
    frequency = models.CharField(_("frequency"), max_length=12, choices=Frequency.choices, blank=True)
    frequency_since = models.DateField(_("measured this often since"), null=True, blank=True, editable=False)
    measurer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("measurer")
    )

    objects = PartOfBenefitQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.benefit.get_absolute_url()

    @property
    def project(self) -> Project:
        return self.benefit.project


class PartOfIndicatorQuerySet(PartOfProjectQuerySet):
    project_path = "indicator__benefit__project"


class Target(FigureColumns, PartOfProject):
    """Where the indicator shall be, by when; without a date it is the final one."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets", verbose_name=_("indicator"))
    due_date = models.DateField(_("by"), null=True, blank=True)
    due_date_entered = models.CharField(max_length=40, blank=True, editable=False)

    objects = PartOfIndicatorQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.indicator} {self.due_date_entered}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()

    @property
    def project(self) -> Project:
        return self.indicator.project
