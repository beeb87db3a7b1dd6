"""What must hold when the terms of a benefit's money change: its currency, its price level, its year 0."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects.models import Benefit
from projects.services import checks, promised_money
from register.errors import InvalidInput

TERMS = ("currency", "price_level_year", "decision_year")


def check(benefit: Benefit, values: Mapping[str, Any], reason: str) -> None:
    """Amounts that were approved get other terms only with a reason; prices of the catalogue keep their currency."""
    if not checks.changed(benefit, values, TERMS) or not has_amounts(benefit):
        return
    checks.reason_for_change(benefit, reason)
    currency = values.get("currency", benefit.currency) or benefit.organisation.currency
    for row in benefit.benefityear_set.exclude(unit_price=None).select_related("unit_price__organisation"):
        if row.unit_price.own_currency != currency:
            words = _("In %(year)s it has a price of the catalogue in another currency. Take that price away first.")
            raise InvalidInput.single("currency", words % {"year": row.year}, code="in_use")


def note_change(old: Benefit, new: Benefit, **how: Any) -> None:
    """Other terms of amounts that were promised are another promise."""
    if has_amounts(new):
        promised_money.note_terms(new, old=promised_money.terms_of(old), new=promised_money.terms_of(new), **how)


def has_amounts(benefit: Benefit) -> bool:
    """Whether any amount was entered under the present terms."""
    return benefit.benefityear_set.exists() or benefit.budgetentry_set.exists()
