"""The measurement: a figure for a period, due, reported and vouched for."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.measurement import MeasurementLifecycle, MeasurementState
from projects.models.base import PartOfProject, known_states
from projects.models.figures import FigureColumns
from projects.models.indicators import Indicator, PartOfIndicatorQuerySet
from projects.models.projects import Project
from register.models import Resource
from register.periods import format_period


class Measurement(MeasurementLifecycle, FigureColumns, PartOfProject):
    """What an indicator was in one period."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements", verbose_name=_("indicator"))
    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("to"))
    period_start_entered = models.CharField(max_length=40, blank=True, editable=False)
    period_end_entered = models.CharField(max_length=40, blank=True, editable=False)
    due_date = models.DateField(_("to be reported by"), null=True, blank=True)
    date_estimated = models.BooleanField(_("the date is an estimate"), default=False)
    note = models.TextField(_("note"), blank=True)
    sample_size = models.PositiveIntegerField(_("how many answered (n)"), null=True, blank=True)
    population = models.PositiveIntegerField(_("how many were asked"), null=True, blank=True)

    expected_on = models.DateField(_("figures come on"), null=True, blank=True)
    expected_reason = models.TextField(_("why not before"), blank=True)
    expected_since = models.DateTimeField(null=True, blank=True, editable=False)
    expected_times = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PartOfIndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            known_states(MeasurementState.values, "projects_measurement_known_state"),
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end"],
                condition=models.Q(state="due"),
                name="projects_measurement_due_once",
            ),
            models.CheckConstraint(
                condition=models.Q(period_start__isnull=True) | models.Q(period_end__gte=models.F("period_start")),
                name="projects_measurement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(population__isnull=True)
                | models.Q(sample_size__isnull=True)
                | models.Q(population__gte=models.F("sample_size")),
                name="projects_measurement_answered_of_asked",
                violation_error_message=_("More have answered than were asked: check both numbers."),
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["indicator", "period_end"], name="projects_measurement_by_end"),
            models.Index(fields=["organisation", "period_end", "id"], name="projects_measurement_in_order"),
            models.Index(
                fields=["due_date"], name="projects_measurement_due", condition=models.Q(state__in=("due", "disputed"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.period_label}"

    def get_absolute_url(self) -> str:
        return reverse("projects:measurement_report", args=[self.pk])

    @property
    def period_label(self) -> str:
        """The period as it was entered, else in its shortest form."""
        return self.period_end_entered or format_period(self.period_start or self.period_end, self.period_end)

    def get_previous(self) -> "Measurement | None":
        """The newest figure that counts from an earlier period."""
        counted = self.indicator.measurements.filter(
            state__in=(MeasurementState.REPORTED, MeasurementState.VERIFIED), period_end__lt=self.period_end
        )
        return counted.order_by("-period_end", models.F("period_start").desc(nulls_first=True), "-pk").first()

    @property
    def project(self) -> Project:
        return self.indicator.project
