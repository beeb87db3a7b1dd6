"""Indicators: what is counted to see a benefit, and how it stands."""

from typing import Any

from projects.models import BaselineState, Benefit, Comparator, Direction, Frequency, Indicator, Measures
from projects.services import indicators
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Figure, LastDay, Reference, Text
from register.api.filters import by_code, by_id
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Person


class IndicatorOutput(Output):
    class Meta:
        model = Indicator
        fields = [
            *("id", "key", "organisation", "benefit", "name", "unit", "direction", "measures"),
            *("baseline_value", "baseline_low", "baseline_high", "baseline_comparator"),
            *("baseline_date", "baseline_date_entered", "baseline_state", "baseline_reason", "baseline_due_date"),
            *("method", "source", "frequency", "measurer", "created_at", "updated_at", "version"),
        ]


class IndicatorInput(RowInput):
    fixed = ("benefit",)

    benefit = Reference(Benefit, required=True)
    name = Text()
    unit = Text(required=False)
    direction = Choice(Direction, optional=False)
    measures = Choice(Measures, optional=False)
    baseline_value = Figure()
    baseline_low = Figure()
    baseline_high = Figure()
    baseline_comparator = Choice(Comparator, optional=False)
    baseline_date = Day()
    baseline_state = Choice(BaselineState, optional=False)
    baseline_reason = Text(required=False)
    baseline_due_date = LastDay()
    method = Text(required=False)
    source = Text(required=False)
    frequency = Choice(Frequency)
    measurer = Reference(Person)


class Indicators(Creatable, Editable, Deletable):
    """What is counted. A baseline that was approved changes only with a `change_reason`."""

    model = Indicator
    output = IndicatorOutput
    inputs = {"create": IndicatorInput, "update": IndicatorInput, "partial_update": IndicatorInput}
    orderings = {"name": "name"}
    filters = {
        "benefit": by_id("benefit"),
        "project": by_id("benefit__project"),
        "measurer": by_id("measurer"),
        "baseline_state": by_code("baseline_state", BaselineState),
        "frequency": by_code("frequency", Frequency),
    }

    def create_row(self, fields: dict[str, Any]) -> Indicator:
        return indicators.create_indicator(benefit=fields.pop("benefit"), fields=fields, **self.caller)

    def update_row(self, row: Indicator, changes: dict[str, Any], how: Edit) -> Indicator:
        return indicators.update_indicator(indicator=row, changes=changes, **how)

    def delete_row(self, row: Indicator, how: Edit) -> None:
        indicators.delete_indicator(indicator=row, **how)
