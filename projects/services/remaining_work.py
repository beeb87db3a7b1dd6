"""The work that is left at a handover: listed row by row, and a duty of its owner once it is taken over."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import Condition, Handover, HandoverSignOff, RemainingItem
from projects.services import checks, demands, handovers
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import NotPossible
from register.models import Person
from register.services import editing

FIELDS = ("key", "item", "owner", "due_date")


@transaction.atomic
def create_item(*, handover: Handover, fields: Mapping[str, Any], by: Person | None, now: datetime) -> RemainingItem:
    """Name something that is not finished. What waits for a signature is asked for anew."""
    ensure(permissions.PREPARES_HANDOVER, subject=handover, by=by)
    handovers.ensure_open(handover)
    values = spread(RemainingItem, fields)
    checks.only(FIELDS, values)
    checks.active_people(values)
    row = RemainingItem(organisation_id=handover.organisation_id, handover=handover, **values)
    row = editing.create(row=row, by=by, now=now, about=handover.about)
    handovers.review_signed(project=handover.project, by=by, now=now)
    return row


@transaction.atomic
def update_item(
    *,
    item: RemainingItem,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> RemainingItem:
    """Say it otherwise, or give it to somebody else."""
    ensure(permissions.PREPARES_HANDOVER, subject=item.handover, by=by)
    handovers.ensure_open(item.handover)
    values = spread(RemainingItem, changes)
    checks.only(FIELDS, values)
    checks.active_people({name: one for name, one in values.items() if one != getattr(item, name)})
    row = editing.update(
        row=item,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=item.about,
    )
    handovers.review_signed(project=item.project, by=by, now=now)
    return row


@transaction.atomic
def delete_item(
    *, item: RemainingItem, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """It is finished, or was never left. What was taken over already is a duty, and is fulfilled there."""
    ensure(permissions.PREPARES_HANDOVER, subject=item.handover, by=by)
    handovers.ensure_open(item.handover)
    if item.condition_id:
        raise NotPossible(_("This was taken over and is a duty now. Say there that it is done."), code="in_use")
    project = item.project
    editing.delete(row=item, by=by, now=now, expected_version=expected_version, reason=reason, about=item.about)
    handovers.review_signed(project=project, by=by, now=now)


def become_duties(
    handover: Handover, *, sign_off: HandoverSignOff, marks: Iterable[Mapping[str, Any]], by: Person, now: datetime
) -> None:
    """Once taken over, each open item is chased like a condition.

    What the line did not accept goes back to the project's leader, with the words that were said.
    """
    refused = {mark["item"]: mark["comment"] for mark in marks if not mark["accepted"]}
    for item in handover.remaining_items.select_related("owner", "condition"):
        wanted = _wanted(item, handover, by, refused.get(str(item.pk)))
        if item.condition is None:
            made = demands.demand(project=handover.project, conditions=[wanted], by=by, now=now, sign_off=sign_off)
            editing.update(row=item, changes={"condition": made[0]}, by=by, now=now, about=item.about)
        elif item.condition.is_open:
            _renew(item.condition, {**wanted, "sign_off": sign_off}, by=by, now=now)


def _wanted(item: RemainingItem, handover: Handover, by: Person, refusal: str | None) -> dict[str, Any]:
    if refusal is None:
        return {"text": item.item, "owner": item.owner, "due_date": item.due_date}
    words = _("%(item)s (%(name)s did not accept it: %(comment)s)")
    text = words % {"item": item.item, "name": by.name, "comment": refusal}
    return {"text": text, "owner": handover.project.leader or item.owner, "due_date": item.due_date}


def _renew(condition: Condition, wanted: Mapping[str, Any], *, by: Person, now: datetime) -> None:
    """The sign-off was reopened and given again: the duty that came of it first is said anew."""
    editing.update(row=condition, changes=wanted, by=by, now=now, about=condition.about)
