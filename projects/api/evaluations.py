"""Evaluations: what became of a project's benefits, and what is said of the whole."""

from typing import Any

from rest_framework import serializers

from projects.models import Benefit, Evaluation, Project
from projects.models.benefits import BenefitOutcome
from projects.services import evaluations
from register.api.base import Creatable, Edit, Editable
from register.api.fields import Choice, Reference, Text
from register.api.filters import by_id
from register.api.inputs import Input, RowInput
from register.api.outputs import Output

MOST_BENEFITS = 200


class EvaluationOutput(Output):
    """What is said of a project as a whole; the outcomes stand at its benefits, the lessons among `lessons`."""

    class Meta:
        model = Evaluation
        fields = [
            *("id", "key", "organisation", "project", "side_effects", "running_on"),
            *("created_at", "updated_at", "version"),
        ]


class JudgedInput(Input):
    """What became of one benefit."""

    benefit = Reference(Benefit, required=True)
    outcome = Choice(BenefitOutcome)
    outcome_explanation = Text(required=False)


class EvaluationInput(RowInput):
    """What is said of the whole, and in `judged` what became of its benefits."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    side_effects = Text(required=False)
    running_on = Text(required=False)
    judged = serializers.ListField(child=JudgedInput(), required=False, max_length=MOST_BENEFITS)


class Evaluations(Creatable, Editable):
    """One for each project that was evaluated; sending it again changes it."""

    model = Evaluation
    output = EvaluationOutput
    inputs = {"create": EvaluationInput, "update": EvaluationInput, "partial_update": EvaluationInput}
    filters = {"project": by_id("project")}

    def create_row(self, fields: dict[str, Any]) -> Evaluation:
        judged, project = fields.pop("judged", ()), fields.pop("project")
        return evaluations.evaluate(project=project, changes=fields, judged=judged, **self.caller)

    def update_row(self, row: Evaluation, changes: dict[str, Any], how: Edit) -> Evaluation:
        judged = changes.pop("judged", ())
        return evaluations.evaluate(project=row.project, changes=changes, judged=judged, **how)
