"""Milestones: the days a project steers towards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects import permissions
from projects.models import Milestone, Project
from projects.services import benefit_links, checks, dates_that_follow, handovers
from projects.services.dates import spread
from projects.services.permission import ensure
from register.models import Person
from register.services import editing

FIELDS = ("key", "title", "kind", "due_date", "reached_date", "responsible", "on_remaining_work")


@transaction.atomic
def create_milestone(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Milestone:
    """Set a milestone; the day it is first planned for is kept."""
    ensure(permissions.EDITS, subject=project, by=by)
    values = spread(Milestone, fields)
    checks.only(FIELDS, values)
    checks.active_people(values)
    row = Milestone(
        organisation_id=project.organisation_id, project=project, first_due_date=values.get("due_date"), **values
    )
    return editing.create(row=row, by=by, now=now, about=project.about)


@transaction.atomic
def update_milestone(
    *,
    milestone: Milestone,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Milestone:
    """Change a milestone. Who answers for it may say that it is reached; the rest is the leader's."""
    values = spread(Milestone, changes)
    reached = set(values) <= {"reached_date", "reached_date_entered"}
    ensure(
        permissions.REACHES if reached else permissions.EDITS,
        subject=milestone if reached else milestone.project,
        by=by,
    )
    checks.only(FIELDS, values)
    checks.active_people({name: one for name, one in values.items() if one != getattr(milestone, name)})
    if milestone.first_due_date is None and values.get("due_date"):
        values["first_due_date"] = values["due_date"]
    before = dates_that_follow.day_of(editing.lock(milestone))
    row = editing.update(
        row=milestone,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=milestone.about,
    )
    dates_that_follow.follow(milestone=row, before=before, by=by, now=now)
    handovers.review_signed(project=row.project, by=by, now=now)
    return row


@transaction.atomic
def delete_milestone(
    *, milestone: Milestone, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Remove a milestone on which no handover rests."""
    ensure(permissions.EDITS, subject=milestone.project, by=by)
    editing.lock(milestone, expected_version=expected_version)
    benefit_links.drop_lines_at(row=milestone, by=by, now=now)
    editing.delete(row=milestone, by=by, now=now, reason=reason, about=milestone.about)
