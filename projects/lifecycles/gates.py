"""The gates in their order, by track: which one is ahead of a project, and which comes after another."""

from collections.abc import Mapping
from typing import Any

from projects.lifecycles.project import GATES, ProjectState, Track

S = ProjectState
DECISIONS: Mapping[str, tuple[str, ...]] = {Track.FULL: GATES, Track.LIGHT: ("approve_execution", "close")}
"""The gates that are decided. In the light track the leader hands over and the last signature completes it."""
STEPS: Mapping[str, tuple[str, ...]] = {Track.FULL: GATES, Track.LIGHT: GATES[2:]}
"""The same with the light track's own steps, which a condition may block, too."""
AHEAD: Mapping[str, str] = {
    S.DRAFT: "approve_concept",
    S.PROPOSED: "approve_concept",
    S.CONCEPT: "approve_planning",
    S.PLANNING: "approve_execution",
    S.EXECUTING: "start_handover",
    S.HANDING_OVER: "complete_handover",
    S.REALISING: "close",
    S.EVALUATING: "close",
}


BESIDE = ("send_back", "reject")
"""Steps that answer an idea's first gate without being an outcome of it."""


def gate_answered_by(step: str, track: str) -> str:
    """The gate to which a step is an answer; empty where it is none."""
    if step in BESIDE:
        return DECISIONS[track][0]
    return step if step in DECISIONS[track] else ""


def step_ahead(project: Any) -> str:
    """The gate, or the light track's step, that the project comes to next; empty where there is none."""
    state = project.state_before_hold if project.state == S.ON_HOLD else project.state
    gate = AHEAD.get(state, "")
    return max(gate, STEPS[project.track][0], key=GATES.index) if gate else ""


def gate_ahead(project: Any) -> str:
    """The next gate that is decided; in the light track that may lie further on."""
    step = step_ahead(project)
    later = [gate for gate in DECISIONS[project.track] if step and GATES.index(gate) >= GATES.index(step)]
    return later[0] if later else ""


def gates_ahead(project: Any) -> tuple[str, ...]:
    """All gates that are still to be decided."""
    first = gate_ahead(project)
    return tuple(gate for gate in DECISIONS[project.track] if first and GATES.index(gate) >= GATES.index(first))


def passed_gates(project: Any) -> tuple[str, ...]:
    """The gates that lie behind the project; all of them once it is closed."""
    if project.state in (S.STOPPED, S.REJECTED):
        return ()
    ahead = gates_ahead(project)
    return tuple(gate for gate in DECISIONS[project.track] if gate not in ahead)


def blockable(gate: str, track: str) -> tuple[str, ...]:
    """The later gates that a condition of this one may block; the next one first."""
    return tuple(one for one in STEPS[track] if GATES.index(one) > GATES.index(gate))
