"""What belongs to a benefit row by row: prerequisites and barriers, realisation actions, risks."""

from typing import Any

from rest_framework import serializers

from projects.models import (
    ActionStatus,
    Benefit,
    Force,
    Prerequisite,
    PrerequisiteKind,
    PrerequisiteStatus,
    Project,
    RealisationAction,
    Risk,
    RiskLevel,
    RiskStatus,
)
from projects.services import benefit_parts
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, LastDay, Reference, References, Text
from register.api.filters import by_code, by_id, by_linked
from register.api.inputs import RowInput
from register.api.outputs import Output, Row
from register.models import Person


class PrerequisiteOutput(Output):
    """What some benefits of a project cannot come without, or what stands in their way."""

    class Meta:
        model = Prerequisite
        fields = [
            *("id", "key", "organisation", "project", "benefits", "kind", "title", "force"),
            *("handler", "due_date", "status", "settled_on", "note", "created_at", "updated_at", "version"),
        ]


class PrerequisiteInput(RowInput):
    """`benefits` are those that depend on it; `handler` sees to it until `due_date`."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    benefits = References(Benefit)
    kind = Choice(PrerequisiteKind, optional=False)
    title = Text()
    force = Choice(Force)
    handler = Reference(Person)
    due_date = LastDay()
    status = Choice(PrerequisiteStatus, optional=False)
    settled_on = LastDay()
    note = Text(required=False)


class Prerequisites(Creatable, Editable, Deletable):
    """Preconditions (`prerequisite`) and barriers (`barrier`) of the benefits of a project."""

    model = Prerequisite
    output = PrerequisiteOutput
    inputs = {"create": PrerequisiteInput, "update": PrerequisiteInput, "partial_update": PrerequisiteInput}
    orderings = {"due_date": "due_date", "title": "title"}
    filters = {
        "project": by_id("project"),
        "benefit": by_linked("benefits", Prerequisite),
        "handler": by_id("handler"),
        "kind": by_code("kind", PrerequisiteKind),
        "force": by_code("force", Force),
        "status": by_code("status", PrerequisiteStatus),
    }

    def create_row(self, fields: dict[str, Any]) -> Prerequisite:
        return benefit_parts.create_prerequisite(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Prerequisite, changes: dict[str, Any], how: Edit) -> Prerequisite:
        return benefit_parts.update_prerequisite(prerequisite=row, changes=changes, **how)

    def delete_row(self, row: Prerequisite, how: Edit) -> None:
        benefit_parts.delete_part(part=row, **how)


class ActionOutput(Output):
    """Something somebody must do for the benefit to come."""

    class Meta:
        model = RealisationAction
        fields = [
            *("id", "key", "organisation", "benefit", "title", "responsible", "due_date"),
            *("status", "done_on", "note", "created_at", "updated_at", "version"),
        ]


class RealisationActionInput(RowInput):
    """What, who, until when, how far."""

    fixed = ("benefit",)

    benefit = Reference(Benefit, required=True)
    title = Text()
    responsible = Reference(Person)
    due_date = LastDay()
    status = Choice(ActionStatus, optional=False)
    done_on = LastDay()
    note = Text(required=False)


class RealisationActions(Creatable, Editable, Deletable):
    """What must be done for a benefit to come. Who does it may say how far it is."""

    model = RealisationAction
    output = ActionOutput
    inputs = {
        "create": RealisationActionInput,
        "update": RealisationActionInput,
        "partial_update": RealisationActionInput,
    }
    orderings = {"due_date": "due_date", "title": "title"}
    filters = {
        "benefit": by_id("benefit"),
        "project": by_id("benefit__project"),
        "responsible": by_id("responsible"),
        "status": by_code("status", ActionStatus),
    }

    def create_row(self, fields: dict[str, Any]) -> RealisationAction:
        return benefit_parts.create_action(benefit=fields.pop("benefit"), fields=fields, **self.caller)

    def update_row(self, row: RealisationAction, changes: dict[str, Any], how: Edit) -> RealisationAction:
        return benefit_parts.update_action(action=row, changes=changes, **how)

    def delete_row(self, row: RealisationAction, how: Edit) -> None:
        benefit_parts.delete_part(part=row, **how)


class RiskOutput(Output):
    """What could keep the benefit away; `level` is likelihood and consequence together."""

    level = serializers.ChoiceField(RiskLevel.choices, allow_null=True)

    class Meta:
        model = Risk
        fields = [
            *("id", "key", "organisation", "benefit", "title", "likelihood", "consequence", "level"),
            *("response", "responsible", "status", "created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Any) -> None:
        for row in rows:
            row["level"] = Risk(likelihood=row["likelihood"] or "", consequence=row["consequence"] or "").level or None


class RiskInput(RowInput):
    """How likely, how bad, and what is done about it."""

    fixed = ("benefit",)

    benefit = Reference(Benefit, required=True)
    title = Text()
    likelihood = Choice(RiskLevel)
    consequence = Choice(RiskLevel)
    response = Text(required=False)
    responsible = Reference(Person)
    status = Choice(RiskStatus, optional=False)


class Risks(Creatable, Editable, Deletable):
    """What could keep a benefit away."""

    model = Risk
    output = RiskOutput
    inputs = {"create": RiskInput, "update": RiskInput, "partial_update": RiskInput}
    orderings = {"title": "title"}
    filters = {
        "benefit": by_id("benefit"),
        "project": by_id("benefit__project"),
        "responsible": by_id("responsible"),
        "status": by_code("status", RiskStatus),
    }

    def create_row(self, fields: dict[str, Any]) -> Risk:
        return benefit_parts.create_risk(benefit=fields.pop("benefit"), fields=fields, **self.caller)

    def update_row(self, row: Risk, changes: dict[str, Any], how: Edit) -> Risk:
        return benefit_parts.update_risk(risk=row, changes=changes, **how)

    def delete_row(self, row: Risk, how: Edit) -> None:
        benefit_parts.delete_part(part=row, **how)
