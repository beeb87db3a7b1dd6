"""Targets: where an indicator shall be, by when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects import permissions
from projects.models import Indicator, Target
from projects.services import checks, handovers, measurement_plan
from projects.services.dates import spread
from projects.services.permission import ensure
from register.models import Person
from register.services import editing

FIELDS = ("key", "due_date", *checks.FIGURE)
WANTED = ("due_date", *checks.FIGURE)


@transaction.atomic
def create_target(*, indicator: Indicator, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Target:
    """Set a target; without a date it is the final one."""
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)
    values = spread(Target, fields)
    checks.only(FIELDS, values)
    row = Target(organisation_id=indicator.organisation_id, indicator=indicator)
    checks.target_comparator(checks.figure(row, values), indicator.direction)
    for name, value in values.items():
        setattr(row, name, value)
    target = editing.create(row=row, by=by, now=now, about=indicator.about)
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
    checks.target_comparator(checks.figure(target, values), indicator.direction)
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
    _follow(indicator, by=by, now=now)


def _follow(indicator: Indicator, *, by: Person | None, now: datetime) -> None:
    """Without a frequency the last target says when is measured; and what was signed may say something else now."""
    if not indicator.frequency:
        measurement_plan.drop_planned(indicator=indicator, by=by, now=now)
        today = indicator.organisation.local_date(now)
        measurement_plan.plan(indicator=indicator, today=today, now=now, by=by)
    handovers.review_signed(project=indicator.project, by=by, now=now)
