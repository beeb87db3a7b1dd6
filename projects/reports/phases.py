"""A project's way as a line of phases, with the present one marked."""

from dataclasses import dataclass

from django.utils.functional import Promise

from projects.lifecycles.project import ProjectState, Track
from projects.models import Project

S = ProjectState
FULL = (S.DRAFT, S.PROPOSED, S.CONCEPT, S.PLANNING, S.EXECUTING, S.HANDING_OVER, S.REALISING, S.EVALUATING, S.CLOSED)
LIGHT = (S.DRAFT, S.PROPOSED, S.EXECUTING, S.HANDING_OVER, S.REALISING, S.EVALUATING, S.CLOSED)


@dataclass(frozen=True)
class Phase:
    """One phase; `mark` is "done", "present" or "ahead"."""

    state: str
    label: str | Promise
    mark: str


def phases_of(project: Project) -> list[Phase]:
    """The phases of the project's track. A stopped or rejected project is in none; one on hold is where it paused."""
    line = LIGHT if project.track == Track.LIGHT else FULL
    at = project.state_before_hold if project.state == S.ON_HOLD else project.state
    place = line.index(S(at)) if at in line else None
    return [Phase(state, state.label, _mark(number, place)) for number, state in enumerate(line)]


def _mark(number: int, place: int | None) -> str:
    if place is None or number > place:
        return "ahead"
    return "present" if number == place else "done"
