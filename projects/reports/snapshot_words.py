"""What the codes and names in a snapshot mean, for reading and for comparing."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.lifecycles.handover import HandoverState
from projects.lifecycles.project import ProjectState, Track
from projects.models import BaselineState, BenefitKind, Direction, Frequency, ItemState, Measures, MilestoneKind
from projects.reports.figure_words import NONE, day_in_words, in_words, kept_figure, number

LABELS = {
    "agreements": _("agreements and suppliers"),
    "alternatives": _("alternatives"),
    "answer": _("answer"),
    "answered_by": _("answered by"),
    "answered_on": _("answered on"),
    "anchoring": _("how the results are anchored"),
    "background": _("background and trigger"),
    "baseline": _("baseline"),
    "baseline_date": _("date of the baseline"),
    "baseline_state": _("state of the baseline"),
    "benefits": _("benefit"),
    "benefits_responsible": _("benefits-responsible"),
    "budget_consequence": _("consequence for the budget"),
    "by": _("by"),
    "checklist": _("checklist"),
    "closing_milestone": _("closing milestone"),
    "conditions": _("condition"),
    "description": _("description"),
    "direction": _("direction"),
    "documentation": _("documentation"),
    "due": _("due"),
    "due_date": _("to be seen by"),
    "end_date": _("end"),
    "first_action": _("the first action"),
    "first_action_due": _("first action by"),
    "first_action_owner": _("who takes the first action"),
    "frequency": _("frequency"),
    "handed_over": _("what is handed over"),
    "handovers": _("handover"),
    "hours_per_month": _("hours per month for the unit"),
    "how_known": _("how we will know"),
    "indicators": _("indicator"),
    "is_disbenefit": _("a dis-benefit"),
    "item": _("what is not finished"),
    "kind": _("kind"),
    "lasting_results": _("lasting results"),
    "leader": _("leader"),
    "line_manager": _("line manager"),
    "measurer": _("measurer"),
    "measures": _("measures"),
    "method": _("method"),
    "milestones": _("milestone"),
    "name": _("name"),
    "operating_cost": _("operating cost per year"),
    "operating_cost_note": _("what the operating cost consists of"),
    "operating_currency": _("currency of the operating cost"),
    "operations_owner": _("operations owner"),
    "note": _("note"),
    "owner": _("owner"),
    "preconditions": _("revised preconditions, and how the line handles them"),
    "project": _("project"),
    "purpose": _("purpose"),
    "reached": _("reached"),
    "reason": _("reason"),
    "receiving_unit": _("receiving unit"),
    "reference": _("reference"),
    "remaining_items": _("remaining work"),
    "remaining_work": _("remaining work"),
    "reporting": _("who reports to whom"),
    "risks": _("residual risks"),
    "routines": _("routines"),
    "start_date": _("start"),
    "state": _("state"),
    "success_factors": _("success factors"),
    "takes_over_on": _("takes over on"),
    "targets": _("target"),
    "task_split": _("who does what afterwards"),
    "title": _("title"),
    "track": _("track"),
    "training": _("training"),
    "unit": _("unit"),
    "decided_by": _("decided by"),
    "decided_on": _("decided on"),
    "service": _("service it goes to"),
    "use": _("what becomes of it"),
    "use_of_value": _("use of the freed value"),
    "vision": _("vision of the end"),
    "way_forward": _("the way on"),
}
CODES = {
    str(code): label
    for choices in (
        *(BaselineState, BenefitKind, Direction, Frequency, Measures, MilestoneKind),
        *(HandoverState, ItemState, ProjectState, Track),
    )
    for code, label in choices.choices
}
AMOUNTS = {"operating_cost", "hours_per_month"}
CODED = {"answer", "kind", "state", "direction", "measures", "frequency", "baseline_state", "track"}


def is_figure(value: Any) -> bool:
    return isinstance(value, dict) and "comparator" in value


def shown(name: str, value: Any) -> str:
    """One value of a snapshot as a reader sees it."""
    if is_figure(value):
        return in_words(kept_figure(value))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if value in (None, "", {}, []):
        return NONE
    text = str(value)
    if name in AMOUNTS:
        return number(Decimal(text))
    return str(CODES.get(text, text)) if name in CODED else day_in_words(text)
