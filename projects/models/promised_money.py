"""The money that was promised when execution was decided, year by year, and every change of it since."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.formulas.yearly import Promised
from projects.models.benefits import Benefit
from projects.models.figures import figure_column
from projects.models.gates import GateDecision
from projects.models.indicators import PartOfBenefitQuerySet
from projects.models.money import BudgetLine, YearOfBenefit
from projects.models.money_terms import year_column
from projects.models.projects import Project
from projects.models.promises import ChangeOfPromise, PromiseQuerySet
from register.models import Resource


class PromisedYearQuerySet(PromiseQuerySet, PartOfBenefitQuerySet):
    pass


class PromisedYear(YearOfBenefit):
    """A year of a benefit's money as it was when execution was decided: the whole year, or what stood on a line.

    It never changes; a new decision makes new rows. A row of a budget line has a net figure alone.
    """

    gate_decision = models.ForeignKey(
        GateDecision, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    decided_on = models.DateField(_("decided on"), editable=False)
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, blank=True, related_name="promised_years", editable=False
    )
    currency = models.CharField(_("currency"), max_length=3, editable=False)
    price_level_year = year_column(_("in the prices of"), null=True, blank=True, editable=False)
    gross = figure_column(_("gross effect"))
    running_cost = figure_column(_("running cost"))
    net = figure_column(_("net"))

    objects = PromisedYearQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def figures(self) -> Promised:
        """What was promised of the year, in the money it was promised in."""
        return Promised(self.gross, self.running_cost, self.net, self.currency, self.price_level_year)


class ChangedMoney(models.TextChoices):
    """What of a benefit's money was changed."""

    YEAR = "year", _("Figures of a year")
    YEAR_ADDED = "year_added", _("New year")
    YEAR_REMOVED = "year_removed", _("Year taken away")
    TERMS = "terms", _("Currency or price level")


class MoneyChangeQuerySet(PartOfBenefitQuerySet):
    def waiting(self) -> "MoneyChangeQuerySet":
        """Those that nobody has approved yet."""
        return self.filter(approved_at=None)


class MoneyChange(ChangeOfPromise):
    """A change of a benefit's promised money after execution was decided: old, new, why, and who approved it.

    ``old`` and ``new`` hold ``gross``, ``running_cost``, ``net``, ``volume`` and ``price`` of the year as far as known,
    or ``currency`` and ``price_level_year``, all as text.
    """

    benefit = models.ForeignKey(
        Benefit, models.CASCADE, related_name="money_changes", verbose_name=_("benefit"), editable=False
    )
    year = year_column(_("year"), null=True, blank=True, editable=False)
    what = models.CharField(_("what was changed"), max_length=20, choices=ChangedMoney.choices, editable=False)

    objects = MoneyChangeQuerySet.as_manager()

    class Meta:
        constraints = [*Resource.Meta.constraints]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.benefit} · {self.get_what_display()} {self.year or ''}".strip()

    @property
    def project(self) -> Project:
        return self.benefit.project

    def get_absolute_url(self) -> str:
        return f"{self.benefit.get_absolute_url()}#money"
