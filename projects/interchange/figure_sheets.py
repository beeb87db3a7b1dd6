"""The sheets of what stands beside an indicator's figures."""

from typing import Any

from projects.interchange.columns import Column, Sheet, choice, dates, figure, key, one, texts
from projects.interchange.kinds import PERIOD, WHOLE
from projects.models import Comparability, Forecast, ReferenceFigure, SamplingCheck, Series


def _sheet(name: str, model: type[Any], *columns: Column) -> Sheet:
    return Sheet(name, model, (key(), one("indicator", "indicators", required=True), *columns), parent="indicator")


BESIDE_FIGURES = (
    _sheet(
        "series",
        Series,
        Column("start_date", PERIOD, required=True),
        Column("definition", required=True),
        *texts("reason"),
        choice("comparability", Comparability.values, Comparability.WITH_CARE),
        *texts("comparison"),
    ),
    _sheet(
        "forecasts",
        Forecast,
        Column("due_date", PERIOD, required=True),
        *figure(),
        Column("made_on", PERIOD, required=True),
        *texts("note"),
    ),
    _sheet(
        "reference_figures",
        ReferenceFigure,
        Column("name", required=True),
        *dates("period_end"),
        *figure(),
        Column("source", required=True),
        *texts("link"),
    ),
    _sheet(
        "sampling_checks",
        SamplingCheck,
        Column("checked_on", PERIOD, required=True),
        Column("sampled", WHOLE, required=True),
        Column("usable", WHOLE, required=True),
        *texts("note"),
    ),
)
