"""Handovers: what a unit takes over, and the decision that is signed."""

from collections import defaultdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.records import Records
from projects.api.transitions import MOST_CONDITIONS, Transitions
from projects.lifecycles.handover import HandoverState
from projects.models import Handover, HandoverSection, HandoverSignOff, Milestone, Project
from projects.services import handovers, sign_off
from register.api.base import Creatable, Edit, Editable
from register.api.fields import Choice, Figure, Flag, LastDay, Reference, Text, as_uuid
from register.api.filters import by_code, by_id, by_linked
from register.api.inputs import Input, RowInput
from register.api.outputs import Output, Row
from register.models import ApiToken, Person, Unit
from register.reauthentication import authenticated_by
from register.services.clock import database_now

MOST_MARKS = 500


class SignOffOutput(Output):
    """A signature: who, for whom, as what, when, on exactly which text."""

    class Meta:
        model = HandoverSignOff
        fields = [
            *("id", "round", "decision", "words", "signed_by", "acting_for", "signer_name", "signer_role"),
            *("signer_unit", "signed_at", "authenticated_by", "is_countersignature", "snapshot_sha256"),
            *("benefits", "remaining_work", "superseded_at"),
        ]


class HandoverOutput(Output):
    """What one unit takes over, with the signatures of all rounds."""

    sign_offs = SignOffOutput(many=True)

    class Meta:
        model = Handover
        fields = [
            *("id", "key", "organisation", "project", "receiving_unit", "line_manager"),
            *("state", "state_changed_at", "round", "sent_at", "takes_over_on", "closing_milestone"),
            *("lasting_results", "anchoring", "way_forward", "first_action", "first_action_owner", "first_action_due"),
            *("remaining_work", "handed_over", "task_split", "operations_owner", "agreements"),
            *("operating_cost", "operating_currency", "operating_cost_note", "hours_per_month"),
            *("training", "documentation", "routines", "preconditions", "risks", "reporting", "budget_consequence"),
            *("snapshot", "snapshot_sha256", "sign_offs", "created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """The signatures of all rounds, by one query."""
        signed: dict[Any, list[Row]] = defaultdict(list)
        found = HandoverSignOff.objects.filter(handover__in=[row["id"] for row in rows]).order_by("signed_at", "id")
        for one in SignOffOutput.read(found, "handover"):
            signed[one.pop("handover")].append(one)
        for row in rows:
            row["sign_offs"] = signed[row["id"]]


@extend_schema_field(OpenApiTypes.STR)
class MilestoneOrWords(Reference):
    """The id of one of the project's milestones, or the words of a new one."""

    default_error_messages = {"invalid": _("Write the id of a milestone, or the words of a new one.")}

    def __init__(self) -> None:
        super().__init__(Milestone)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data) if as_uuid(data) else data


class HandoverInput(RowInput):
    """What the unit is asked to take over."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    receiving_unit = Reference(Unit, required=True)
    line_manager = Reference(Person)
    takes_over_on = LastDay()
    closing_milestone = MilestoneOrWords()
    lasting_results = Text(required=False)
    anchoring = Text(required=False)
    way_forward = Text(required=False)
    first_action = Text(required=False)
    first_action_owner = Reference(Person)
    first_action_due = LastDay()
    remaining_work = Text(required=False)
    handed_over = Text(required=False)
    task_split = Text(required=False)
    operations_owner = Reference(Person)
    agreements = Text(required=False)
    operating_cost = Figure()
    operating_currency = Text(required=False)
    operating_cost_note = Text(required=False)
    hours_per_month = Figure()
    training = Text(required=False)
    documentation = Text(required=False)
    routines = Text(required=False)
    preconditions = Text(required=False)
    risks = Text(required=False)
    reporting = Text(required=False)
    budget_consequence = Text(required=False)


class ReservationInput(Input):
    """Something reserved; without an owner it is the signer's own."""

    text = Text()
    owner = Reference(Person)
    due_date = LastDay(required=True)


class MarkInput(Input):
    """Accepted, or not and why."""

    accepted = Flag(required=False)
    comment = Text(required=False)


class BenefitMarkInput(MarkInput):
    """What the signer says to one benefit."""

    benefit = serializers.UUIDField()


class ItemMarkInput(MarkInput):
    """What the signer says to one row of the remaining work."""

    item = serializers.UUIDField()


class SectionCommentInput(Input):
    """What the signer says to one section."""

    section = Choice(HandoverSection, optional=False, required=True)
    text = Text()


class DecisionInput(Input):
    """The line manager's answer to exactly the text whose hash is sent along.

    Without marks, accepting holds for every benefit and all remaining work.
    """

    decision = serializers.ChoiceField(["accept", "accept_with_reservations", "return"])
    comment = Text(required=False)
    change_reason = Text(required=False)
    reservations = serializers.ListField(child=ReservationInput(), required=False, max_length=MOST_CONDITIONS)
    benefits = serializers.ListField(child=BenefitMarkInput(), required=False, max_length=MOST_MARKS)
    remaining_work = serializers.ListField(child=ItemMarkInput(), required=False, max_length=MOST_MARKS)
    comments = serializers.ListField(child=SectionCommentInput(), required=False, max_length=MOST_MARKS)
    snapshot_sha256 = Text()
    override = serializers.BooleanField(required=False)


class Handovers(Records, Transitions, Creatable, Editable):
    """One per receiving unit. Steps prepare and send it; what the line says to it is a decision, and signed."""

    model = Handover
    output = HandoverOutput
    answers = {**Transitions.answers, **Records.answers}
    inputs = {
        **Transitions.inputs,
        "create": HandoverInput,
        "update": HandoverInput,
        "partial_update": HandoverInput,
        "decisions": DecisionInput,
    }
    orderings = {name: name for name in ("takes_over_on", "sent_at", "state")}
    filters = {
        "project": by_id("project"),
        "receiving_unit": by_id("receiving_unit"),
        "unit": by_id("receiving_unit"),
        "line_manager": by_id("line_manager"),
        "state": by_code("state", HandoverState),
        "signed_by": by_linked("sign_offs__signed_by", Handover),
        "signed_for": by_linked("sign_offs__acting_for", Handover),
        "benefit_owner": by_linked("project__benefits__owner", Handover),
    }

    def create_row(self, fields: dict[str, Any]) -> Handover:
        return handovers.create_handover(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Handover, changes: dict[str, Any], how: Edit) -> Handover:
        return handovers.update_handover(handover=row, changes=changes, **how)

    @action(detail=True, methods=["post"])
    def decisions(self, request: Request, pk: Any) -> Response:
        """Take over, take over with reservations, or return."""
        row = self.get_row(pk)
        given = self.read_body()
        reason = given.pop("change_reason", "")
        given["comment"] = given.get("comment") or reason
        now = database_now(row.organisation_id)
        answer = sign_off.Answer(authenticated_by=_proof(request), **given)
        decided = sign_off.decide(handover=row, answer=answer, by=self.caller["by"], now=now)
        return self.answer(Handover.objects.get(pk=decided.pk))


def _proof(request: Request) -> str:
    """How the caller proved who they are: by a token, or by a password given in this session not long ago."""
    token = request.auth
    return (
        f"token {token.name}" if isinstance(token, ApiToken) else authenticated_by(request._request, now=timezone.now())
    )
