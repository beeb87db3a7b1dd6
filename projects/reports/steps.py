"""What can be done with a project now: the next step, and the others."""

from dataclasses import dataclass
from datetime import datetime

from projects.gate_permissions import is_decision
from projects.lifecycles.project import GATES
from projects.models import Project
from register.models import Person
from workflows.lifecycle import Choice, choices_for


@dataclass(frozen=True)
class Step:
    """A transition as the page offers it; `gate` is what the organisation calls it, where it is a gate."""

    choice: Choice
    gate: str

    @property
    def takes_one_press(self) -> bool:
        """Nothing has to be answered first."""
        return set(self.choice.asks) <= {"comment"} and not self.choice.requires


@dataclass(frozen=True)
class Steps:
    """`next` is the step onwards, allowed or not; `others` are those this person may take, `closed` the rest."""

    next: Step | None
    others: list[Step]
    closed: list[Step]


def steps_of(project: Project, person: Person, now: datetime) -> Steps:
    """The ways out of the project's state as they stand for a person."""
    steps = [step_of(choice, project) for choice in choices_for(person, project, now)]
    onward = [step for step in steps if step.choice.onward]
    mine = [step for step in onward if step.choice.permitted]
    first = next(iter(mine or onward), None)
    rest = [step for step in steps if step is not first]
    return Steps(
        next=first,
        others=[step for step in rest if step.choice.permitted],
        closed=[step for step in rest if not step.choice.permitted],
    )


def step_of(choice: Choice, project: Project) -> Step:
    """A choice with the organisation's own name for its gate."""
    is_gate = choice.name in GATES and is_decision(choice.name, project.track)
    return Step(choice, project.organisation.gate_label(choice.name) if is_gate else "")
