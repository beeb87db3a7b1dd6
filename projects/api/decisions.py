"""Gate decisions, and the conditions that they and reservations demand."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Condition, GateDecision
from projects.services import conditions
from register.api.base import Edit, Editable, Resource
from register.api.fields import LastDay, Reference, Text
from register.api.filters import by_code, by_emptiness, by_id, by_text
from register.api.inputs import Input, RowInput
from register.api.outputs import Output
from register.models import Person
from workflows.models import Outcome


class GateDecisionOutput(Output):
    """How a gate was answered, and on what basis."""

    class Meta:
        model = GateDecision
        fields = [
            *("id", "key", "organisation", "project", "gate", "round", "outcome", "comment"),
            *("decided_by", "recorded_by", "recorded_at", "decided_on", "body", "case_number", "item_number", "link"),
            *(
                "deciding_body",
                "checklist",
                "review_date",
                "overridden",
                "snapshot",
                "snapshot_sha256",
                "created_at",
                "updated_at",
            ),
        ]


class GateDecisions(Resource):
    """How gates were answered, and on what basis. They are made by taking the step."""

    model = GateDecision
    output = GateDecisionOutput
    orderings = {"decided_on": "decided_on", "recorded_at": "recorded_at"}
    filters = {
        "project": by_id("project"),
        "gate": by_text("gate"),
        "outcome": by_code("outcome", Outcome),
        "decided_by": by_id("decided_by"),
    }


class ConditionOutput(Output):
    """What was demanded, of whom and by when."""

    class Meta:
        model = Condition
        fields = [
            *("id", "key", "organisation", "project", "gate_decision", "sign_off", "text", "owner", "due_date"),
            *("blocks", "fulfilled_at", "fulfilled_by", "note", "created_at", "updated_at", "version"),
        ]


class ConditionChangeInput(RowInput):
    """What was demanded stays as it was decided; who does it by when may change, with a `change_reason`."""

    owner = Reference(Person)
    due_date = LastDay()


class NoteInput(Input):
    """A few words on how it was done."""

    note = Text()
    change_reason = Text(required=False)


class Conditions(Editable):
    model = Condition
    output = ConditionOutput
    inputs = {"update": ConditionChangeInput, "partial_update": ConditionChangeInput, "fulfil": NoteInput}
    orderings = {"due_date": "due_date"}
    filters = {
        "project": by_id("project"),
        "gate_decision": by_id("gate_decision"),
        "handover": by_id("sign_off__handover"),
        "owner": by_id("owner"),
        "open": by_emptiness("fulfilled_at"),
        "blocks": by_text("blocks"),
    }

    def update_row(self, row: Condition, changes: dict[str, Any], how: Edit) -> Condition:
        return conditions.update_condition(condition=row, changes=changes, **how)

    @action(detail=True, methods=["post"])
    def fulfil(self, request: Request, pk: Any) -> Response:
        """Say that it is done, and how."""
        row = self.get_row(pk)
        return self.answer(conditions.fulfil(condition=row, note=self.read_body()["note"], **self.caller))
