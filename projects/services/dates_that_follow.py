"""Benefits that wait for a milestone: when it moves, their dates move with it, and their owners are told in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.formulas.following_dates import moved_dates, start_after
from projects.lifecycles.benefit import OPEN
from projects.models import Benefit, Milestone
from register.errors import InvalidInput
from register.models import Person
from register.services import editing
from workflows.services.notices import enqueue

MOVED = "projects.dates_moved"
ACTION = "benefit.dates_moved"
DATES = ("start_date", "due_date")


def day_of(milestone: Milestone | None) -> date | None:
    """When it was reached, else when it is due."""
    return (milestone.reached_date or milestone.due_date) if milestone else None


def settle(benefit: Benefit, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a benefit's own change means for its start: months count from the milestone, and a milestone is its own."""
    milestone = values.get("milestone", benefit.milestone)
    months = values.get("months_after_milestone", benefit.months_after_milestone)
    if milestone is None:
        if values.get("months_after_milestone") is not None:
            words = _("Choose the milestone from which the months count.")
            raise InvalidInput.single("months_after_milestone", words, code="required")
        return {} if months is None else {"months_after_milestone": None}
    if milestone.project_id != benefit.project_id:
        raise InvalidInput.single("milestone", _("Choose a milestone of the same project."), code="other_project")
    start = start_after(day_of(milestone), months)
    if start is None or not {"milestone", "months_after_milestone", "start_date"} & set(values):
        return {}
    return _started(benefit, values, start)


def _started(benefit: Benefit, values: Mapping[str, Any], start: date) -> dict[str, Any]:
    given = values.get("start_date")
    if given is not None and given not in (start, benefit.start_date):
        words = _("It follows the milestone and starts on %(day)s. Change the months, or leave them empty.")
        raise InvalidInput.single("start_date", words % {"day": date_format(start)}, code="follows_milestone")
    same = given == start and values.get("start_date_entered")
    return {"start_date": start, "start_date_entered": values["start_date_entered"] if same else ""}


def follow(*, milestone: Milestone, before: date | None, by: Person | None, now: datetime) -> None:
    """Move the dates of the benefits that wait for it, by as much as it moved since ``before``."""
    day = day_of(milestone)
    if day is None or day == before:
        return
    for benefit in milestone.benefits.filter(state__in=OPEN).select_related("owner", "organisation"):
        changes = _moved(benefit, before, day)
        if changes:
            reason = _why(milestone, before, day)
            row = editing.update(
                row=benefit, changes=changes, by=by, now=now, reason=reason, about=benefit.about, action=ACTION
            )
            _tell(row, milestone, by=by, now=now)


def _why(milestone: Milestone, before: date | None, day: date) -> str:
    words = {"title": milestone.title, "before": date_format(before) if before else "", "day": date_format(day)}
    if before is None:
        return _("The milestone “%(title)s” is set for %(day)s.") % words
    return _("The milestone “%(title)s” moved from %(before)s to %(day)s.") % words


def _moved(benefit: Benefit, before: date | None, day: date) -> dict[str, Any]:
    dates = {name: getattr(benefit, name) for name in DATES}
    changes: dict[str, Any] = {}
    for name, new in moved_dates(dates, months=benefit.months_after_milestone, before=before, day=day).items():
        changes |= {name: new, f"{name}_entered": ""}
    return changes


def _tell(benefit: Benefit, milestone: Milestone, *, by: Person | None, now: datetime) -> None:
    owner = benefit.owner
    if owner is None or not owner.is_active or not owner.email or (by is not None and by.pk == owner.pk):
        return
    enqueue(
        organisation=benefit.organisation,
        recipient=owner,
        kind=MOVED,
        once_key=f"{MOVED} {benefit.pk} {benefit.version}",
        payload={"benefit": str(benefit.pk), "milestone": str(milestone.pk), "version": benefit.version},
        send_after=now,
        now=now,
    )
