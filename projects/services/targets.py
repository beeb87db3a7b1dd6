"""Targets: where an indicator shall be, by when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects import permissions
from projects.formulas.values import Value
from projects.models import Indicator, Rebaselined, Target
from projects.services import checks, handovers, measurement_plan, promises
from projects.services.dates import spread
from projects.services.permission import ensure
from register.models import Person
from register.services import editing

FIELDS = ("key", "due_date", *checks.FIGURE)
WANTED = ("due_date", *checks.FIGURE)


@transaction.atomic
def create_target(
    *, indicator: Indicator, fields: Mapping[str, Any], by: Person | None, now: datetime, reason: str = ""
) -> Target:
    """Set a target; without a date it is the final one."""
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)
    values = spread(Target, fields)
    checks.only(FIELDS, values)
    row = Target(organisation_id=indicator.organisation_id, indicator=indicator)
    _check(checks.figure(row, values), indicator)
    promises.reason_for_new_target(indicator, reason)
    for name, value in values.items():
        setattr(row, name, value)
    target = editing.create(row=row, by=by, now=now, about=indicator.about, reason=reason)
    promises.note_change(
        indicator=indicator,
        what=Rebaselined.TARGET_ADDED,
        old={},
        new=promises.target_of(target),
        reason=reason,
        by=by,
        now=now,
    )
    _follow(indicator, by=by, now=now)
    return target


@transaction.atomic
def update_target(
    *,
    target: Target,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Target:
    """Change a target; one that was approved changes only with a reason."""
    indicator = target.indicator
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)
    values = spread(Target, changes)
    checks.only(FIELDS, values)
    _check(checks.figure(target, values), indicator)
    if checks.changed(target, values, WANTED):
        checks.reason_for_change(indicator.benefit, reason)
    row = editing.update(
        row=target,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=target.about,
    )
    promises.note_change(
        indicator=indicator,
        what=Rebaselined.TARGET,
        old=promises.target_of(target),
        new=promises.target_of(row),
        reason=reason,
        by=by,
        now=now,
    )
    _follow(indicator, by=by, now=now)
    return row


@transaction.atomic
def delete_target(
    *, target: Target, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Take a target away; one that was approved goes only with a reason."""
    indicator = target.indicator
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)
    checks.reason_for_change(indicator.benefit, reason)
    editing.delete(row=target, by=by, now=now, expected_version=expected_version, reason=reason, about=target.about)
    promises.note_change(
        indicator=indicator,
        what=Rebaselined.TARGET_REMOVED,
        old=promises.target_of(target),
        new={},
        reason=reason,
        by=by,
        now=now,
    )
    _follow(indicator, by=by, now=now)


def _check(value: Value, indicator: Indicator) -> None:
    checks.target_comparator(value, indicator.direction)
    checks.on_scale(indicator, value)


def _follow(indicator: Indicator, *, by: Person | None, now: datetime) -> None:
    """Without a frequency the last target says when is measured; and what was signed may say something else now."""
    if not indicator.frequency:
        measurement_plan.drop_planned(indicator=indicator, by=by, now=now)
        today = indicator.organisation.local_date(now)
        measurement_plan.plan(indicator=indicator, today=today, now=now, by=by)
    handovers.review_signed(project=indicator.project, by=by, now=now)
