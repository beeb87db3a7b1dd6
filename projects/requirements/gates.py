"""What every gate asks besides its own requirements: that nothing demanded for it, or marked as required, is open."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.gate_permissions import is_decision
from projects.requirements.proposing import LEADER
from projects.requirements.shape import page
from workflows.rules import Requirement


def _blocking(gate: str) -> Requirement:
    def lacking(project: Any) -> Sequence[str]:
        rows = project.conditions.filter(blocks=gate, fulfilled_at=None).select_related("owner").order_by("due_date")
        return [f"{row.text} ({row.owner.name})" for row in rows]

    return Requirement(
        code="blocking_condition_open",
        reason=_("Conditions of an earlier decision block this gate until they are fulfilled: %(what)s."),
        lacking=lacking,
        who=_("whoever is to fulfil the condition, or the project's leader"),
        fields=("conditions.fulfilled_at",),
        link=page("project_detail", "decisions"),
    )


def _required(gate: str) -> Requirement:
    def lacking(project: Any) -> Sequence[str]:
        if not is_decision(gate, project.track):
            return ()
        required = [item for item in project.items_at(gate) if item.required]
        if not required:
            return ()
        answers = {row.item: row for row in project.checklist_answers.all() if row.gate == gate}
        return [str(item.text).rstrip(".") for item in required if not is_settled(answers.get(item.code))]

    return Requirement(
        code="checklist_item_open",
        reason=_("These items of the checklist must be settled first: %(what)s."),
        lacking=lacking,
        who=LEADER,
        fields=("checklist_answers.state",),
        link=page("project_detail", "checklist"),
    )


def is_settled(answer: Any) -> bool:
    """Done, or not relevant for a reason."""
    return answer is not None and answer.state != "open"


def at_gate(gate: str) -> list[Requirement]:
    """The requirements that depend on what was decided and listed for one gate."""
    return [_blocking(gate), _required(gate)]
