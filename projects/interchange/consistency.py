"""Holds what a file would make of the register to the rules that no single cell can break."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from projects.formulas.scales import check_on_scale
from projects.formulas.values import Value, ValueRefused, check_target_comparator, check_value
from projects.interchange.figure_sheets import BESIDE_FIGURES
from projects.interchange.format import Sheet
from projects.interchange.map_lines import faults_of_lines
from projects.interchange.problems import Problem
from projects.interchange.promises import Promised
from projects.interchange.proposing import plain_fields
from projects.interchange.reading import Row
from projects.interchange.uniqueness import named_once
from projects.lifecycles.measurement import MeasurementState
from projects.models import BaselineState, Benefit
from projects.services import benefit_parts, checks, courses, dates_that_follow
from projects.services.benefit_years import PROMISED
from projects.services.indicators import BASELINE, check_scale
from projects.services.targets import WANTED
from register.errors import InvalidInput
from register.models import Organisation, Person
from register.services.validation import check_changes, check_new

NO_FIGURE_IN = (MeasurementState.DUE, MeasurementState.WAIVED)
CIRCLES = {"units": ("parent",), "goals": ("parent",), "benefits": ("part_of", "restates")}
Found = Iterator[Problem]


class Proposals:
    """All rows as they shall be; a row that the file does not speak of is what it was."""

    def __init__(self, organisation: Organisation, rows: dict[str, list[Row]], reason: str, today: date) -> None:
        self.organisation, self.today = organisation, today
        self.reason = reason
        self.promised = Promised(organisation)
        self.rows = rows
        self.by_id = {row.stored.pk: row.proposed for sheet in rows.values() for row in sheet}

    def now(self, stored: Any) -> Any:
        """A row of the register, or the file's version of it."""
        return self.by_id.get(stored.pk, stored)

    def problems(self) -> Found:
        for name, rows in self.rows.items():
            check = CHECKS.get(name)
            yield from named_once(self.organisation, rows)
            for row in rows:
                yield from _state_stays(row)
                yield from _place_stays(row)
                yield from _active_people(row)
                if check and (row.is_new or row.is_changed):
                    yield from check(self, row)
                yield from _fields_fit(row)
            for column in CIRCLES.get(name, ()):
                yield from self._circles(rows, column)
        yield from faults_of_lines(self.rows["links"], self.rows["benefits"])

    def _circles(self, rows: list[Row], column: str) -> Found:
        if not any(row.fields.get(column) for row in rows):
            return
        above = self._above(rows[0].sheet, column)
        above |= {row.proposed.pk: getattr(row.proposed, f"{column}_id") for row in rows}
        for row in rows:
            if column in row.fields and _leads_back(row.proposed.pk, above):
                yield row.problem(column, _("This leads round in a circle: choose another row."))

    def _above(self, sheet: Sheet, column: str) -> dict[UUID, UUID]:
        linked = sheet.model._default_manager.filter(organisation=self.organisation, **{f"{column}__isnull": False})
        return dict(linked.values_list("pk", f"{column}_id"))


def _leads_back(start: UUID, above: dict[UUID, Any]) -> bool:
    seen, place = set(), above.get(start)
    while place is not None and place not in seen:
        if place == start:
            return True
        seen.add(place)
        place = above.get(place)
    return False


def _state_stays(row: Row) -> Found:
    state = row.values.get("state")
    if row.existing is not None and state and state != row.existing.state:
        words = _("The state in the register is “%(state)s”. It changes by decisions, not by an import.")
        yield row.problem("state", words % {"state": row.existing.state})


def _place_stays(row: Row) -> Found:
    if row.is_changed and row.sheet.parent in row.fields and row.fields[row.sheet.parent] is not None:
        yield row.problem(row.sheet.parent, _("A row cannot be moved: in the register it belongs to another one."))


def _active_people(row: Row) -> Found:
    for name, value in row.fields.items():
        people = value if isinstance(value, list) else [value]
        for one in people:
            if isinstance(one, Person) and not one.is_active:
                words = _("%(email)s is not active any more. Name somebody else.")
                yield row.problem(name, words % {"email": one.email})


def _fields_fit(row: Row) -> Found:
    """What the columns of the model say to the values."""
    try:
        if row.is_new and _has_its_place(row):
            check_new(row.proposed, {})
        elif row.is_changed:
            check_changes(row.proposed, plain_fields(row))
    except InvalidInput as refused:
        yield from _as_problems(row, refused)


def _has_its_place(row: Row) -> bool:
    """Whether a row knows what it belongs to; where it does not, that is said already."""
    return not row.sheet.parent or getattr(row.proposed, f"{row.sheet.parent}_id") is not None


def _as_problems(row: Row, refused: InvalidInput) -> Found:
    for error in refused.errors:
        column = error.field if error.field in row.sheet.by_name else ""
        yield row.problem(column, str(error.words))


def _in_order(row: Row, first: str, last: str) -> Found:
    start, end = getattr(row.proposed, first), getattr(row.proposed, last)
    if start and end and end < start:
        words = _("This lies before %(first)s, which is %(start)s.")
        yield row.problem(last, words % {"first": first, "start": start.isoformat()})


