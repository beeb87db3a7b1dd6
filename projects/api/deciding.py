"""Who decides at the gates: bodies, where they decide, what their members said, and what waits for a meeting."""

from typing import Any

from django.db.models import Q
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import DecidingBody, GateAnswer, GateDecider, Project, Referral, Rule
from projects.services import deciding, referrals
from register.api.base import Creatable, Deletable, Edit, Editable, Resource
from register.api.fields import Choice, LastDay, Reference, References, Text
from register.api.filters import Filter, by_code, by_id, by_text, by_words, read_flag
from register.api.inputs import Reason, RowInput
from register.api.outputs import Output
from register.models import Person, Unit
from workflows.models import Outcome

OPEN = Q(withdrawn_at=None, decision=None)


class DecidingBodyOutput(Output):
    """A body, how it decides, and who sits in it."""

    class Meta:
        model = DecidingBody
        fields = [
            *("id", "key", "organisation", "name", "rule", "members", "secretary"),
            *("created_at", "updated_at", "version"),
        ]


class DecidingBodyInput(RowInput):
    """`rule`: `any_one` member decides, `all` must say yes, or it meets `elsewhere` and its secretary records."""

    name = Text()
    rule = Choice(Rule, optional=False)
    members = References(Person)
    secretary = Reference(Person)


class DecidingBodies(Creatable, Editable, Deletable):
    """Steering groups, committees, councils. Administrators keep them."""

    model = DecidingBody
    output = DecidingBodyOutput
    inputs = {"create": DecidingBodyInput, "update": DecidingBodyInput, "partial_update": DecidingBodyInput}
    orderings = {"name": "name"}
    filters = {"rule": by_code("rule", Rule), "secretary": by_id("secretary"), "q": by_words("name")}

    def create_row(self, fields: dict[str, Any]) -> DecidingBody:
        return deciding.create_body(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: DecidingBody, changes: dict[str, Any], how: Edit) -> DecidingBody:
        return deciding.update_body(body=row, changes=changes, **how)

    def delete_row(self, row: DecidingBody, how: Edit) -> None:
        deciding.delete(row=row, **how)


class GateDeciderOutput(Output):
    """That a body decides at a gate."""

    class Meta:
        model = GateDecider
        fields = [
            *("id", "key", "organisation", "gate", "unit", "body"),
            *("created_at", "updated_at", "version"),
        ]


class GateDeciderInput(RowInput):
    """No `gate`: all of them. No `unit`: the whole organisation. No `body`: the usual people, by their roles."""

    gate = Text(required=False)
    unit = Reference(Unit)
    body = Reference(DecidingBody)


class GateDeciders(Creatable, Editable, Deletable):
    """Where a body decides. The nearest unit's rule counts, and there the one for the gate before the one for all."""

    model = GateDecider
    output = GateDeciderOutput
    inputs = {"create": GateDeciderInput, "update": GateDeciderInput, "partial_update": GateDeciderInput}
    filters = {"gate": by_text("gate"), "unit": by_id("unit"), "body": by_id("body")}

    def create_row(self, fields: dict[str, Any]) -> GateDecider:
        return deciding.create_decider(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: GateDecider, changes: dict[str, Any], how: Edit) -> GateDecider:
        return deciding.update_decider(decider=row, changes=changes, **how)

    def delete_row(self, row: GateDecider, how: Edit) -> None:
        deciding.delete(row=row, **how)


class GateAnswerOutput(Output):
    """What one member of a body said."""

    class Meta:
        model = GateAnswer
        fields = [
            *("id", "key", "organisation", "project", "gate", "round", "body", "member", "outcome", "comment"),
            *("conditions", "answered_at", "basis_sha256", "decision", "created_at", "updated_at"),
        ]


class GateAnswers(Resource):
    """What members of a body said, where all must agree. They are given by taking the step."""

    model = GateAnswer
    output = GateAnswerOutput
    orderings = {"answered_at": "answered_at"}
    filters = {
        "project": by_id("project"),
        "gate": by_text("gate"),
        "member": by_id("member"),
        "decision": by_id("decision"),
        "outcome": by_code("outcome", Outcome),
    }


class ReferralOutput(Output):
    """A gate that waits, or waited, for a body's meeting."""

    class Meta:
        model = Referral
        fields = [
            *("id", "key", "organisation", "project", "gate", "body", "secretary", "meeting_date", "case_number"),
            *("item_number", "link", "registered_by", "withdrawn_at", "decision"),
            *("created_at", "updated_at", "version"),
        ]


class ReferralInput(RowInput):
    """The project's next gate is decided by the body on that day."""

    fixed = ("project", "body")

    project = Reference(Project, required=True)
    body = Reference(DecidingBody, required=True)
    meeting_date = LastDay()
    case_number = Text(required=False)
    item_number = Text(required=False)
    link = Text(required=False)
    secretary = Reference(Person)


class WithdrawalInput(Reason):
    """Why the gate waits no longer."""

    comment = Text(required=False)


class Referrals(Creatable, Editable):
    """Gates that wait for a body: nobody else decides meanwhile, and nobody is reminded before the meeting."""

    model = Referral
    output = ReferralOutput
    inputs = {
        "create": ReferralInput,
        "update": ReferralInput,
        "partial_update": ReferralInput,
        "withdraw": WithdrawalInput,
    }
    orderings = {"meeting_date": "meeting_date"}
    filters = {
        "project": by_id("project"),
        "gate": by_text("gate"),
        "body": by_id("body"),
        "secretary": by_id("secretary"),
        "open": Filter(lambda asked: OPEN if asked[-1] else ~OPEN, read_flag, {"type": "boolean"}),
    }

    def create_row(self, fields: dict[str, Any]) -> Referral:
        project, body = fields.pop("project"), fields.pop("body")
        return referrals.refer(project=project, body=body, fields=fields, **self.caller)

    def update_row(self, row: Referral, changes: dict[str, Any], how: Edit) -> Referral:
        return referrals.update_referral(referral=row, changes=changes, **how)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: Any) -> Response:
        """The usual people decide after all."""
        row = self.get_row(pk)
        given = self.read_body()
        reason = given.get("comment") or given.get("change_reason", "")
        return self.answer(referrals.withdraw(referral=row, reason=reason, **self.caller))
