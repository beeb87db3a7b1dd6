"""Registering a project, changing it, and taking on a role in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects import permissions
from projects.lifecycles.project import ProjectState
from projects.models import Project
from projects.services import asking, handovers, running
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Organisation, Person
from register.services import audit, editing

ROLES = ("leader", "owner", "benefits_responsible")
LINKS = ("goals", "members")


@transaction.atomic
def create_project(
    *, organisation: Organisation, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> Project:
    """Register a project as a draft, led by whoever registers it unless somebody else is named.

    A project that is already running is registered by an administrator with its ``state``; what its earlier
    gates would have asked for becomes gaps.
    """
    values = spread(Project, fields)
    state = values.pop("state", None) or ProjectState.DRAFT
    links = {name: values.pop(name) for name in LINKS if name in values}
    values.setdefault("leader", by if by and not by.is_service else None)
    if state != ProjectState.DRAFT and by is not None and not by.standing.administrator:
        raise NotPermitted(_("Only an administrator can register a project that is already running."))
    row = Project(organisation=organisation, created_by=by, **values)
    audit.hold(organisation.pk)
    row.reference = row.reference or next_reference(organisation)
    _ask_for_roles(row, by, now)
    project = editing.create(row=row, by=by, now=now, links=links, about=row.about)
    if state != ProjectState.DRAFT:
        project = running.register(project=project, state=state, by=by, now=now)
    return project


def next_reference(organisation: Organisation) -> str:
    """The next free number in the organisation's series; unique because the caller holds the audit chain."""
    taken = Project.objects.filter(organisation=organisation, reference__regex=r"^P-\d{4,9}$")
    newest = taken.order_by("-created_at", "-reference").values_list("reference", flat=True).first()
    number = int(newest[2:]) + 1 if newest else 1
    while Project.objects.filter(organisation=organisation, reference=f"P-{number:04d}").exists():
        number += 1
    return f"P-{number:04d}"


@transaction.atomic
def update_project(
    *,
    project: Project,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Project:
    """Change what is known of a project. A new person in a role must accept it; a new track is a decision."""
    values = spread(Project, changes)
    _ensure_may_change(project, values, by=by, reason=reason)
    for role in ROLES:
        if role in values and getattr(values[role], "pk", None) != getattr(project, f"{role}_id"):
            values[f"{role}_asked_at"] = now if values[role] else None
            values[f"{role}_accepted_at"] = now if values[role] and values[role] == by else None
    if "benefits_reconfirmed_on" in values:
        values["benefits_reconfirmed_by"] = by
    row = editing.update(
        row=project,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=project.about,
    )
    handovers.review_signed(project=row, by=by, now=now)
    if set(ROLES) & set(values):
        asking.tell(project=row, by=by, now=now)
    return row


@transaction.atomic
def delete_draft(
    *, project: Project, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Remove a draft that nobody needs; anything further on is stopped instead, and kept."""
    ensure(permissions.EDITS, subject=project, by=by)
    if project.state != ProjectState.DRAFT:
        raise NotPossible(_("Only a draft can be deleted. Stop the project instead: it stays in the register."))
    editing.delete(row=project, by=by, now=now, expected_version=expected_version, reason=reason, about=project.about)


@transaction.atomic
def accept_role(*, project: Project, role: str, by: Person, now: datetime) -> Project:
    """The person named for a role takes it on."""
    _ensure_named(project, role, by)
    if getattr(project, f"{role}_accepted_at"):
        return project
    return editing.update(
        row=project,
        changes={f"{role}_accepted_at": now},
        by=by,
        now=now,
        about=project.about,
        action="project.role_accepted",
    )


@transaction.atomic
def decline_role(*, project: Project, role: str, by: Person, now: datetime, reason: str) -> Project:
    """The person named for a role says no; the leader must name somebody else."""
    _ensure_named(project, role, by)
    if not reason:
        raise InvalidInput.single("comment", _("Say why, so that somebody else can be asked."), code="required")
    return editing.update(
        row=project,
        changes={role: None, f"{role}_accepted_at": None},
        by=by,
        now=now,
        reason=reason,
        about=project.about,
        action="project.role_declined",
    )


@transaction.atomic
def recommend_handover(*, project: Project, by: Person | None, now: datetime, comment: str = "") -> Project:
    """The leader says that the project is ready to be handed over."""
    ensure(permissions.LEADS, subject=project, by=by)
    if project.state != ProjectState.EXECUTING:
        raise NotPossible(_("A handover is recommended while the project is executing."))
    return editing.update(
        row=project,
        changes={"recommended_at": now, "recommended_by": by},
        by=by,
        now=now,
        reason=comment,
        about=project.about,
        action="project.handover_recommended",
    )


def reconfirm_benefits(*, project: Project, by: Person | None, now: datetime) -> Project:
    """Somebody who answers for the benefits says that they are still realistic."""
    today = project.organisation.local_date(now)
    return update_project(project=project, changes={"benefits_reconfirmed_on": today}, by=by, now=now)


def _ask_for_roles(project: Project, by: Person | None, now: datetime) -> None:
    for role in ROLES:
        if getattr(project, f"{role}_id"):
            setattr(project, f"{role}_asked_at", now)
        if by is not None and getattr(project, f"{role}_id") == by.pk:
            setattr(project, f"{role}_accepted_at", now)


def _ensure_may_change(project: Project, values: Mapping[str, Any], *, by: Person | None, reason: str) -> None:
    if set(values) == {"benefits_reconfirmed_on"}:
        ensure(permissions.EDITS, permissions.OWNS, permissions.ANSWERS_FOR_BENEFITS, subject=project, by=by)
        return
    if values.get("track", project.track) != project.track and project.state != ProjectState.DRAFT:
        ensure(permissions.OWNS, permissions.DECIDES, subject=project, by=by)
        if not reason:
            raise InvalidInput.single(
                "change_reason", _("Changing the track is a decision: give the reason."), code="required"
            )
        if set(values) == {"track"}:
            return
    ensure(permissions.EDITS, subject=project, by=by)


def _ensure_named(project: Project, role: str, by: Person) -> None:
    if role not in ROLES:
        raise InvalidInput.single("role", _("There is no such role on a project."))
    if getattr(project, f"{role}_id") != by.pk or by.is_service:
        raise NotPermitted(_("Only the person named for a role can take it on or decline it."))