def _figure(row: Row, prefix: str = "") -> Value:
    return Value(**{name: getattr(row.proposed, f"{prefix}{name}") for name in checks.FIGURE})


def _figure_fits(row: Row, value: Value, prefix: str = "", *, of: Any = None) -> Found:
    try:
        check_value(value)
        if of is not None:
            check_on_scale(value, *of.scale_of)
    except ValueRefused as refused:
        yield row.problem(f"{prefix}{refused.field}", str(refused))


def _check_project(proposals: Proposals, row: Row) -> Found:
    yield from _in_order(row, "start_date", "end_date")


def _check_benefit(proposals: Proposals, row: Row) -> Found:
    """A new one begins as the milestone says that it waits for; of one that is there the service sees to it."""
    if not row.is_new or not _has_its_place(row):
        return
    try:
        begins = dates_that_follow.settle(Benefit(project=row.proposed.project), plain_fields(row))
    except InvalidInput as refused:
        yield from _as_problems(row, refused)
    else:
        for name, value in begins.items():
            setattr(row.proposed, name, value)


def _check_prerequisite(proposals: Proposals, row: Row) -> Found:
    project = row.proposed.project_id
    if any(benefit.project_id != project for benefit in row.fields.get("benefits", ())):
        yield row.problem("benefits", _("Choose benefits of the same project."))
    yield from _check_ending(proposals, row)


def _check_ending(proposals: Proposals, row: Row) -> Found:
    """What is done was done on some day; the day of a new row that does not say is the day of the import."""
    if not row.is_new:
        return
    try:
        ended = benefit_parts.ended(row.proposed, {}, today=proposals.today)
    except InvalidInput as refused:
        yield from _as_problems(row, refused)
    else:
        for name, value in ended.items():
            setattr(row.proposed, name, value)


def _check_indicator(proposals: Proposals, row: Row) -> Found:
    value = _figure(row, "baseline_")
    if value.is_given or value.low is not None or value.high is not None:
        yield from _figure_fits(row, value, "baseline_")
        if row.proposed.baseline_state != BaselineState.MEASURED:
            yield row.problem("baseline_state", _("A baseline is given, so its state is “measured”."))
    elif row.proposed.baseline_state == BaselineState.MEASURED:
        yield row.problem("baseline_value", _("Give the baseline that was measured, or choose another state."))
    if row.is_new:
        try:
            check_scale(row.proposed)
        except InvalidInput as refused:
            yield from _as_problems(row, refused)
    if row.is_changed and row.existing.baseline is not None and set(row.fields) & set(BASELINE):
        yield from _reason_given(proposals, row, row.existing.benefit)


def _check_target(proposals: Proposals, row: Row) -> Found:
    indicator = proposals.now(row.proposed.indicator) if _has_its_place(row) else None
    yield from _figure_fits(row, _figure(row), of=indicator)
    if indicator is None:
        return
    try:
        check_target_comparator(row.proposed.comparator, indicator.direction)
    except ValueRefused as refused:
        yield row.problem("comparator", str(refused))
    if row.is_changed and set(row.fields) & set(WANTED):
        yield from _reason_given(proposals, row, row.existing.indicator.benefit)
    if row.is_new and proposals.promised.indicator(indicator.pk):
        yield from _reason_given(proposals, row, indicator.benefit)


def _reason_given(proposals: Proposals, row: Row, benefit: Any) -> Found:
    try:
        checks.reason_for_change(benefit, proposals.reason)
    except InvalidInput as refused:
        yield row.problem("", str(refused))


def _check_measurement(proposals: Proposals, row: Row) -> Found:
    if row.proposed.period_end is None:
        yield row.problem("period_end", _("Say which period or day the figure is for."))
    yield from _in_order(row, "period_start", "period_end")
    state = row.existing.state if row.existing else row.values["state"]
    value = _figure(row)
    if state not in NO_FIGURE_IN or value != Value(comparator=value.comparator):
        indicator = proposals.now(row.proposed.indicator) if _has_its_place(row) else None
        yield from _figure_fits(row, value, of=indicator)


def _check_year(proposals: Proposals, row: Row) -> Found:
    if row.is_changed and set(row.fields) & set(PROMISED):
        yield from _reason_given(proposals, row, row.existing.benefit)
    benefit = proposals.now(row.proposed.benefit) if row.is_new and _has_its_place(row) else None
    if benefit is not None and proposals.promised.benefit(benefit.pk):
        yield from _reason_given(proposals, row, benefit)


def _check_beside(proposals: Proposals, row: Row) -> Found:
    """What its service would say of it."""
    if not _has_its_place(row):
        return
    proposed = copy(row.proposed)
    proposed.indicator = proposals.now(row.proposed.indicator)
    try:
        courses.RULES[row.sheet.model].check(proposed, {})
    except InvalidInput as refused:
        yield from _as_problems(row, refused)


CHECKS: dict[str, Callable[[Proposals, Row], Iterable[Problem]]] = {
    "projects": _check_project,
    "benefits": _check_benefit,
    "prerequisites": _check_prerequisite,
    "realisation_actions": _check_ending,
    "indicators": _check_indicator,
    "targets": _check_target,
    "measurements": _check_measurement,
    **{sheet.name: _check_beside for sheet in BESIDE_FIGURES},
    "benefit_years": _check_year,
}
