"""Conditions of a gate decision or a reservation: fulfilled, or given to somebody else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Condition
from projects.services import checks
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import editing


@transaction.atomic
def fulfil(
    *, condition: Condition, note: str, by: Person | None, now: datetime, expected_version: int | None = None
) -> Condition:
    """What was demanded is done; the note says how."""
    ensure(permissions.FULFILS, subject=condition, by=by)
    row = editing.lock(condition, expected_version=expected_version)
    if row.fulfilled_at:
        raise NotPossible(_("This condition is fulfilled already."), code="already_done")
    if not note.strip():
        raise InvalidInput.single("note", _("Say in a few words how it was fulfilled."), code="required")
    return editing.update(
        row=row,
        changes={"fulfilled_at": now, "fulfilled_by": by, "note": note},
        by=by,
        now=now,
        about=row.about,
        action="condition.fulfilled",
    )


@transaction.atomic
def update_condition(
    *,
    condition: Condition,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Condition:
    """Give an open condition another owner or date, with a reason; what was demanded stays as it was decided."""
    ensure(permissions.EDITS, permissions.OWNS, subject=condition.project, by=by)
    checks.only(("key", "owner", "due_date"), changes)
    if condition.fulfilled_at:
        raise NotPossible(_("This condition is fulfilled already."), code="already_done")
    if checks.changed(condition, changes, ("owner", "due_date")) and not reason.strip():
        raise InvalidInput.single("change_reason", _("Somebody decided this: give the reason."), code="required")
    checks.active_people({name: one for name, one in changes.items() if one != getattr(condition, name)})
    return editing.update(
        row=condition,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=condition.about,
    )
