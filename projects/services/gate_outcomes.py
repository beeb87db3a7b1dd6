"""What may be answered at a gate, and at a step that is none."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects.gate_permissions import is_decision as decided_in
from projects.lifecycles.gates import blockable
from projects.lifecycles.project import GATES, ProjectState
from projects.models import Project
from projects.services.demands import check_conditions
from register.errors import InvalidInput
from workflows.models import Outcome

STEPS: Mapping[str, str] = {Outcome.HOLD: "hold", Outcome.STOP: "stop"}
"""The outcomes that take the project aside."""
ONWARD = (Outcome.GO, Outcome.GO_WITH_CONDITIONS)
MEANING = {"stop": Outcome.STOP, "reject": Outcome.STOP, "hold": Outcome.HOLD, "send_back": Outcome.REWORK}
"""The outcome that a step has by itself; all other steps lead on."""


def is_decision(project: Project, name: str) -> bool:
    """Whether this step of the project is answered as a gate."""
    return name in GATES and decided_in(name, project.track)


def outcome_of(given: Mapping[str, Any]) -> str:
    """What was chosen; conditions alone mean go with conditions."""
    return str(given.get("outcome") or (Outcome.GO_WITH_CONDITIONS if given.get("conditions") else Outcome.GO))


def step_of(gate: str, given: Mapping[str, Any]) -> str:
    """The step that an answer takes."""
    return STEPS.get(outcome_of(given), gate)


def check(gate: str, project: Project, comment: str, given: Mapping[str, Any]) -> None:
    outcome, conditions = outcome_of(given), given.get("conditions", ())
    if outcome not in Outcome.values:
        words = _("The outcome is go, go_with_conditions, rework, hold or stop.")
        raise InvalidInput.single("outcome", words)
    if gate == "close" and outcome in STEPS:
        words = _("The last gate ends the follow-up. It can be answered with go, go_with_conditions or rework.")
        raise InvalidInput.single("outcome", words)
    check_conditions(conditions, field="conditions", blockable=blockable(gate, project.track))
    if outcome == Outcome.GO_WITH_CONDITIONS and not conditions:
        raise InvalidInput.single("conditions", _("Name at least one condition, or choose go."), code="required")
    if outcome != Outcome.GO_WITH_CONDITIONS and conditions:
        raise InvalidInput.single("conditions", _("Only go_with_conditions takes conditions."))
    if outcome == Outcome.HOLD and not given.get("review_date"):
        words = _("Say on which day it shall be looked at again.")
        raise InvalidInput.single("review_date", words, code="required")
    reasons: dict[str, Any] = {
        Outcome.REWORK: _("Say what must be worked on."),
        Outcome.HOLD: _("Say why it is put on hold."),
        Outcome.STOP: _("Say why it is stopped."),
    }
    if outcome in reasons and not comment.strip():
        raise InvalidInput.single("comment", reasons[outcome], code="required")


def refuse_unasked(*, step: str, given: Mapping[str, Any]) -> None:
    """At a step that is no gate: whoever answers “stop” does not mean onward, and no condition is lost in silence."""
    reopened = (ProjectState.REALISING, ProjectState.EVALUATING)
    outcomes: tuple[str, ...] = reopened if step == "reopen" else (MEANING.get(step, Outcome.GO),)
    if given.get("outcome", outcomes[0]) not in outcomes:
        words = _("This step has no such outcome. Leave it out, or use one of: %(codes)s.")
        raise InvalidInput.single("outcome", words % {"codes": ", ".join(outcomes)})
    if given.get("conditions") and step != "continue_realising":
        raise InvalidInput.single("conditions", _("This step takes no conditions."))
