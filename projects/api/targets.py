"""Targets: where an indicator shall be, by when."""

from typing import Any

from projects.models import Comparator, Indicator, Target
from projects.services import targets
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Figure, Reference
from register.api.filters import by_id
from register.api.inputs import RowInput
from register.api.outputs import Output


class TargetOutput(Output):
    """Where an indicator shall be, by when."""

    class Meta:
        model = Target
        fields = [
            *("id", "key", "organisation", "indicator", "due_date", "due_date_entered"),
            *("value", "low", "high", "comparator", "created_at", "updated_at", "version"),
        ]


class TargetInput(RowInput):
    """`value`, or `low` and `high`; without a date it is the final target."""

    fixed = ("indicator",)

    indicator = Reference(Indicator, required=True)
    due_date = Day()
    value = Figure()
    low = Figure()
    high = Figure()
    comparator = Choice(Comparator, optional=False)


class Targets(Creatable, Editable, Deletable):
    """Where an indicator shall be. One that was approved changes only with a `change_reason`."""

    model = Target
    output = TargetOutput
    inputs = {"create": TargetInput, "update": TargetInput, "partial_update": TargetInput}
    orderings = {"due_date": "due_date"}
    filters = {
        "indicator": by_id("indicator"),
        "benefit": by_id("indicator__benefit"),
        "project": by_id("indicator__benefit__project"),
    }

    def create_row(self, fields: dict[str, Any]) -> Target:
        return targets.create_target(
            indicator=fields.pop("indicator"), fields=fields, reason=self.reason, **self.caller
        )

    def update_row(self, row: Target, changes: dict[str, Any], how: Edit) -> Target:
        return targets.update_target(target=row, changes=changes, **how)

    def delete_row(self, row: Target, how: Edit) -> None:
        targets.delete_target(target=row, **how)
