"""Indicators: what is counted to see a benefit, and how it stands."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from projects.formulas.status import Code
from projects.models import BaselineState, Benefit, Comparator, Direction, Frequency, Indicator, Measures
from projects.reports.status import statuses
from projects.services import indicators
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Figure, LastDay, Reference, Text
from register.api.filters import by_code, by_id
from register.api.inputs import RowInput
from register.api.outputs import FigureShown, Output, Row
from register.api.refusals import refuse_parameter
from register.decimals import decimal_text
from register.models import Person
from register.periods import parse_period


class IndicatorOutput(Output):
    """Something that is counted, and how it stands on a day."""

    status = serializers.ChoiceField(list(Code))
    status_reason = serializers.CharField()
    achievement = FigureShown()

    class Meta:
        model = Indicator
        fields = [
            *("id", "key", "organisation", "benefit", "name", "unit", "direction", "measures"),
            *("baseline_value", "baseline_low", "baseline_high", "baseline_comparator"),
            *("baseline_date", "baseline_date_entered", "baseline_state", "baseline_reason", "baseline_due_date"),
            *("method", "source", "frequency", "measurer", "status", "status_reason", "achievement"),
            *("created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """How each stands on the day that is asked for, else today."""
        person: Person = request.person  # type: ignore[attr-defined]
        on = day_asked_for(request) or person.organisation.local_date(timezone.now())
        found = Indicator.objects.filter(pk__in=[row["id"] for row in rows]).select_related("benefit__project")
        known = statuses(found, on=on, organisation=person.organisation)
        for row in rows:
            one = known[row["id"]]
            achievement = None if one.achievement is None else decimal_text(one.achievement)
            row |= {"status": one.code, "status_reason": one.sentence, "achievement": achievement}


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


def day_asked_for(request: Request) -> date | None:
    """`?on=`, a day."""
    text = request.query_params.get("on")
    if text is None:
        return None
    try:
        period = parse_period(text)
    except ValueError as error:
        raise refuse_parameter("on", str(error)) from error
    if period.start != period.end:
        raise refuse_parameter("on", _("Write a day, for example 2013-05-01."))
    return period.end


class Indicators(Creatable, Editable, Deletable):
    """What is counted. A baseline that was approved changes only with a `change_reason`."""

    model = Indicator
    output = IndicatorOutput
    inputs = {"create": IndicatorInput, "update": IndicatorInput, "partial_update": IndicatorInput}
    orderings = {"name": "name"}
    parameters = frozenset({"on"})
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
