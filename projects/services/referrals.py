"""A gate is referred to a body that meets elsewhere: who registers it, moves the meeting, or takes it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import gate_permissions
from projects.lifecycles.gates import gate_ahead
from projects.models import DecidingBody, Project, Referral
from projects.permissions import only
from projects.services import checks
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.services import audit, editing

SETTABLE = ("meeting_date", "case_number", "item_number", "link", "secretary", "key")


@transaction.atomic
def refer(
    *, project: Project, body: DecidingBody, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> Referral:
    """Let the gate ahead wait for a body. Where it is not that body's gate, only its usual deciders send it there.

    ``fields``: ``meeting_date``, and as far as known ``case_number``, ``item_number``, ``link``; an administrator may
    name another ``secretary``.
    """
    checks.only(SETTABLE, fields)
    audit.hold(project.organisation_id)
    project = Project.objects.with_parts().get(pk=project.pk)
    gate = gate_ahead(project)
    if not gate:
        raise NotPossible(_("No gate lies ahead of this project."), code="no_gate")
    _ensure_may_refer(project, gate, body, by)
    if project.referral_at(gate):
        raise NotPossible(_("This gate already waits for a body."), code="already_referred")
    secretary = fields.get("secretary") or body.secretary
    _check_secretary(project, body, secretary, fields, by)
    if not fields.get("meeting_date"):
        raise InvalidInput.single("meeting_date", _("Say on which day it meets."), code="required")
    row = Referral(
        organisation_id=project.organisation_id,
        project=project,
        gate=gate,
        body=body,
        registered_by=by,
        **{**fields, "secretary": secretary},
    )
    return editing.create(row=row, by=by, now=now, about=project.about)


@transaction.atomic
def update_referral(
    *,
    referral: Referral,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Referral:
    """Another day, or the case and item number when they are known."""
    checks.only(SETTABLE, changes)
    _ensure_may_change(referral, by)
    if not _locked_open(referral).meeting_date or changes.get("meeting_date", True) is None:
        raise InvalidInput.single("meeting_date", _("Say on which day it meets."), code="required")
    if "secretary" in changes:
        _check_secretary(referral.project, referral.body, changes["secretary"], changes, by)
    return editing.update(
        row=referral,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=referral.about,
    )


@transaction.atomic
def withdraw(
    *, referral: Referral, reason: str, by: Person | None, now: datetime, expected_version: int | None = None
) -> Referral:
    """The gate is decided by whoever usually does."""
    if by is not None and not may_withdraw(referral, by):
        _ensure_may_change(referral, by)
    _locked_open(referral)
    if not reason.strip():
        raise InvalidInput.single("comment", _("Say why it is taken back."), code="required")
    changes = {"withdrawn_at": now}
    return editing.update(
        row=referral,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=referral.about,
        action="withdrawn",
    )


def _locked_open(referral: Referral) -> Referral:
    row = editing.lock(referral)
    if not row.is_open:
        raise NotPossible(_("This referral is answered or taken back already."), code="already_done")
    return row


def may_refer(project: Project, gate: str, body: DecidingBody, person: Person) -> bool:
    """Leader, secretary and administrator where it is the body's gate; else who decides, or an administrator."""
    own = project.deciders.body_for(gate, project.units_upwards) == body
    prepares = own and (person.pk in (project.leader_id, body.secretary_id))
    return person.standing.administrator or prepares or gate_permissions.usually_decides(project, gate, person)


def may_refer_at_all(project: Project, gate: str, person: Person) -> bool:
    """Whether the gate waits for nobody yet, and there is a body to which the person may send it."""
    if project.referral_at(gate):
        return False
    bodies = DecidingBody.objects.filter(organisation_id=project.organisation_id).exclude(secretary=None)
    return any(may_refer(project, gate, body, person) for body in bodies)


def _ensure_may_refer(project: Project, gate: str, body: DecidingBody, by: Person | None) -> None:
    if by is None or may_refer(project, gate, body, by):
        return
    raise NotPermitted(
        _(
            "This gate is not %(body)s's: whoever decides it, or an administrator, can send it there. "
            "Where it is, the project's leader and the body's secretary can."
        )
        % {"body": body.name}
    )


def refusal_to_change(referral: Referral, person: Person) -> str | None:
    """Why the person cannot move the meeting, and who can; None where they can."""
    project = referral.project
    if person.standing.administrator or person.pk in (project.leader_id, referral.secretary_id):
        return None
    who = _("the project's leader, the body's secretary or an administrator")
    return only(who, project.leader, referral.secretary)


def may_withdraw(referral: Referral, person: Person) -> bool:
    """Whoever may move it, and who decides where no body meets."""
    return refusal_to_change(referral, person) is None or gate_permissions.usually_decides(
        referral.project, referral.gate, person
    )


def _ensure_may_change(referral: Referral, by: Person | None) -> None:
    if by is not None and (words := refusal_to_change(referral, by)):
        raise NotPermitted(words)


def _check_secretary(
    project: Project, body: DecidingBody, secretary: Person | None, fields: Mapping[str, Any], by: Person | None
) -> None:
    named_here = fields.get("secretary") not in (None, body.secretary)
    if named_here and by is not None and not by.standing.administrator:
        words = _("The secretary is the body's own; only an administrator names another one.")
        raise InvalidInput.single("secretary", words)
    if secretary is None:
        words = _("Nobody is named as secretary of %(body)s. An administrator does that in the settings.")
        raise InvalidInput.single("secretary", words % {"body": body.name}, code="required")
    checks.active_people({"secretary": secretary})
    ensure_may_record(project, secretary)


def ensure_may_record(project: Project, secretary: Person) -> None:
    """Nobody records what was decided about a project they lead."""
    if secretary.pk == project.leader_id:
        words = _(
            "%(name)s leads this project and cannot record its decision: an administrator names another secretary."
        )
        raise InvalidInput.single("secretary", words % {"name": secretary.name})
