"""What the gate after the next step will ask for, so that it can be prepared in good time."""

from dataclasses import dataclass
from datetime import date

from projects.lifecycles.project import ProjectState, Track
from projects.models import Project
from projects.requirements import handing_over, planning
from workflows.rules import Unmet

S = ProjectState
FULL = {
    S.DRAFT: ("approve_planning", planning.APPROVE_PLANNING),
    S.PROPOSED: ("approve_planning", planning.APPROVE_PLANNING),
    S.CONCEPT: ("approve_execution", planning.APPROVE_EXECUTION),
    S.PLANNING: ("start_handover", handing_over.START),
    S.EXECUTING: ("complete_handover", handing_over.COMPLETE),
}
LIGHT = {
    S.DRAFT: ("approve_execution", planning.APPROVE_EXECUTION_LIGHT),
    S.PROPOSED: ("start_handover", handing_over.START),
    S.EXECUTING: ("complete_handover", handing_over.COMPLETE),
}


@dataclass(frozen=True)
class Ahead:
    """A later gate by the organisation's name, and what it would find missing today."""

    gate: str
    requirements: list[Unmet]


def ahead_of(project: Project, today: date) -> Ahead | None:
    """The gate after the next one; None where it would find nothing missing."""
    later = (LIGHT if project.track == Track.LIGHT else FULL).get(S(project.state))
    if later is None:
        return None
    gate, requirements = later
    project.asked_on = today
    unmet = [found for one in requirements if (found := one.unmet(project))]
    return Ahead(project.organisation.gate_label(gate), unmet) if unmet else None
