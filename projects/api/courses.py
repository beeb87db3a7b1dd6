"""What stands beside an indicator's figures: new definitions, forecasts, figures of others, sampling checks."""

from typing import Any

from projects.models import Comparability, Comparator, Forecast, Indicator, ReferenceFigure, SamplingCheck, Series
from projects.services import courses
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Figure, LastDay, Reference, Text, Whole
from register.api.filters import by_id
from register.api.inputs import Reason, RowInput
from register.api.outputs import Output

OF_INDICATOR = {
    "indicator": by_id("indicator"),
    "benefit": by_id("indicator__benefit"),
    "project": by_id("indicator__benefit__project"),
}
FIGURE = ("value", "low", "high", "comparator")
END = ("created_at", "updated_at", "version")


class BesideInput(RowInput):
    """A row of an indicator."""

    fixed = ("indicator",)

    indicator = Reference(Indicator, required=True)


class FigureInput(BesideInput):
    """`value`, or `low` and `high`."""

    value = Figure()
    low = Figure()
    high = Figure()
    comparator = Choice(Comparator, optional=False)


class Beside(Creatable, Editable, Deletable):
    """Rows that are made, corrected and taken away beside the figures of an indicator."""

    filters = OF_INDICATOR

    def create_row(self, fields: dict[str, Any]) -> Any:
        indicator = fields.pop("indicator")
        return courses.create_beside(model=self.model, indicator=indicator, fields=fields, **self.caller)

    def update_row(self, row: Any, changes: dict[str, Any], how: Edit) -> Any:
        return courses.update_beside(row=row, changes=changes, **how)

    def delete_row(self, row: Any, how: Edit) -> None:
        courses.delete_beside(row=row, **how)


class SeriesOutput(Output):
    """From a day on something else is counted."""

    class Meta:
        model = Series
        fields = [
            *("id", "key", "organisation", "indicator", "start_date", "start_date_entered"),
            *("definition", "reason", "comparability", "comparison", *END),
        ]


class SeriesInput(BesideInput):
    """What is counted from `start_date` on, and how figures before and after compare."""

    start_date = Day(required=True)
    definition = Text(allow_blank=False, allow_null=False)
    reason = Text(required=False)
    comparability = Choice(Comparability, optional=False)
    comparison = Text(required=False)


class AllSeries(Beside):
    """New definitions of indicators. The figures keep their places; the chart breaks the line with a mark."""

    model = Series
    output = SeriesOutput
    inputs = {"create": SeriesInput, "update": SeriesInput, "partial_update": SeriesInput, "destroy": Reason}
    orderings = {"start_date": "start_date"}


class ForecastOutput(Output):
    """What somebody expects an indicator to be."""

    class Meta:
        model = Forecast
        fields = [
            *("id", "key", "organisation", "indicator", "due_date", "due_date_entered", *FIGURE),
            *("made_on", "made_by", "note", *END),
        ]


class ForecastInput(FigureInput):
    """A figure expected for a day; `made_on` is today where nothing is said."""

    due_date = Day(required=True)
    made_on = LastDay()
    note = Text(required=False)


class Forecasts(Beside):
    """What is expected. It never counts as a measurement; of several for one day the one made last is shown."""

    model = Forecast
    output = ForecastOutput
    inputs = {"create": ForecastInput, "update": ForecastInput, "partial_update": ForecastInput, "destroy": Reason}
    orderings = {"due_date": "due_date", "made_on": "made_on"}


class ReferenceFigureOutput(Output):
    """A figure of others, to compare with."""

    class Meta:
        model = ReferenceFigure
        fields = [
            *("id", "key", "organisation", "indicator", "name", "period_end", "period_end_entered", *FIGURE),
            *("source", "link", *END),
        ]


class ReferenceFigureInput(FigureInput):
    """Whose figure, for when, and from which source."""

    name = Text(allow_blank=False, allow_null=False)
    period_end = Day()
    source: Any = Text(allow_blank=False, allow_null=False)
    link = Text(required=False)


class ReferenceFigures(Beside):
    """Figures of others: the country, a neighbour. Those of one name make one line; without a day it is level."""

    model = ReferenceFigure
    output = ReferenceFigureOutput
    inputs = {
        "create": ReferenceFigureInput,
        "update": ReferenceFigureInput,
        "partial_update": ReferenceFigureInput,
        "destroy": Reason,
    }
    orderings = {"name": "name"}


class SamplingCheckOutput(Output):
    """Of how many that were sampled a small gain became time that could be used."""

    class Meta:
        model = SamplingCheck
        fields = [
            *("id", "key", "organisation", "indicator", "checked_on", "sampled", "usable", "note"),
            *("checked_by", *END),
        ]


class SamplingCheckInput(BesideInput):
    """How many were sampled, and for how many it became usable time."""

    checked_on = LastDay()
    sampled = Whole(required=True, allow_null=False)
    usable = Whole(required=True, allow_null=False)
    note = Text(required=False)


class SamplingChecks(Beside):
    """Checks of time gained in many small pieces."""

    model = SamplingCheck
    output = SamplingCheckOutput
    inputs = {
        "create": SamplingCheckInput,
        "update": SamplingCheckInput,
        "partial_update": SamplingCheckInput,
        "destroy": Reason,
    }
    orderings = {"checked_on": "checked_on"}
