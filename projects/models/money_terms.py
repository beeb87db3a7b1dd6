"""In which money a benefit's amounts are, of which year, and counted from when."""

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from register.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from register.models import Organisation


def year_column(label: Any, **options: Any) -> models.PositiveSmallIntegerField:
    """A calendar year."""
    within = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    return models.PositiveSmallIntegerField(label, validators=within, **options)


def currency_column() -> models.CharField:
    """Three capital letters (ISO 4217); empty is the organisation's own."""
    capitals = RegexValidator(r"^[A-Z]{3}\Z", _("Write a currency in capital letters, like NOK."))
    return models.CharField(_("currency"), max_length=3, blank=True, validators=[capitals])


class MoneyTerms(models.Model):
    """The terms of all amounts of a benefit."""

    currency = currency_column()
    price_level_year = year_column(_("in the prices of"), null=True, blank=True)
    decision_year = year_column(_("year of decision, counted as year 0"), null=True, blank=True)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        organisation: Organisation

    @property
    def own_currency(self) -> str:
        """The currency of all its amounts."""
        return self.currency or self.organisation.currency
