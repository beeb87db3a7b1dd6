"""The catalogue of unit prices and the list of budget lines: kept by administrators and controllers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects.models import BudgetLine, UnitPrice
from projects.services import checks
from register.models import Organisation, Person
from register.permissions import require_planner
from register.services import editing

PRICE = ("key", "name", "unit", "price", "currency", "price_year", "source")
LINE = ("key", "code", "name")


@transaction.atomic
def create_unit_price(
    *, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> UnitPrice:
    """Add a price; the same thing in the prices of another year is another row."""
    require_planner(by, organisation.pk)
    checks.only(PRICE, fields)
    return editing.create(row=UnitPrice(organisation=organisation, **fields), by=by, now=now)


@transaction.atomic
def update_unit_price(
    *,
    unit_price: UnitPrice,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> UnitPrice:
    """Correct a price; figures made with it keep the price that they were made with."""
    require_planner(by, unit_price.organisation_id)
    checks.only(PRICE, changes)
    return editing.update(
        row=unit_price, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason
    )


@transaction.atomic
def create_budget_line(
    *, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> BudgetLine:
    """Add a line of the budget that benefits can land on."""
    require_planner(by, organisation.pk)
    checks.only(LINE, fields)
    return editing.create(row=BudgetLine(organisation=organisation, **fields), by=by, now=now)


@transaction.atomic
def update_budget_line(
    *,
    budget_line: BudgetLine,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> BudgetLine:
    """Give it another code or name."""
    require_planner(by, budget_line.organisation_id)
    checks.only(LINE, changes)
    return editing.update(
        row=budget_line, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason
    )


@transaction.atomic
def delete(
    *,
    row: UnitPrice | BudgetLine,
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> None:
    """Only what no benefit uses."""
    require_planner(by, row.organisation_id)
    editing.delete(row=row, by=by, now=now, expected_version=expected_version, reason=reason)
