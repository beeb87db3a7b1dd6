"""Columns for a figure as people give it: a point or a range, exact, about, at most or at least."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.formulas.values import Value


class Comparator(models.TextChoices):
    """How a figure is meant."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    AT_MOST = "at_most", _("at most")
    AT_LEAST = "at_least", _("at least")


def figure_column(label: Any) -> models.DecimalField:
    """At most 15 significant digits, so that both databases keep them exactly."""
    return models.DecimalField(label, max_digits=30, decimal_places=15, null=True, blank=True)


class FigureColumns(models.Model):
    """``value``, or ``low`` and ``high``, with a comparator."""

    value = figure_column(_("value"))
    low = figure_column(_("lowest"))
    high = figure_column(_("highest"))
    comparator = models.CharField(_("comparator"), max_length=10, choices=Comparator.choices, default=Comparator.EXACT)

    class Meta:
        abstract = True

    @property
    def figure(self) -> Value | None:
        """The figure as the formulas take it, or None where nothing is given."""
        if self.value is None and (self.low is None or self.high is None):
            return None
        return Value(value=self.value, low=self.low, high=self.high, comparator=self.comparator)
