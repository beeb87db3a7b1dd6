"""Where a benefit lands in the budget: promised by its owner, booked by a controller, realised by the accounts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from projects import permissions
from projects.models import Benefit, BenefitYear, BudgetEntry
from projects.money_permissions import BOOKS
from projects.services import checks, promised_money
from projects.services.permission import ensure
from register.decimals import EXACT, SENT, decimal_text
from register.models import Person
from register.services import audit, editing

FIELDS = ("key", "budget_line", "year", "promised", "booked", "realised", "note")


@transaction.atomic
def create_entry(
    *, benefit: Benefit, fields: Mapping[str, Any], by: Person | None, now: datetime, reason: str = ""
) -> BudgetEntry:
    """Put a benefit on a budget line; where no promise is given it is what the year has left to be placed."""
    _ensure(benefit, {name for name, value in fields.items() if value is not None}, by=by)
    checks.only(FIELDS, fields)
    audit.hold(benefit.organisation_id)
    values = {**fields, **_booking(benefit, None, fields, by=by, now=now)}
    if "promised" not in values:
        values["promised"] = left_to_place(benefit, values.get("year"))
    row = BudgetEntry(organisation_id=benefit.organisation_id, benefit=benefit, **values)
    entry = editing.create(row=row, by=by, now=now, reason=reason, about=benefit.about)
    note_change(benefit, None, entry, by=by, now=now, reason=reason)
    return entry


@transaction.atomic
def update_entry(
    *,
    entry: BudgetEntry,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> BudgetEntry:
    """Change what is promised, booked or realised; who booked it and when is kept."""
    checks.only(FIELDS, changes)
    _ensure(entry.benefit, {name for name, value in changes.items() if value != getattr(entry, name)}, by=by)
    row = editing.update(
        row=entry,
        changes={**changes, **_booking(entry.benefit, entry.booked, changes, by=by, now=now)},
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=entry.about,
    )
    note_change(entry.benefit, entry, row, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def delete_entry(
    *, entry: BudgetEntry, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take a benefit off a budget line; once it is booked only a controller does."""
    booked = entry.booked is not None
    ensure(*((BOOKS,) if booked else (permissions.EDITS_BENEFIT, BOOKS)), subject=entry.benefit, by=by)
    editing.delete(row=entry, by=by, now=now, expected_version=expected_version, reason=reason, about=entry.about)
    note_change(entry.benefit, entry, None, by=by, now=now, reason=reason)


def left_to_place(benefit: Benefit, year: Any) -> Decimal | None:
    """The year's promised net effect less what other budget lines have of it; None where the year has none."""
    row = BenefitYear.objects.filter(benefit=benefit, year=year).first() if isinstance(year, int) else None
    net = row.figures.planned.net if row else None
    if net is None:
        return None
    for placed in benefit.budgetentry_set.filter(year=year).exclude(promised=None).values_list("promised", flat=True):
        net = EXACT.subtract(net, placed)
    return SENT.plus(net)


def note_change(
    benefit: Benefit, old: BudgetEntry | None, new: BudgetEntry | None, *, reason: str, by: Person | None, now: datetime
) -> None:
    """Where the year has no profile, what stands on a line is the promise: changing it has its reason.

    Otherwise it only says where the year's promise lands.
    """
    before, after = _promise_of(benefit, old), _promise_of(benefit, new)
    if before == after:
        return
    promised_money.reason_for_other_money(benefit, reason)
    promised_money.note_year(benefit, old=before, new=after, reason=reason, by=by, now=now)


def _promise_of(benefit: Benefit, entry: BudgetEntry | None) -> dict[str, str]:
    if entry is None or entry.promised is None:
        return {}
    if any(one.figures.planned.net is not None for one in benefit.benefityear_set.filter(year=entry.year)):
        return {}
    return {"year": str(entry.year), "net": decimal_text(entry.promised), "line": str(entry.budget_line)}


def _booking(
    benefit: Benefit, booked: Decimal | None, values: Mapping[str, Any], *, by: Person | None, now: datetime
) -> dict[str, Any]:
    """Who booked it, and on which day; nobody when it is taken out of the budget again."""
    if "booked" not in values or values["booked"] == booked:
        return {}
    if values["booked"] is None:
        return {"booked_by": None, "booked_on": None}
    return {"booked_by": by, "booked_on": benefit.organisation.local_date(now)}


def _ensure(benefit: Benefit, changed: Collection[str], *, by: Person | None) -> None:
    """Booking is a controller's alone; placing it, and saying what was realised, also the benefit's own people's."""
    if "booked" in changed:
        ensure(BOOKS, subject=benefit, by=by)
    ensure(permissions.EDITS_BENEFIT, BOOKS, subject=benefit, by=by)
