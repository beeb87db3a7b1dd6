"""What belongs to a benefit row by row: prerequisites and barriers, realisation actions, risks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import ActionStatus, Benefit, Prerequisite, PrerequisiteStatus, Project, RealisationAction, Risk
from projects.services import checks
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Person
from register.services import editing

PREREQUISITE = ("key", "kind", "title", "force", "handler", "due_date", "status", "settled_on", "note", "benefits")
ACTION = ("key", "title", "responsible", "due_date", "status", "done_on", "note")
RISK = ("key", "title", "likelihood", "consequence", "response", "responsible", "status")
HOW_FAR = frozenset({"status", "settled_on", "done_on", "note"})
"""What whoever sees to it may say; the rest is for those who steer the benefit."""


@dataclass(frozen=True)
class Ending:
    """The status that ends a row, and the day on which it did."""

    status: str
    day: str


@dataclass(frozen=True)
class Planned:
    """A part that is not there yet, for whoever asks who may add it."""

    project: Project
    of_benefits: list[Benefit]


ENDINGS = {
    Prerequisite: Ending(PrerequisiteStatus.SETTLED, "settled_on"),
    RealisationAction: Ending(ActionStatus.DONE, "done_on"),
}


@transaction.atomic
def create_prerequisite(
    *, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> Prerequisite:
    """Name what some benefits of a project cannot come without, or what stands in their way."""
    benefits = list(fields.get("benefits", ()))
    _ensure_same_project(project, benefits)
    ensure(permissions.STEERS_PART, subject=Planned(project, benefits), by=by)
    row = Prerequisite(organisation_id=project.organisation_id, project=project)
    return _create(row, fields, PREREQUISITE, by=by, now=now)


@transaction.atomic
def update_prerequisite(
    *,
    prerequisite: Prerequisite,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Prerequisite:
    """Say it otherwise, or how far it has come; the handler may say the latter."""
    _ensure_same_project(prerequisite.project, list(changes.get("benefits", ())))
    how = {"expected_version": expected_version, "reason": reason}
    return _update(prerequisite, changes, PREREQUISITE, by=by, now=now, **how)


@transaction.atomic
def create_action(
    *, benefit: Benefit, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> RealisationAction:
    """Name something that somebody must do for the benefit to come."""
    ensure(permissions.STEERS_PART, subject=Planned(benefit.project, [benefit]), by=by)
    row = RealisationAction(organisation_id=benefit.organisation_id, benefit=benefit)
    return _create(row, fields, ACTION, by=by, now=now)


@transaction.atomic
def update_action(
    *,
    action: RealisationAction,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> RealisationAction:
    """Say it otherwise, or how far it has come; who does it may say the latter."""
    how = {"expected_version": expected_version, "reason": reason}
    return _update(action, changes, ACTION, by=by, now=now, **how)


@transaction.atomic
def create_risk(*, benefit: Benefit, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Risk:
    """Name what could keep the benefit away."""
    ensure(permissions.STEERS_PART, subject=Planned(benefit.project, [benefit]), by=by)
    return _create(Risk(organisation_id=benefit.organisation_id, benefit=benefit), fields, RISK, by=by, now=now)


@transaction.atomic
def update_risk(
    *,
    risk: Risk,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Risk:
    """Judge it anew, or say what is done about it; who watches it may close it."""
    return _update(risk, changes, RISK, by=by, now=now, expected_version=expected_version, reason=reason)


@transaction.atomic
def delete_part(
    *,
    part: Prerequisite | RealisationAction | Risk,
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> None:
    """It was entered by mistake. What is done or dropped keeps its place in the plan."""
    ensure(permissions.STEERS_PART, subject=part, by=by)
    editing.delete(row=part, by=by, now=now, expected_version=expected_version, reason=reason, about=part.about)


def ended(row: Any, values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The day on which it was done goes with the status: today where none is given, none while it is not done."""
    ending = ENDINGS.get(type(row))
    if ending is None:
        return {}
    status, day = values.get("status", row.status), values.get(ending.day, getattr(row, ending.day))
    if status == ending.status:
        return {ending.day: day or today}
    if values.get(ending.day, day if row._state.adding else None):
        words = _("It is not done yet: change the status, or leave the day out.")
        raise InvalidInput.single(ending.day, words, code="not_done")
    return {ending.day: None}


def _create(row: Any, fields: Mapping[str, Any], allowed: tuple[str, ...], *, by: Person | None, now: datetime) -> Any:
    values = spread(type(row), fields)
    checks.only(allowed, values)
    checks.active_people(values)
    links = {name: values.pop(name) for name in ("benefits",) if name in values}
    values |= ended(row, values, today=row.organisation.local_date(now))
    for name, value in values.items():
        setattr(row, name, value)
    return editing.create(row=row, by=by, now=now, links=links, about=row.about)


def _update(
    row: Any, changes: Mapping[str, Any], allowed: tuple[str, ...], *, by: Person | None, now: datetime, **how: Any
) -> Any:
    values = spread(type(row), changes)
    says_how_far = bool(values) and HOW_FAR.issuperset(values)
    ensure(permissions.SEES_TO_PART if says_how_far else permissions.STEERS_PART, subject=row, by=by)
    checks.only(allowed, values)
    named = {name: one for name, one in values.items() if isinstance(one, Person)}
    checks.active_people({name: one for name, one in named.items() if one != getattr(row, name)})
    values |= ended(row, values, today=row.organisation.local_date(now))
    return editing.update(row=row, changes=values, by=by, now=now, about=row.about, **how)


def _ensure_same_project(project: Project, benefits: list[Benefit]) -> None:
    if any(benefit.project_id != project.pk for benefit in benefits):
        raise InvalidInput.single("benefits", _("Choose benefits of the same project."), code="other_project")
