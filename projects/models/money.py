"""A benefit's money: its yearly profile, the catalogue of unit prices, and where it lands in the budget."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.formulas.yearly import Year, year_from
from projects.models.base import PartOfProject
from projects.models.benefits import Benefit
from projects.models.figures import figure_column
from projects.models.indicators import PartOfBenefitQuerySet
from projects.models.money_terms import currency_column, year_column
from projects.models.projects import Project
from register.decimals import MAX_WHOLE_DIGITS
from register.models import Person, Resource, SortKeyField

ESTIMATE = ("optimistic", "most_likely", "pessimistic")
WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "gross": (("gross",), ("volume", "price"), ESTIMATE),
    "realised_gross": (("realised_gross",), ("realised_volume", "realised_price")),
}
"""The ways in which a gross effect may be given; one of them, by the field that is named when there are several."""
ONE_WAY: dict[str, Any] = {
    "gross": _("Give the gross effect in one way: as an amount, as volume and unit price, or as three points."),
    "realised_gross": _("Give what was realised in one way: as an amount, or as volume and unit price."),
}
MOST = 10**MAX_WHOLE_DIGITS
PLANNED = ("gross", "running_cost", *ESTIMATE, "volume", "price")
REALISED = ("realised_gross", "realised_running_cost", "realised_volume", "realised_price")


class UnitPrice(Resource):
    """What one of something costs, in the prices of one year: an hour of home care, a day of sick leave.

    The same thing in the prices of another year is another row, so that figures keep the price they were made with.
    """

    name = models.CharField(_("what it is"), max_length=200)
    name_sort = SortKeyField()
    unit = models.CharField(_("counted in"), max_length=100, blank=True)
    price = models.DecimalField(_("price"), max_digits=30, decimal_places=15)
    currency = currency_column()
    price_year = year_column(_("in the prices of"))
    source = models.TextField(_("where the price comes from"), blank=True)

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "name", "currency", "price_year"],
                name="projects_unitprice_once_a_year",
                violation_error_message=_("There is already a price of this for that year."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.name} ({self.price_year})"

    def get_absolute_url(self) -> str:
        return reverse("projects:unit_price_edit", args=[self.pk])

    @property
    def own_currency(self) -> str:
        return self.currency or self.organisation.currency


class YearOfBenefit(PartOfProject):
    """A row of one benefit for one year."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, verbose_name=_("benefit"), related_name="%(class)s_set")
    year = year_column(_("year"))

    class Meta:
        abstract = True

    @property
    def project(self) -> Project:
        return self.benefit.project

    def get_absolute_url(self) -> str:
        return f"{self.benefit.get_absolute_url()}#money"


class BenefitYear(YearOfBenefit):
    """One year of a benefit's yearly profile: planned and realised, gross and running cost, in the benefit's money."""

    gross = figure_column(_("gross effect"))
    running_cost = figure_column(_("running cost"))
    optimistic = figure_column(_("most optimistic"))
    most_likely = figure_column(_("most likely"))
    pessimistic = figure_column(_("most pessimistic"))
    volume = figure_column(_("volume"))
    price = figure_column(_("unit price"))
    unit_price = models.ForeignKey(
        UnitPrice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("price from the catalogue")
    )
    realised_gross = figure_column(_("realised gross effect"))
    realised_running_cost = figure_column(_("realised running cost"))
    realised_volume = figure_column(_("realised volume"))
    realised_price = figure_column(_("realised unit price"))
    note = models.TextField(_("note"), blank=True)

    objects = PartOfBenefitQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["benefit", "year"],
                name="projects_benefityear_once",
                violation_error_message=_("This benefit already has figures for that year."),
            ),
        ]
        indexes = [*Resource.Meta.indexes, models.Index(fields=["year"], name="projects_benefityear_by_year")]

    def __str__(self) -> str:
        return str(self.year)

    def clean(self) -> None:
        """One way of giving the gross effect, all three points of an estimate, and one currency."""
        for field, ways in WAYS.items():
            if sum(any(getattr(self, name) is not None for name in names) for names in ways) > 1:
                raise ValidationError({field: ONE_WAY[field]})
        lacking = [name for name in ESTIMATE if getattr(self, name) is None]
        if 0 < len(lacking) < len(ESTIMATE):
            raise ValidationError(dict.fromkeys(lacking, _("A three-point estimate needs all three figures.")))
        price = self.unit_price
        if price is not None and price.own_currency != self.benefit.own_currency:
            raise ValidationError({"unit_price": _("This price is in another currency than the benefit.")})
        planned = self.figures.planned
        if any(figure is not None and abs(figure) >= MOST for figure in (planned.gross, planned.net)):
            field = "price" if self.volume is not None else "gross"
            raise ValidationError({field: _("That is more than can be counted: use a larger unit.")})

    @property
    def figures(self) -> Year:
        """The year as the formulas take it."""
        return year_from(vars(self))


class BudgetLine(Resource):
    """A line of the organisation's budget or economy plan: an account, a cost centre, a service."""

    code = models.CharField(_("account or code"), max_length=100)
    code_sort = SortKeyField(source="code")
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="projects_budgetline_code_once",
                violation_error_message=_("There is already a budget line with this code."),
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("projects:budget_line_edit", args=[self.pk])


class BudgetEntry(YearOfBenefit):
    """What a benefit shall bring on a budget line in a year, what is booked there, and what was realised, net."""

    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries", verbose_name=_("budget line"))
    promised = figure_column(_("promised"))
    booked = figure_column(_("booked in the budget"))
    booked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("booked by")
    )
    booked_on = models.DateField(_("booked on"), null=True, blank=True, editable=False)
    realised = figure_column(_("realised"))
    note = models.TextField(_("note"), blank=True)

    objects = PartOfBenefitQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["benefit", "budget_line", "year"],
                name="projects_budgetentry_once",
                violation_error_message=_("This benefit is already on that budget line in that year."),
            ),
        ]
        indexes = [*Resource.Meta.indexes, models.Index(fields=["year"], name="projects_budgetentry_by_year")]

    def __str__(self) -> str:
        return f"{self.budget_line} {self.year}"
