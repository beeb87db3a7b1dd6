"""Lessons for those who come after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from projects import permissions
from projects.models import Lesson, Project
from projects.services import checks
from projects.services.permission import ensure
from register.models import Person
from register.models.searching import folded
from register.services import editing

FIELDS = ("key", "title", "text", "kind", "tags")


@transaction.atomic
def create_lesson(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Lesson:
    """Write down what was learnt."""
    ensure(permissions.WRITES_LESSONS, subject=project, by=by)
    checks.only(FIELDS, fields)
    row = Lesson(organisation_id=project.organisation_id, project=project, **_tidied(fields))
    return editing.create(row=row, by=by, now=now, about=project.about)


@transaction.atomic
def update_lesson(
    *,
    lesson: Lesson,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Lesson:
    """Put it better."""
    ensure(permissions.WRITES_LESSONS, subject=lesson.project, by=by)
    checks.only(FIELDS, changes)
    return editing.update(
        row=lesson,
        changes=_tidied(changes),
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=lesson.about,
    )


@transaction.atomic
def delete_lesson(
    *, lesson: Lesson, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Remove a lesson; the history keeps it."""
    ensure(permissions.WRITES_LESSONS, subject=lesson.project, by=by)
    editing.delete(row=lesson, by=by, now=now, expected_version=expected_version, reason=reason, about=lesson.about)


def _tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Each tag once, on one line, as it was first written."""
    if "tags" not in fields:
        return dict(fields)
    tags: dict[str, str] = {}
    for tag in fields["tags"] or ():
        tags.setdefault(folded(tag), " ".join(tag.split()))
    return {**fields, "tags": [tag for tag in tags.values() if tag]}
