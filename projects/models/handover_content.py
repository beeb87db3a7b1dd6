"""What a handover says of the time after the project: what it costs, how it is run, what may go wrong."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.figures import figure_column
from register.models import Person


class HandoverSection(models.TextChoices):
    """The parts of a handover in the order in which one decides; comments belong to one of them."""

    WHAT = "what", _("What you take over, and from when")
    BENEFITS = "benefits", _("Your benefits, one by one")
    COSTS = "costs", _("What it costs to run")
    REMAINING = "remaining", _("What is not finished")
    REPORT = "report", _("What you must report, when, to whom")
    RISKS = "risks", _("Risks and preconditions")
    RUNNING = "running", _("How it is run from now on")
    OPERATIONS = "operations", _("From project to operations")


class HandoverContent(models.Model):
    """All of it may be left empty: what a unit needs to know differs with what it takes over."""

    handed_over = models.TextField(_("what is handed over"), blank=True)
    task_split = models.TextField(_("who does what afterwards"), blank=True)
    operations_owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("operations owner")
    )
    agreements = models.TextField(_("agreements and suppliers"), blank=True)
    operating_cost = figure_column(_("operating cost per year"))
    operating_currency = models.CharField(_("currency of the operating cost"), max_length=3, blank=True)
    operating_cost_note = models.TextField(_("what the operating cost consists of"), blank=True)
    hours_per_month = figure_column(_("hours per month for the unit"))
    training = models.TextField(_("training"), blank=True)
    documentation = models.TextField(_("documentation"), blank=True)
    routines = models.TextField(_("routines"), blank=True)
    preconditions = models.TextField(_("revised preconditions, and how the line handles them"), blank=True)
    risks = models.TextField(_("residual risks"), blank=True)
    reporting = models.TextField(_("who reports to whom"), blank=True)
    budget_consequence = models.TextField(_("consequence for the budget"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(operating_cost__isnull=True) | models.Q(operating_cost__gte=0),
                name="%(app_label)s_%(class)s_cost_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(hours_per_month__isnull=True)
                | models.Q(hours_per_month__gte=0, hours_per_month__lte=10_000),
                name="%(app_label)s_%(class)s_hours_possible",
            ),
        ]
