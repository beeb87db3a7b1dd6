"""Goals, from the vision down, and programmes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from register.models import Goal, Organisation, Person, Programme
from register.permissions import require_installation_admin, require_planner
from register.services import audit, editing
from register.services.trees import refuse_circle
from register.services.validation import refuse_others

GOAL_FIELDS = ("title", "level", "parent", "target_date", "target_date_entered", "budget_line", "key")
PROGRAMME_FIELDS = ("title", "participants", "key")


@transaction.atomic
def create_goal(*, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Goal:
    """`fields`: those of `GOAL_FIELDS`, a title at least."""
    require_planner(by, organisation.pk)
    refuse_others(fields, GOAL_FIELDS)
    return editing.create(row=Goal(organisation=organisation, **fields), by=by, now=now)


@transaction.atomic
def update_goal(
    *,
    goal: Goal,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Goal:
    require_planner(by, goal.organisation_id)
    refuse_others(changes, GOAL_FIELDS)
    audit.hold(goal.organisation_id)
    refuse_circle(goal, changes.get("parent"))
    return editing.update(row=goal, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason)


@transaction.atomic
def create_programme(
    *,
    organisation: Organisation,
    title: str,
    by: Person | None,
    now: datetime,
    participants: Iterable[Organisation] = (),
    key: str | None = None,
) -> Programme:
    """Which other organisations take part is settled by those who run the installation: the others cannot be seen."""
    require_planner(by, organisation.pk)
    participants = list(participants)
    if participants:
        require_installation_admin(by)
    row = Programme(organisation=organisation, title=title, key=key)
    return editing.create(row=row, by=by, now=now, links={"participants": participants})


@transaction.atomic
def update_programme(
    *,
    programme: Programme,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Programme:
    require_planner(by, programme.organisation_id)
    refuse_others(changes, PROGRAMME_FIELDS)
    if "participants" in changes:
        require_installation_admin(by)
    return editing.update(
        row=programme, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason
    )


@transaction.atomic
def delete_goal_or_programme(
    *,
    row: Goal | Programme,
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> None:
    require_planner(by, row.organisation_id)
    editing.delete(row=row, by=by, now=now, expected_version=expected_version, reason=reason)
