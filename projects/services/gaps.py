"""Gaps of a project that was registered while running: closed when filled, or when somebody says why not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Gap
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import editing


@transaction.atomic
def close(*, gap: Gap, note: str, by: Person | None, now: datetime, expected_version: int | None = None) -> Gap:
    """What was lacking is there now, or will not come; the note says which."""
    ensure(permissions.CLOSES_GAP, subject=gap, by=by)
    row = editing.lock(gap, expected_version=expected_version)
    if row.closed_at:
        raise NotPossible(_("This gap is closed already."), code="already_done")
    if not note.strip():
        raise InvalidInput.single("note", _("Say how it was filled, or why it stays open."), code="required")
    changes = {"closed_at": now}
    return editing.update(row=row, changes=changes, by=by, now=now, reason=note, about=row.about, action="gap.closed")
