"""Getting at the parts of a project: what a person does not see does not exist for them."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import Http404

from projects.models import (
    Benefit,
    Condition,
    FollowUp,
    GateDecision,
    Handover,
    Indicator,
    Measurement,
    Prerequisite,
    RealisationAction,
    Risk,
)
from register.models import Person

Row = TypeVar("Row", bound=Model)
WITH: dict[type, tuple[str, ...]] = {
    Benefit: ("project__organisation", "project__unit", "owner", "receiving_unit", "part_of", "restates", "milestone"),
    Condition: ("project", "owner", "gate_decision", "sign_off__handover__receiving_unit"),
    FollowUp: ("project__organisation", "handover__receiving_unit", "responsible", "done_by", "organisation"),
    GateDecision: ("project__organisation", "decided_by", "recorded_by"),
    Handover: ("project__organisation", "receiving_unit", "line_manager", "closing_milestone", "first_action_owner"),
    Indicator: ("benefit__project__organisation", "benefit__owner", "measurer"),
    Prerequisite: ("project", "handler"),
    RealisationAction: ("benefit__project", "benefit__owner", "responsible"),
    Risk: ("benefit__project", "benefit__owner", "responsible"),
    Measurement: (
        "indicator__benefit__project__organisation",
        "indicator__measurer",
        "reported_by",
        "verified_by",
        "asked_by",
    ),
}


def seen_by(person: Person, model: type[Row], pk: UUID) -> Row:
    """The row with what its page names, if the person sees its project; 404 otherwise."""
    rows: Any = model._default_manager
    row: Row | None = rows.visible_to(person).select_related("organisation", *WITH[model]).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
