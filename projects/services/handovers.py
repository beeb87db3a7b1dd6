"""Preparing a handover, and keeping what is asked for in step with what it says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.lifecycles.handover import ACCEPTED_STATES, HandoverState
from projects.models import Handover, Milestone, MilestoneKind, Project
from projects.reports.snapshots import handover_snapshot, substance
from projects.services import follow_up_plan
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPossible
from register.models import Person
from register.services import editing
from workflows.lifecycle import perform
from workflows.snapshots import sha256_of

REOPENS_IN = ("executing", "handing_over")


@transaction.atomic
def create_handover(*, project: Project, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Handover:
    """Prepare the handover to one unit; its line manager is who signs unless somebody else is named."""
    ensure(permissions.EDITS, subject=project, by=by)
    values = _complete(project, spread(Handover, fields), by=by, now=now)
    unit = values.get("receiving_unit")
    if unit is None:
        raise InvalidInput.single("receiving_unit", _("Name the unit that takes over."), code="required")
    if Handover.objects.filter(project=project, receiving_unit=unit).exists():
        raise InvalidInput.single("receiving_unit", _("This unit already has a handover: use that one."), "unique")
    values["line_manager"] = values.get("line_manager") or unit.line_manager
    row = Handover(organisation_id=project.organisation_id, project=project, **values)
    return editing.create(row=row, by=by, now=now, about=project.about)


@transaction.atomic
def update_handover(
    *,
    handover: Handover,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Handover:
    """Change what a handover says. One that was sent is asked for anew; one that was signed is reopened."""
    ensure(permissions.PREPARES_HANDOVER, subject=handover, by=by)
    ensure_open(handover)
    values = _complete(handover.project, spread(Handover, changes), by=by, now=now)
    row = editing.update(
        row=handover,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=handover.about,
    )
    if row.receiving_unit_id != handover.receiving_unit_id:
        _ask_anew(row, by=by, now=now)
    review_signed(project=row.project, by=by, now=now)
    return Handover.objects.get(pk=row.pk)


def review_signed(*, project: Project, by: Person | None, now: datetime) -> None:
    """Hold every sent or signed handover of a project against what it would say now.

    A sent one is frozen anew, so that a page opened before cannot be signed any more. A signed one is
    reopened while the project runs; afterwards the signature stands, for what was promised then.
    """
    asked = project.handovers.filter(state__in=(HandoverState.SENT, *ACCEPTED_STATES)).select_related("project")
    for handover in asked:
        fresh = handover_snapshot(handover)
        if handover.snapshot and substance(fresh) == substance(handover.snapshot):
            continue
        _ask_anew(handover, by=by, now=now)


def _ask_anew(handover: Handover, *, by: Person | None, now: datetime) -> None:
    if handover.state == HandoverState.SENT:
        freeze(handover, by=by, now=now)
    elif handover.state in ACCEPTED_STATES and handover.project.state in REOPENS_IN:
        reason = _("What was signed has changed.")
        row = perform("reopen", on=handover, by=by, now=now, comment=reason, consequence=True)
        supersede(row, now=now)
        follow_up_plan.take_back(handover=row, by=by, now=now)


def freeze(handover: Handover, *, by: Person | None, now: datetime) -> Handover:
    """Fix what is signed from now on; signatures under an earlier text of the round no longer count."""
    supersede(handover, now=now)
    snapshot = handover_snapshot(handover)
    changes = {"snapshot": snapshot, "snapshot_sha256": sha256_of(snapshot)}
    return editing.update(row=handover, changes=changes, by=by, now=now, about=handover.about, action="handover.frozen")


def supersede(handover: Handover, *, now: datetime) -> None:
    """Mark the standing signatures as superseded; they are kept."""
    handover.sign_offs.filter(superseded_at__isnull=True).update(superseded_at=now)


def ensure_open(handover: Handover) -> None:
    """What was returned or signed is not changed without saying so."""
    if handover.state == HandoverState.RETURNED:
        raise NotPossible(_("This handover was returned. Choose “Revise” first: that opens the next round."))
    if handover.is_taken_over and handover.project.state not in REOPENS_IN:
        raise NotPossible(_("This handover is signed and the project is over; what was signed stays as it is."))


def _complete(project: Project, values: dict[str, Any], *, by: Person | None, now: datetime) -> dict[str, Any]:
    """A cost without a currency is in the organisation's own."""
    values = _with_milestone(project, values, by=by, now=now)
    if values.get("operating_cost") is not None:
        values["operating_currency"] = values.get("operating_currency") or project.organisation.currency
    return values


def _with_milestone(project: Project, values: dict[str, Any], *, by: Person | None, now: datetime) -> dict[str, Any]:
    """A closing milestone may be given in words: the project's milestone of that name, or a new one."""
    words = values.get("closing_milestone")
    if isinstance(words, Milestone) and words.project_id != project.pk:
        raise InvalidInput.single("closing_milestone", _("This milestone belongs to another project."))
    if not isinstance(words, str):
        return values
    title = words.strip()
    milestone = project.milestones.filter(title__iexact=title).first() if title else None
    if title and milestone is None:
        row = Milestone(
            organisation_id=project.organisation_id, project=project, title=title, kind=MilestoneKind.CLOSING
        )
        milestone = editing.create(row=row, by=by, now=now, about=project.about)
    return {**values, "closing_milestone": milestone}
