"""Indicators: what is counted to see a benefit, and how it stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import days_asked
from projects.api.rewindable import Rewindable
from projects.formulas.facts import IndicatorFacts
from projects.formulas.status import Code
from projects.formulas.values import Value
from projects.models import (
    BaselineState,
    Benefit,
    Comparator,
    Direction,
    Frequency,
    Indicator,
    Measures,
    Scale,
    Season,
)
from projects.reports.known_rows import KnownRows
from projects.reports.promises import Promise, promises_of
from projects.reports.status import IndicatorStatus, statuses
from projects.services import indicators, indicators_of_units
from register.api.authentication import person_of
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Figure, LastDay, Reference, References, Text
from register.api.filters import by_code, by_id
from register.api.inputs import Input, RowInput
from register.api.outputs import CodeShown, DateShown, FigureShown, Output, Row
from register.api.queries import refuse_strangers
from register.decimals import decimal_text
from register.models import Person, Unit


class PromisedFigureShown(serializers.Serializer):
    """A figure as it was promised."""

    due_date = DateShown()
    value = FigureShown()
    low = FigureShown()
    high = FigureShown()
    comparator = CodeShown(choices=Comparator.choices)


class PromiseShown(serializers.Serializer):
    """What was promised when execution was decided; null where nothing was."""

    decided_on = DateShown()
    baseline = PromisedFigureShown(allow_null=True)
    targets = PromisedFigureShown(many=True)
    kept = serializers.BooleanField()


class IndicatorOutput(Output):
    """Something that is counted, and how it stands on a day."""

    status = serializers.ChoiceField(list(Code))
    status_reason = serializers.CharField()
    achievement = FigureShown()
    promise = PromiseShown(allow_null=True)

    class Meta:
        model = Indicator
        fields = [
            *("id", "key", "organisation", "benefit", "name", "unit", "direction", "measures"),
            *("baseline_value", "baseline_low", "baseline_high", "baseline_comparator"),
            *("baseline_date", "baseline_date_entered", "baseline_state", "baseline_reason", "baseline_due_date"),
            *("method", "source", "frequency", "measurer", "at_unit", "scale", "scale_words", "season"),
            *("status", "status_reason", "achievement", "promise"),
            *("created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """How each stands on the day that is asked for, else today."""
        on, organisation = days_asked(request).on, person_of(request).organisation
        found = Indicator.objects.filter(pk__in=[row["id"] for row in rows]).select_related("benefit__project")
        cls.say(rows, statuses(found, on=on, organisation=organisation), promises_of(found))

    @classmethod
    def say(cls, rows: list[Row], known: Mapping[UUID, IndicatorStatus], promises: Mapping[UUID, Promise]) -> None:
        """The statuses, and what was promised."""
        for row in rows:
            one = known[row["id"]]
            achievement = None if one.achievement is None else decimal_text(one.achievement)
            row |= {"status": one.code, "status_reason": one.sentence, "achievement": achievement}
            row["promise"] = _promise(promises.get(row["id"]), one.facts)


def _promise(promise: Promise | None, facts: IndicatorFacts) -> Row | None:
    if promise is None:
        return None
    baseline = promise.baseline
    return {
        "decided_on": promise.decided_on.isoformat(),
        "baseline": _figure(baseline, promise.baseline_date) if baseline else None,
        "targets": [_figure(one.value, one.due_date) for one in promise.targets],
        "kept": promise.is_kept_in(facts),
    }


def _figure(value: Value, day: date | None) -> Row:
    ends = {name: getattr(value, name) for name in ("value", "low", "high")}
    texts = {name: None if one is None else decimal_text(one) for name, one in ends.items()}
    return {"due_date": day.isoformat() if day else None, **texts, "comparator": str(value.comparator)}


class IndicatorInput(RowInput):
    """What is counted; `baseline_state` says where there is no baseline, and why."""

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
    source: Any = Text(required=False)
    frequency = Choice(Frequency)
    measurer = Reference(Person)
    at_unit = Reference(Unit)
    scale = Choice(Scale)
    scale_words = Text(required=False)
    season = Choice(Season)


class UnitsInput(Input):
    """The units that must reach it too."""

    units = References(Unit, required=True)


class Indicators(Rewindable, Creatable, Editable, Deletable):
    """What is counted. A baseline that was approved changes only with a `change_reason`."""

    model = Indicator
    output = IndicatorOutput
    inputs = {
        "create": IndicatorInput,
        "update": IndicatorInput,
        "partial_update": IndicatorInput,
        "for_units": UnitsInput,
    }
    answers = {"for_units": IndicatorOutput(many=True)}
    orderings = {"name": "name"}
    filters = {
        "benefit": by_id("benefit"),
        "project": by_id("benefit__project"),
        "measurer": by_id("measurer"),
        "at_unit": by_id("at_unit"),
        "baseline_state": by_code("baseline_state", BaselineState),
        "frequency": by_code("frequency", Frequency),
    }

    def shape_then(self, rows: Sequence[Row], known: KnownRows, request: Request) -> list[Row]:
        judged = known.judged({row["benefit"] for row in rows}).values()
        statuses = {pk: status for one in judged for pk, status in one.status.indicators.items()}
        promises = known.promises([row for one in judged for row in one.indicators])
        shaped = self.output.shape_columns([{name: row[name] for name in self.output.stored()} for row in rows])
        self.output.say(shaped, statuses, promises)
        return shaped

    def create_row(self, fields: dict[str, Any]) -> Indicator:
        return indicators.create_indicator(benefit=fields.pop("benefit"), fields=fields, **self.caller)

    @action(detail=True, methods=["post"])
    def for_units(self, request: Request, pk: Any) -> Response:
        """The same for each of other units; each has a baseline and figures of its own, and all must reach the goal."""
        refuse_strangers(request, frozenset())
        row, units = self.get_row(pk), self.read_body()["units"]
        made = indicators_of_units.for_units(indicator=row, units=units, **self.caller)
        return Response(self.output.shape([self.output.row_of(one) for one in made], request), status=201)

    def update_row(self, row: Indicator, changes: dict[str, Any], how: Edit) -> Indicator:
        return indicators.update_indicator(indicator=row, changes=changes, **how)

    def delete_row(self, row: Indicator, how: Edit) -> None:
        indicators.delete_indicator(indicator=row, **how)
