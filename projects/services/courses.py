"""What stands beside an indicator's figures: new definitions, forecasts, figures of others, sampling checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Comparability, Forecast, Indicator, Measurement, ReferenceFigure, SamplingCheck, Series
from projects.services import checks
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Person
from register.services import editing

Beside = TypeVar("Beside", Series, Forecast, ReferenceFigure, SamplingCheck)


def _check_figure(row: Any, values: Mapping[str, Any]) -> None:
    checks.on_scale(row.indicator, checks.figure(row, values))


def _check_series(row: Any, values: Mapping[str, Any]) -> None:
    """A careful comparison, or none, is explained, so that nobody reads a jump as an effect."""
    comparability = values.get("comparability", row.comparability)
    if comparability == Comparability.WITH_CARE and not values.get("comparison", row.comparison).strip():
        words = _("Say how figures before and after can be compared.")
        raise InvalidInput.single("comparison", words, code="required")


def _check_share(row: Any, values: Mapping[str, Any]) -> None:
    sampled, usable = (values.get(name, getattr(row, name)) for name in ("sampled", "usable"))
    if sampled is not None and sampled < 1:
        raise InvalidInput.single("sampled", _("Say how many were sampled: at least one."), code="min_value")
    if sampled is not None and usable is not None and usable > sampled:
        words = _("It cannot have become usable time for more than were sampled.")
        raise InvalidInput.single("usable", words, code="max_value")


@dataclass(frozen=True)
class _Rule:
    """What can be set, who besides those who edit the benefit may set it, and what is filled in."""

    fields: tuple[str, ...]
    check: Callable[[Any, Mapping[str, Any]], None]
    also: tuple[Any, ...] = ()
    day: str = ""
    person: str = ""


RULES: dict[type, _Rule] = {
    Series: _Rule(("key", "start_date", "definition", "reason", "comparability", "comparison"), _check_series),
    Forecast: _Rule(
        ("key", "due_date", "made_on", "note", *checks.FIGURE),
        _check_figure,
        (permissions.REPORTS, permissions.VERIFIES),
        "made_on",
        "made_by",
    ),
    ReferenceFigure: _Rule(("key", "name", "period_end", "source", "link", *checks.FIGURE), _check_figure),
    SamplingCheck: _Rule(
        ("key", "checked_on", "sampled", "usable", "note"),
        _check_share,
        (permissions.REPORTS, permissions.VERIFIES),
        "checked_on",
        "checked_by",
    ),
}


def may_add(model: type[Any], indicator: Indicator, person: Person) -> bool:
    """Whether the person may say this of the indicator."""
    reported = Measurement(indicator=indicator)
    edits = permissions.EDITS_BENEFIT(indicator.benefit, person)
    return edits or any(rule(reported, person) for rule in RULES[model].also)


@transaction.atomic
def create_beside(
    *, model: type[Beside], indicator: Indicator, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> Beside:
    """Add a row beside the figures of an indicator; what is not said of day and person is today and who writes."""
    ensure_may_add(model, indicator, by)
    rule, values = RULES[model], spread(model, fields)
    checks.only(rule.fields, values)
    row = model(organisation_id=indicator.organisation_id, indicator=indicator)
    if rule.day:
        values.setdefault(rule.day, None)
        values[rule.day] = values[rule.day] or _today(indicator, now)
        setattr(row, rule.person, by)
    rule.check(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    return editing.create(row=row, by=by, now=now, about=indicator.about)


@transaction.atomic
def update_beside(
    *,
    row: Beside,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Beside:
    """Correct a row beside the figures."""
    ensure_may_add(type(row), row.indicator, by)
    values = spread(type(row), changes)
    checks.only(RULES[type(row)].fields, values)
    RULES[type(row)].check(row, values)
    how: dict[str, Any] = {"expected_version": expected_version, "reason": reason, "about": row.about}
    return editing.update(row=row, changes=values, by=by, now=now, **how)


@transaction.atomic
def delete_beside(
    *, row: Beside, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take a row away that should not be there."""
    ensure_may_add(type(row), row.indicator, by)
    editing.delete(row=row, by=by, now=now, expected_version=expected_version, reason=reason, about=row.about)


def ensure_may_add(model: type[Any], indicator: Indicator, by: Person | None) -> None:
    """Pass, or refuse in words that say who may."""
    if by is None or not may_add(model, indicator, by):
        ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)


def _today(indicator: Indicator, now: datetime) -> date:
    return indicator.organisation.local_date(now)
