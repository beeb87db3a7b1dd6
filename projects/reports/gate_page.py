"""What a gate decision was based on, laid out from its snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from projects.models import Condition, GateAnswer, GateDecision
from projects.reports.benefit_text import BenefitText, benefit_text
from projects.reports.differences import Difference
from projects.reports.gate_basis import changes_since
from projects.reports.snapshot_words import LABELS, shown

CANVAS = (
    *("title", "reference", "unit", "track", "owner", "leader", "benefits_responsible", "background", "purpose"),
    *("vision", "success_factors", "alternatives", "start_date", "end_date"),
)


@dataclass(frozen=True)
class GatePage:
    """`changed` compares with the decision before this one, at the same gate or an earlier one."""

    label: str
    canvas: Sequence[tuple[str, str]]
    benefits: Sequence[BenefitText]
    milestones: Sequence[dict[str, str]]
    conditions: Sequence[Condition]
    checklist: Sequence[dict[str, str]]
    answers: Sequence[GateAnswer]
    before: GateDecision | None
    changed: Sequence[Difference]


def page_of(decision: GateDecision) -> GatePage:
    """Everything the page shows."""
    kept: dict[str, Any] = decision.snapshot or {}
    project = kept.get("project", {})
    before = _before(decision)
    return GatePage(
        label=decision.project.organisation.gate_label(decision.gate) or decision.gate,
        canvas=[(str(LABELS[name]), shown(name, project[name])) for name in CANVAS if project.get(name)],
        benefits=[benefit_text(one, {}) for one in kept.get("benefits", [])],
        milestones=[{name: shown(name, value) for name, value in one.items()} for one in kept.get("milestones", [])],
        conditions=list(decision.conditions.select_related("owner").order_by("due_date")),
        checklist=[_item(one) for one in kept.get("checklist", [])],
        answers=list(decision.answers.select_related("member").order_by("answered_at")),
        before=before,
        changed=changes_since(before, kept) if before else [],
    )


def _item(one: dict[str, str]) -> dict[str, str]:
    said = (one["answered_by"], shown("answered_on", one["answered_on"]), one["reason"])
    words = " · ".join(part for part in said if part) if one["answered_on"] else ""
    return {"title": one["title"], "answer": shown("answer", one["answer"]), "said": words}


def _before(decision: GateDecision) -> GateDecision | None:
    earlier = GateDecision.objects.filter(project=decision.project, recorded_at__lt=decision.recorded_at)
    same = earlier.filter(gate=decision.gate).order_by("-recorded_at").first()
    return same or earlier.order_by("-recorded_at").first()
