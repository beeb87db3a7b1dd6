"""Measurements: figures for periods, due, reported and vouched for."""

from typing import Any

from projects.api.transitions import Transitions
from projects.lifecycles.measurement import MeasurementState
from projects.models import Comparator, Indicator, Measurement
from projects.services import measurements
from register.api.base import Creatable, Edit, Editable
from register.api.fields import Choice, Day, Figure, Flag, Reference, Text
from register.api.filters import by_code, by_id
from register.api.inputs import RowInput
from register.api.outputs import Output


class MeasurementOutput(Output):
    """What an indicator was in one period."""

    class Meta:
        model = Measurement
        fields = [
            *("id", "key", "organisation", "indicator"),
            *("period_start", "period_start_entered", "period_end", "period_end_entered"),
            *("value", "low", "high", "comparator", "date_estimated", "state", "state_changed_at", "due_date", "note"),
            *("reported_by", "reported_at", "verified_by", "verified_at", "reason"),
            *("created_at", "updated_at", "version"),
        ]


class MeasurementInput(RowInput):
    """`period_start` alone means the whole period that is written."""

    fixed = ("indicator",)

    indicator = Reference(Indicator, required=True)
    period_start = Day()
    period_end = Day()
    value = Figure()
    low = Figure()
    high = Figure()
    comparator = Choice(Comparator, optional=False)
    date_estimated = Flag(required=False)
    note = Text(required=False)


class NewMeasurementInput(MeasurementInput):
    """Reported, unless an administrator says in which other state it was already."""

    state = Choice(MeasurementState, optional=False)


class Measurements(Transitions, Creatable, Editable):
    """Figures. A POST reports one: it fills the row that is due for the period, or makes a new one."""

    model = Measurement
    output = MeasurementOutput
    inputs = {
        **Transitions.inputs,
        "create": NewMeasurementInput,
        "update": MeasurementInput,
        "partial_update": MeasurementInput,
    }
    orderings = {"period_end": "period_end", "due_date": "due_date"}
    default_ordering = "period_end"
    filters = {
        "indicator": by_id("indicator"),
        "benefit": by_id("indicator__benefit"),
        "project": by_id("indicator__benefit__project"),
        "measurer": by_id("indicator__measurer"),
        "state": by_code("state", MeasurementState),
    }

    def create_row(self, fields: dict[str, Any]) -> Measurement:
        return measurements.report_new(indicator=fields.pop("indicator"), fields=fields, **self.caller)

    def update_row(self, row: Measurement, changes: dict[str, Any], how: Edit) -> Measurement:
        return measurements.update_measurement(measurement=row, changes=changes, **how)
