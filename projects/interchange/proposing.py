"""Works out what each row of a file would set: everything for a new row, only what is other for one that is there."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from projects.interchange.format import Column
from projects.interchange.reading import Row
from projects.interchange.resolving import name_from
from projects.interchange.showing import others_of, period_text, text_of
from projects.lifecycles.benefit import CONCLUDED
from projects.lifecycles.measurement import MeasurementState
from projects.models import BaselineState, Benefit, BenefitYear, Indicator, Measurement
from projects.services.benefit_years import with_price
from projects.services.dates import spread
from register.models import Person, Unit

APART = ("key", "state")
LEADERS = ("line_manager", "deputy")
PERIOD_OF_MEASUREMENT = ("period_start", "period_end")


def propose(row: Row) -> None:
    """Fill in `fields` and `proposed`."""
    row.fields = {name: row.others.get(name, value) for name, value in row.values.items() if name not in APART}
    fill = FILLERS.get(row.sheet.model)
    if fill:
        fill(row)
    if row.is_new:
        row.proposed = row.stored
    else:
        _keep_what_is_other(row)
        row.proposed = copy.copy(row.existing)
    for name, value in plain_fields(row).items():
        setattr(row.proposed, name, value)


def plain_fields(row: Row) -> dict[str, Any]:
    """The fields that are columns of the model, with dates as days."""
    own = {name: value for name, value in row.fields.items() if name not in links_of(row) and not _is_leader(row, name)}
    return spread(row.sheet.model, own)


def links_of(row: Row) -> dict[str, list[Any]]:
    """The many-to-many relations to be set."""
    columns = row.sheet.by_name
    return {name: value for name, value in row.fields.items() if name in columns and columns[name].several}


def leaders_of(row: Row) -> dict[str, Person | None]:
    """Line manager and deputy, who are no columns of the unit."""
    return {name: value for name, value in row.fields.items() if _is_leader(row, name)}


def _is_leader(row: Row, name: str) -> bool:
    return row.sheet.model is Unit and name in LEADERS


def _keep_what_is_other(row: Row) -> None:
    if row.existing.key is None and row.key != str(row.existing.pk):
        row.fields["key"] = row.key
    if row.sheet.model is Measurement:
        _keep_period_if_other(row)
    for name in list(row.fields):
        column = row.sheet.by_name[name]
        if name not in PERIOD_OF_MEASUREMENT and name != "key" and _is_same(row, column):
            del row.fields[name]


def _is_same(row: Row, column: Column) -> bool:
    new = row.fields[column.name]
    if column.several:
        return {other.pk for other in others_of(row.existing, column)} == {other.pk for other in new}
    if column.to:
        return bool(getattr(row.existing, column.name) == new)
    return text_of(row.existing, column) == _text(column, new)


def _text(column: Column, value: Any) -> str:
    return "" if value is None else column.kind.write(value)


def _keep_period_if_other(row: Row) -> None:
    """The two days of a period go together: what a start alone means hangs on the end being empty."""
    given = {name: row.fields[name] for name in PERIOD_OF_MEASUREMENT if name in row.fields}
    columns = row.sheet.by_name
    if all(period_text(row.existing, name) == _text(columns[name], value) for name, value in given.items()):
        for name in given:
            del row.fields[name]


def _fill_person(row: Row) -> None:
    if row.is_new:
        row.fields.setdefault("name", name_from(row.values.get("email", "")))
        row.fields.setdefault("language", row.stored.organisation.language)


def _fill_benefit(row: Row) -> None:
    """A benefit that comes here judged has its state as its outcome, where none is given."""
    state = row.values.get("state") or (row.existing.state if row.existing else "")
    if state in CONCLUDED and not row.fields.get("outcome") and (row.is_new or "outcome" in row.fields):
        row.fields["outcome"] = str(state)


def _fill_indicator(row: Row) -> None:
    """A baseline that is given counts as measured, one that is taken away as missing."""
    if row.fields.get("baseline_state"):
        return
    present: Mapping[str, Any] = {} if row.is_new else vars(row.existing)
    figures = (row.fields.get(name, present.get(name)) for name in ("baseline_value", "baseline_low", "baseline_high"))
    given = any(figure is not None for figure in figures)
    if row.is_new or "baseline_state" in row.fields or given != (row.existing.baseline is not None):
        row.fields["baseline_state"] = BaselineState.MEASURED if given else BaselineState.MISSING


def _fill_measurement(row: Row) -> None:
    """A start alone means the whole period that it names."""
    if row.is_new:
        row.values.setdefault("state", str(MeasurementState.REPORTED))
        start, end = (row.fields.get(name) for name in PERIOD_OF_MEASUREMENT)
        if start is not None and end is None:
            row.fields["period_end"] = start.end


def _fill_year(row: Row) -> None:
    """A price chosen from the catalogue stands for itself where no other is written."""
    row.fields = with_price(row.fields)


FILLERS: dict[type, Callable[[Row], None]] = {
    Person: _fill_person,
    Benefit: _fill_benefit,
    Indicator: _fill_indicator,
    Measurement: _fill_measurement,
    BenefitYear: _fill_year,
}
