"""Measurements: figures for periods, due, reported and vouched for."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.figure_requests import FigureRequestOutput
from projects.api.transitions import Transitions
from projects.lifecycles.measurement import MeasurementState
from projects.models import Comparator, Indicator, Measurement
from projects.services import answers, figure_requests, measurements
from register.api.base import Creatable, Edit, Editable
from register.api.fields import Choice, Day, Figure, Flag, LastDay, Reference, Text, Whole
from register.api.filters import by_code, by_id
from register.api.inputs import Input, RowInput
from register.api.outputs import Output
from register.api.queries import refuse_strangers


class MeasurementOutput(Output):
    """What an indicator was in one period."""

    class Meta:
        model = Measurement
        fields = [
            *("id", "key", "organisation", "indicator"),
            *("period_start", "period_start_entered", "period_end", "period_end_entered"),
            *("value", "low", "high", "comparator", "date_estimated", "state", "state_changed_at", "due_date", "note"),
            *("sample_size", "population"),
            *("reported_by", "reported_at", "verified_by", "verified_at", "reason"),
            *("same_as_last", "asked_by", "confirmed_at", "expected_on", "expected_reason"),
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
    sample_size = Whole(help_text="How many answered, where the figure is of a survey.")
    population = Whole(help_text="How many were asked.")


class NewMeasurementInput(MeasurementInput):
    """Reported, unless an administrator says in which other state it was already."""

    state = Choice(MeasurementState, optional=False)


class ExpectedInput(Input):
    """When the figure comes, within 92 days; it can be said twice."""

    expected_on = LastDay(required=True, allow_null=False)
    reason = Text(required=False)


class AskInput(Input):
    """A colleague who knows the figure, and needs no account to say it."""

    email = Text(allow_blank=False, allow_null=False)
    name = Text(required=False)
    words = Text(required=False)


class Measurements(Transitions, Creatable, Editable):
    """Figures. A POST reports one: it fills the row that is due for the period, or makes a new one."""

    model = Measurement
    output = MeasurementOutput
    inputs = {
        **Transitions.inputs,
        "create": NewMeasurementInput,
        "update": MeasurementInput,
        "partial_update": MeasurementInput,
        "expect": ExpectedInput,
        "ask": AskInput,
    }
    answers = {**Transitions.answers, "ask": FigureRequestOutput}
    orderings = {"period_end": "period_end", "due_date": "due_date"}
    default_ordering = "period_end"
    filters = {
        "indicator": by_id("indicator"),
        "benefit": by_id("indicator__benefit"),
        "project": by_id("indicator__benefit__project"),
        "measurer": by_id("indicator__measurer"),
        "state": by_code("state", MeasurementState),
    }

    @action(detail=True, methods=["post"])
    def same_as_last(self, request: Request, pk: Any) -> Response:
        """Report the newest earlier figure again; it stays marked as such."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        self.read_body()
        return self.answer(answers.report_same(measurement=row, **self.caller))

    @action(detail=True, methods=["post"])
    def expect(self, request: Request, pk: Any) -> Response:
        """Say when the figure comes: reminders to who reports it count from that day."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        return self.answer(answers.expect_on(measurement=row, **self.read_body(), **self.caller))

    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: Any) -> Response:
        """Send a colleague the one question, by a link that works once, for 14 days."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        asked = figure_requests.ask(measurement=row, **self.read_body(), **self.caller)
        return Response(FigureRequestOutput.shape([FigureRequestOutput.row_of(asked)], request)[0], status=201)

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: Any) -> Response:
        """Stand by what a colleague has answered on the caller's behalf."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        self.read_body()
        return self.answer(answers.confirm(measurement=row, **self.caller))

    def create_row(self, fields: dict[str, Any]) -> Measurement:
        return measurements.report_new(indicator=fields.pop("indicator"), fields=fields, **self.caller)

    def update_row(self, row: Measurement, changes: dict[str, Any], how: Edit) -> Measurement:
        return measurements.update_measurement(measurement=row, changes=changes, **how)
