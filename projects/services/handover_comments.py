"""What readers say to the sections of a handover before it is signed, and how the leader answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Handover, HandoverComment
from projects.services import asking
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import editing


@transaction.atomic
def comment(*, handover: Handover, section: str, text: str, by: Person, now: datetime) -> HandoverComment:
    """Say something to a section, in the round that is open. The leader is told once of what is unanswered."""
    row = editing.lock(handover)
    if row.is_taken_over:
        raise NotPossible(_("This handover is signed: there is nothing to comment on any more."), code="signed")
    written = _write(row, section, text, by=by, now=now)
    asking.tell(project=row.project, by=by, now=now)
    return written


def add(handover: Handover, comments: Iterable[Mapping[str, Any]], *, by: Person, now: datetime) -> None:
    """The comments that came with a decision, in its transaction; who is told is told of the decision."""
    for one in comments:
        _write(handover, one["section"], one["text"], by=by, now=now)


def _write(handover: Handover, section: str, text: str, *, by: Person, now: datetime) -> HandoverComment:
    if not text.strip():
        raise InvalidInput.single("text", _("Write your comment."), code="required")
    row = HandoverComment(
        organisation_id=handover.organisation_id,
        handover=handover,
        round=handover.round,
        section=section,
        text=text.strip(),
        written_by=by,
    )
    return editing.create(row=row, by=by, now=now, about=handover.about, action="handover.commented")


@transaction.atomic
def settle(
    *, comment: HandoverComment, answer: str, by: Person | None, now: datetime, expected_version: int | None = None
) -> HandoverComment:
    """The leader answers, or whoever wrote it lets it rest; either way it no longer waits."""
    ensure(permissions.SETTLES_COMMENT, subject=comment, by=by)
    row = editing.lock(comment, expected_version=expected_version)
    if not row.is_open:
        raise NotPossible(_("This comment is settled already."), code="already_done")
    changes = {"answer": answer.strip(), "settled_at": now, "settled_by": by}
    return editing.update(row=row, changes=changes, by=by, now=now, about=row.about, action="handover.comment_settled")
