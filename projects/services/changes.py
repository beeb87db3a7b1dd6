"""Changes at work: what people do otherwise, between a deliverable and its benefit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects import permissions
from projects.models import Change, Project
from projects.services import benefit_links, checks
from projects.services.permission import ensure
from register.models import Person
from register.services import editing

FIELDS = ("key", "title", "description")


@transaction.atomic
def create_change(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Change:
    """Say what will be done otherwise."""
    ensure(permissions.EDITS, subject=project, by=by)
    checks.only(FIELDS, fields)
    row = Change(organisation_id=project.organisation_id, project=project, **fields)
    return editing.create(row=row, by=by, now=now, about=project.about)


@transaction.atomic
def update_change(
    *,
    change: Change,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Change:
    """Put it otherwise."""
    ensure(permissions.EDITS, subject=change.project, by=by)
    checks.only(FIELDS, changes)
    return editing.update(
        row=change,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=change.about,
    )


@transaction.atomic
def delete_change(
    *, change: Change, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Remove a change, and the lines of the map that begin or end at it."""
    ensure(permissions.EDITS, subject=change.project, by=by)
    editing.lock(change, expected_version=expected_version)
    benefit_links.drop_lines_at(row=change, by=by, now=now)
    editing.delete(row=change, by=by, now=now, reason=reason, about=change.about)
