"""The yearly profile of a benefit: what each year shall bring and cost, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects import permissions
from projects.models import Benefit, BenefitYear
from projects.models.money import PLANNED, REALISED
from projects.money_permissions import BOOKS
from projects.services import checks, promised_money
from projects.services.permission import ensure
from register.models import Person
from register.services import editing

FIELDS = ("key", "year", *PLANNED, "unit_price", *REALISED, "note")
PROMISED = ("year", *PLANNED)


@transaction.atomic
def create_year(
    *, benefit: Benefit, fields: Mapping[str, Any], by: Person | None, now: datetime, reason: str = ""
) -> BenefitYear:
    """Add a year; a price chosen from the catalogue is copied, so that the figure stays when the catalogue goes on."""
    _ensure(benefit, fields, by=by)
    checks.only(FIELDS, fields)
    values = with_price(fields)
    if any(values.get(name) is not None for name in PLANNED):
        promised_money.reason_for_other_money(benefit, reason)
    row = BenefitYear(organisation_id=benefit.organisation_id, benefit=benefit, **values)
    year = editing.create(row=row, by=by, now=now, reason=reason, about=benefit.about)
    _note(benefit, None, year, by=by, now=now, reason=reason)
    return year


@transaction.atomic
def update_year(
    *,
    year: BenefitYear,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> BenefitYear:
    """Change a year; what was promised and approved changes only with a reason."""
    benefit = year.benefit
    _ensure(benefit, changes, by=by)
    checks.only(FIELDS, changes)
    values = with_price(changes) if checks.changed(year, changes, ("unit_price",)) else dict(changes)
    if checks.changed(year, values, PROMISED):
        checks.reason_for_change(benefit, reason)
    row = editing.update(
        row=year,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=year.about,
    )
    _note(benefit, year, row, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def delete_year(
    *, year: BenefitYear, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take a year away; one that was promised and approved goes only with a reason."""
    ensure(permissions.EDITS_BENEFIT, subject=year.benefit, by=by)
    checks.reason_for_change(year.benefit, reason)
    editing.delete(row=year, by=by, now=now, expected_version=expected_version, reason=reason, about=year.about)
    _note(year.benefit, year, None, by=by, now=now, reason=reason)


def with_price(values: Mapping[str, Any]) -> dict[str, Any]:
    """The price of the catalogue, where one was chosen and no other was written."""
    chosen = values.get("unit_price")
    if chosen is None or values.get("price") is not None:
        return dict(values)
    return {**values, "price": chosen.price}


def _note(benefit: Benefit, old: BenefitYear | None, new: BenefitYear | None, **how: Any) -> None:
    promised_money.note_year(benefit, old=promised_money.year_of(old), new=promised_money.year_of(new), **how)


def _ensure(benefit: Benefit, values: Mapping[str, Any], *, by: Person | None) -> None:
    """What was realised may be entered by a controller too; the plan is the benefit's own."""
    of_the_plan = set(values) - {*REALISED, "note"}
    rules = [permissions.EDITS_BENEFIT] if of_the_plan else [permissions.EDITS_BENEFIT, BOOKS]
    ensure(*rules, subject=benefit, by=by)
