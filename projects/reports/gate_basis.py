"""What a gate decision is based on: the project as it stands, its checklist, and what earlier decisions demanded."""

from datetime import datetime
from typing import Any

from django.utils import translation

from projects.models import ChecklistAnswer, Condition, GateDecision, Project
from projects.models.checklists import items_of
from projects.reports.differences import Difference, differences
from projects.reports.snapshots import project_snapshot
from workflows.snapshots import sha256_of

FORMAT = 2
"""1 had neither checklist nor conditions."""


def basis_of(project: Project, gate: str, *, now: datetime) -> dict[str, Any]:
    """Everything a decision at the gate rests on. Give a project `with_parts()`."""
    return {
        **project_snapshot(project, now=now),
        "format": FORMAT,
        "gate": gate,
        "checklist": _checklist(project, gate),
        "conditions": [_condition(row) for row in project.conditions.select_related("owner").order_by("created_at")],
    }


def hash_of_substance(basis: dict[str, Any]) -> str:
    """The same for as long as nothing that a decision rests on has changed."""
    substance = {name: value for name, value in basis.items() if name != "taken_at"}
    return sha256_of(substance | {"project": {**basis["project"], "version": 0}})


def round_before(project: Project, gate: str) -> GateDecision | None:
    """The last decision at the same gate, else at an earlier one."""
    decisions = GateDecision.objects.filter(project=project).order_by("-recorded_at", "-round")
    return decisions.filter(gate=gate).first() or decisions.first()


def changes_since(before: GateDecision, basis: dict[str, Any]) -> list[Difference]:
    """What differs from an earlier decision's basis; a checklist is compared with that of the same gate alone."""
    old = before.snapshot
    left_out = {name for name in ("checklist", "conditions") if name not in old}
    if old.get("gate", before.gate) != basis.get("gate", before.gate):
        left_out.add("checklist")
    return differences(_without(old, left_out), _without(basis, left_out))


def _without(basis: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in basis.items() if name not in {*names, "gate"}}


def _checklist(project: Project, gate: str) -> list[dict[str, Any]]:
    """In the organisation's language, whoever looks, so that two rounds can be compared."""
    checklist = project.checklist_at(gate)
    answers = {row.item: row for row in project.checklist_answers.select_related("answered_by") if row.gate == gate}
    with translation.override(project.organisation.language):
        items = [(item.code, str(item.text)) for item in items_of(checklist, gate, project.track)]
    edition = checklist.edition if checklist else 0
    return [{"id": code, "title": text, "edition": str(edition), **_said(answers.get(code))} for code, text in items]


def _said(answer: ChecklistAnswer | None) -> dict[str, str]:
    if answer is None:
        return {"answer": "open", "reason": "", "answered_by": "", "answered_on": ""}
    who = answer.answered_by.name if answer.answered_by else ""
    day = answer.project.organisation.local_date(answer.answered_at).isoformat()
    return {"answer": answer.state, "reason": answer.reason, "answered_by": who, "answered_on": day}


def _condition(row: Condition) -> dict[str, str]:
    return {
        "id": str(row.pk),
        "title": row.text,
        "owner": row.owner.name,
        "due": row.due_date.isoformat(),
        "answer": "done" if row.fulfilled_at else "open",
        "note": row.note,
    }
