"""A project's gates in their order: how each was passed, or what it waits for. Nobody skips one unnoticed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from projects.lifecycles.gates import DECISIONS, gate_ahead, passed_gates
from projects.models import ChecklistAnswer, DecidingBody, GateDecision, ItemState, Project, Referral
from projects.requirements.checklists import Item
from projects.requirements.gates import is_settled
from register.models import AuditEvent, Person
from workflows.models import Outcome

PASSED = Q(outcome__in=(Outcome.GO, Outcome.GO_WITH_CONDITIONS))


@dataclass(frozen=True)
class Answered:
    """An item of a checklist and what was said of it."""

    item: Item
    answer: ChecklistAnswer | None

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else ItemState.OPEN

    @property
    def is_open(self) -> bool:
        return not is_settled(self.answer)


@dataclass(frozen=True)
class GateOnTheWay:
    """`standing`: decided, overridden, not_decided (though it lies behind the project), next or ahead."""

    gate: str
    label: str
    standing: str
    decision: GateDecision | None
    body: DecidingBody | None
    referral: Referral | None
    edition: int
    items: Sequence[Answered]

    @property
    def open_items(self) -> list[Answered]:
        return [one for one in self.items if one.is_open]


def way_of(project: Project) -> list[GateOnTheWay]:
    """Every gate of the project's track."""
    decisions = {row.gate: row for row in project.gate_decisions.filter(PASSED).order_by("recorded_at")}
    passed, ahead = passed_gates(project), gate_ahead(project)
    found = []
    for gate in DECISIONS[project.track]:
        decision = decisions.get(gate) if gate in passed else None
        found.append(gate_of(project, gate, _standing(gate, passed, ahead, decision), decision))
    return found


def gate_of(project: Project, gate: str, standing: str = "next", decision: GateDecision | None = None) -> GateOnTheWay:
    """One gate with its checklist as the project has answered it, and who decides."""
    checklist = project.checklist_at(gate)
    answers = {row.item: row for row in project.checklist_answers.select_related("answered_by") if row.gate == gate}
    return GateOnTheWay(
        gate=gate,
        label=project.organisation.gate_label(gate) or gate,
        standing=standing,
        decision=decision,
        body=project.body_at(gate),
        referral=project.referral_at(gate),
        edition=checklist.edition if checklist else 0,
        items=[Answered(item, answers.get(item.code)) for item in project.items_at(gate)],
    )


@dataclass(frozen=True)
class Skipped:
    """A gate that lies behind the project though nobody decided it here, and how that came about."""

    label: str
    registered_by: Person | None
    registered_at: datetime | None


def skipped_gates(project: Project) -> list[Skipped]:
    """Those passed by registering the project in a later state, by an import, or by a change of track."""
    passed = passed_gates(project)
    decided = set(project.gate_decisions.filter(PASSED).values_list("gate", flat=True)) if passed else set()
    missing = [gate for gate in passed if gate not in decided]
    if not missing:
        return []
    recorded = AuditEvent.objects.filter(subject_id=project.pk, action="project.recorded").select_related("by")
    event = recorded.order_by("position").first()
    by, at = (event.by, event.at) if event else (None, None)
    return [Skipped(project.organisation.gate_label(gate) or gate, by, at) for gate in missing]


def _standing(gate: str, passed: Sequence[str], ahead: str, decision: GateDecision | None) -> str:
    if gate == ahead:
        return "next"
    if gate not in passed:
        return "ahead"
    if decision is None:
        return "not_decided"
    return "overridden" if decision.overridden else "decided"
