"""Gate decisions: an outcome, its words and conditions, and the basis it was taken on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import GATES, Track
from projects.models import Condition, GateDecision, Project
from projects.models.handovers import HandoverSignOff
from projects.reports.snapshots import project_snapshot
from register.errors import FieldError, InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.services import audit, editing
from workflows.lifecycle import choice_for, perform
from workflows.models import Outcome
from workflows.snapshots import sha256_of

OUTCOMES = (Outcome.GO, Outcome.GO_WITH_CONDITIONS, Outcome.REWORK)
RECORD = ("body", "case_number", "item_number", "link")


def is_decision(project: Project, name: str) -> bool:
    """In the light track the leader hands over and the last signature completes it: neither is a decision."""
    if project.track == Track.LIGHT and name in ("start_handover", "complete_handover"):
        return False
    return name in GATES


def decide(
    *,
    project: Project,
    gate: str,
    by: Person | None,
    now: datetime,
    comment: str,
    given: Mapping[str, Any],
    override: bool,
) -> Project:
    """Answer one gate. ``rework`` records a round and leaves the state; the others take the step."""
    outcome = given.get("outcome") or (Outcome.GO_WITH_CONDITIONS if given.get("conditions") else Outcome.GO)
    _check(outcome, given)
    audit.hold(project.organisation_id)
    basis = project_snapshot(Project.objects.with_parts().get(pk=project.pk), now=now)
    choice = choice_for(gate, by, project, now)
    if outcome == Outcome.REWORK:
        row = _send_to_rework(project, choice, by=by, comment=comment)
    else:
        row = perform(gate, on=project, by=by, now=now, comment=comment, given=given, override=override)
    decision = GateDecision(
        organisation_id=project.organisation_id,
        project=row,
        gate=gate,
        round=GateDecision.objects.filter(project=row, gate=gate).count() + 1,
        outcome=outcome,
        comment=comment,
        decided_by=None if given.get("body") else by,
        recorded_by=by,
        recorded_at=now,
        decided_on=given.get("decided_on") or row.organisation.local_date(now),
        overridden=_overridden(choice) if override else [],
        snapshot=basis,
        snapshot_sha256=sha256_of(basis),
        **{name: given.get(name, "") for name in RECORD},
    )
    decision = editing.create(row=decision, by=by, now=now, about=row.about, action=f"gate.{outcome}")
    demand(project=row, conditions=given.get("conditions", ()), by=by, now=now, gate_decision=decision)
    return row


def demand(
    *,
    project: Project,
    conditions: Iterable[Mapping[str, Any]],
    by: Person | None,
    now: datetime,
    gate_decision: GateDecision | None = None,
    sign_off: HandoverSignOff | None = None,
) -> list[Condition]:
    """Write down what was demanded: each with a text, an owner and a date."""
    return [
        editing.create(
            row=Condition(
                organisation_id=project.organisation_id,
                project=project,
                gate_decision=gate_decision,
                sign_off=sign_off,
                text=condition["text"],
                owner=condition["owner"],
                due_date=condition["due_date"],
            ),
            by=by,
            now=now,
            about=project.about,
        )
        for condition in conditions
    ]


def check_conditions(conditions: Iterable[Mapping[str, Any]], *, field: str) -> None:
    """Each needs a text, an owner and a date; refused by its place in the list."""
    errors = [
        FieldError(f"{field}/{place}/{name}", "required", _("A condition needs a text, an owner and a date."))
        for place, condition in enumerate(conditions)
        for name in ("text", "owner", "due_date")
        if not condition.get(name)
    ]
    if errors:
        raise InvalidInput(errors)


def _check(outcome: str, given: Mapping[str, Any]) -> None:
    if outcome not in OUTCOMES:
        raise InvalidInput.single("outcome", _("The outcome is go, go_with_conditions or rework."))
    conditions = given.get("conditions", ())
    check_conditions(conditions, field="conditions")
    if outcome == Outcome.GO_WITH_CONDITIONS and not conditions:
        raise InvalidInput.single("conditions", _("Name at least one condition, or choose go."), code="required")
    if outcome != Outcome.GO_WITH_CONDITIONS and conditions:
        raise InvalidInput.single("conditions", _("Only go_with_conditions takes conditions."))


def _send_to_rework(project: Project, choice: Any, *, by: Person | None, comment: str) -> Project:
    if choice is None:
        raise NotPossible(_("This gate is not open in the project's present state."), code="wrong_state")
    if not choice.permitted:
        raise NotPermitted(choice.refusal)
    if not comment:
        raise InvalidInput.single("comment", _("Say what must be worked on."), code="required")
    return editing.lock(project)


def _overridden(choice: Any) -> list[str]:
    if choice is None:
        return []
    return [*([] if choice.permitted else ["permission"]), *(unmet.code for unmet in choice.requirements)]
