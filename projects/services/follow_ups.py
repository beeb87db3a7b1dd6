"""The follow-up plan of a project, and doing what it says."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import FollowUp, Project, Target
from projects.services import checks
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Organisation, Person
from register.services import audit, editing

MONTHS = (3, 6, 12, 24, 36)


@transaction.atomic
def generate(
    *, project: Project, from_date: date, now: datetime, not_before: date | None = None, by: Person | None = None
) -> list[FollowUp]:
    """Plan follow-ups counted from a day, and one at full effect; what is planned already stays.

    None is dated before ``not_before``.
    """
    audit.hold(project.organisation_id)
    there = {(row.months, row.due_date) for row in project.follow_ups.all()}
    rows = [
        FollowUp(
            organisation_id=project.organisation_id,
            project=project,
            months=months,
            due_date=due_date,
            responsible=project.benefits_responsible,
            created_at=now,
        )
        for months, due_date in _days(project, from_date)
        if (months, due_date) not in there and (not_before is None or due_date >= not_before)
    ]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    _record(rows, now=now, by=by)
    return rows


@transaction.atomic
def complete(
    *, follow_up: FollowUp, note: str, by: Person | None, now: datetime, expected_version: int | None = None
) -> FollowUp:
    """The benefits were looked at together; the note says what was seen."""
    ensure(permissions.FOLLOWS_UP, subject=follow_up, by=by)
    row = editing.lock(follow_up, expected_version=expected_version)
    if row.done_at:
        raise NotPossible(_("This follow-up is done already."), code="already_done")
    if not note.strip():
        raise InvalidInput.single("note", _("Say in a few words what was seen."), code="required")
    changes = {"done_at": now, "done_by": by, "note": note}
    return editing.update(row=row, changes=changes, by=by, now=now, about=row.about, action="follow_up.done")


@transaction.atomic
def update_follow_up(
    *,
    follow_up: FollowUp,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> FollowUp:
    """Move a follow-up that is not done to another day or person."""
    ensure(permissions.FOLLOWS_UP, subject=follow_up, by=by)
    checks.only(("key", "due_date", "responsible", "note"), changes)
    if follow_up.done_at and set(changes) - {"key", "note"}:
        raise NotPossible(_("This follow-up is done already."), code="already_done")
    checks.active_people({name: one for name, one in changes.items() if one != getattr(follow_up, name)})
    return editing.update(
        row=follow_up,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=follow_up.about,
    )


def _days(project: Project, from_date: date) -> Iterator[tuple[int | None, date]]:
    for months in months_of(project.organisation):
        yield months, months_after(from_date, months)
    benefits = project.benefits.exclude(state="withdrawn")
    full_effect = Target.objects.filter(indicator__benefit__in=benefits).aggregate(last=Max("due_date"))["last"]
    if full_effect and full_effect > from_date:
        yield None, full_effect


def months_of(organisation: Organisation) -> tuple[int, ...]:
    """How many months after the handover an organisation looks at the benefits."""
    return tuple(organisation.limits.get("follow_up_months") or MONTHS)


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _record(rows: Iterable[FollowUp], *, now: datetime, by: Person | None) -> None:
    audit.record_many(
        [
            audit.Entry(
                action="follow_up.planned",
                subject=row,
                by=by,
                now=now,
                changes={"due_date": (None, row.due_date)},
                about=row.about,
            )
            for row in rows
        ]
    )
