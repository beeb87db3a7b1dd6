"""Measurements: reporting a figure, correcting it, and what belongs to its steps."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.lifecycles.measurement import MeasurementState
from projects.models import Indicator, Measurement
from projects.services import checks
from projects.services.dates import spread
from projects.services.measurement_plan import due_date_of, plan, plan_all
from projects.services.permission import ensure
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.periods import Period
from register.services import editing
from workflows import lifecycle

__all__ = ["AFTER", "BEFORE", "plan", "plan_all", "report_new", "update_measurement"]

SURVEY = ("sample_size", "population")
FIELDS = ("key", "period_start", "period_end", "date_estimated", "note", *SURVEY, *checks.FIGURE)
OPEN = (MeasurementState.DUE, MeasurementState.DISPUTED)
ANSWER_WITHIN = timedelta(days=14)


@transaction.atomic
def report_new(*, indicator: Indicator, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Measurement:
    """Report a figure for a period: it fills the row that is due for the period, or makes a new one.

    Only an administrator says in which other ``state`` it was already.
    """
    row = Measurement(organisation_id=indicator.organisation_id, indicator=indicator)
    ensure(permissions.REPORTS, subject=row, by=by)
    values = dict(fields)
    state = values.pop("state", None) or MeasurementState.REPORTED
    _ensure_may_record(state, by)
    values = spread(Measurement, _with_whole_period(values))
    checks.only(FIELDS, values)
    checks.on_scale(indicator, checks.figure(row, values, required=state != MeasurementState.DUE))
    row = _due_row(indicator, values) or row
    row = _write(row, values, by=by, now=now)
    if state == MeasurementState.REPORTED:
        return lifecycle.perform("report", on=row, by=by, now=now)
    return lifecycle.record_imported_state(row, state=state, by=by, now=now) if state != row.state else row


@transaction.atomic
def update_measurement(
    *,
    measurement: Measurement,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Measurement:
    """Correct a figure that nobody has verified yet; a verified one must be disputed first."""
    if by is None or by.pk != measurement.reported_by_id:
        ensure(permissions.REPORTS, subject=measurement, by=by)
    if measurement.state in (MeasurementState.VERIFIED, MeasurementState.WAIVED):
        words = _("This figure is verified or waived. Somebody who verifies must dispute it first.")
        raise NotPossible(words, code="wrong_state")
    values = spread(Measurement, _with_whole_period(dict(changes), measurement))
    checks.only(FIELDS, values)
    value = checks.figure(measurement, values, required=measurement.state == MeasurementState.REPORTED)
    checks.on_scale(measurement.indicator, value)
    if by and measurement.state == MeasurementState.REPORTED and checks.changed(measurement, values, checks.FIGURE):
        values |= how_answered({})
        values |= {"reported_by": by, "reported_at": now}  # whoever writes the figure may not verify it
    return editing.update(
        row=measurement,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=measurement.about,
    )


def _ensure_may_record(state: str, by: Person | None) -> None:
    if state not in MeasurementState.values:
        raise InvalidInput.single("state", _("There is no such state."))
    if state != MeasurementState.REPORTED and by is not None and not by.standing.administrator:
        raise NotPermitted(_("Only an administrator can say in which state a measurement is already."))


def _with_whole_period(values: dict[str, Any], row: Measurement | None = None) -> dict[str, Any]:
    """A start alone means the whole period that was written; the first day must not come after the last."""
    start, end = values.get("period_start"), values.get("period_end")
    if start is not None and end is None and (row is None or "period_end" in values or isinstance(start, Period)):
        values["period_end"] = start.end if isinstance(start, Period) else start
    if row is None and values.get("period_end") is None:
        raise InvalidInput.single("period_end", _("Say which period or day the figure is for."), code="required")
    days = spread(Measurement, values)
    first = days.get("period_start", row.period_start if row else None)
    last = days.get("period_end", row.period_end if row else None)
    if first and last and first > last:
        raise InvalidInput.single("period_end", _("The period ends before it starts."), code="ends_before_start")
    return values


def _due_row(indicator: Indicator, values: Mapping[str, Any]) -> Measurement | None:
    start, end = values.get("period_start"), values["period_end"]
    due = indicator.measurements.filter(state=MeasurementState.DUE, period_end=end)
    return due.filter(period_start=start).first() if start else due.first()


def _write(row: Measurement, values: Mapping[str, Any], *, by: Person | None, now: datetime) -> Measurement:
    if not row._state.adding:
        values = {**values, **how_answered({})}
        kept = {name: value for name, value in values.items() if not name.startswith("period_")}
        return editing.update(row=row, changes=kept, by=by, now=now, about=row.about)
    for name, value in values.items():
        setattr(row, name, value)
    row.due_date = due_date_of(row.indicator, row.period_end)
    row.state_changed_at = now
    return editing.create(row=row, by=by, now=now, about=row.about)


def store_figure(measurement: Measurement, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """The figure is stored before the measurement is reported; a new one takes the place of all of the old."""
    ensure(permissions.REPORTS, subject=measurement, by=by)
    if measurement.state not in OPEN:
        return
    changes: dict[str, Any] = {}
    if any(given.get(name) is not None for name in ("value", "low", "high")):
        changes = {name: given.get(name) for name in ("value", "low", "high")}
        changes["comparator"] = given.get("comparator") or "exact"
        checks.on_scale(measurement.indicator, checks.figure(measurement, changes))
    changes |= {name: given[name] for name in SURVEY if given.get(name) is not None}
    changes |= how_answered(given)
    words = given.get("note") or given.get("comment")
    if words:
        changes["note"] = words
    editing.update(row=measurement, changes=changes, by=by, now=now, about=measurement.about)


def how_answered(given: Mapping[str, Any]) -> dict[str, Any]:
    """How a figure came about; what was said of an earlier answer holds no longer."""
    return {
        "same_as_last": bool(given.get("same_as_last")),
        "asked_by": given.get("asked_by"),
        "confirmed_at": None,
        "expected_on": None,
        "expected_reason": "",
    }


def give_time_to_answer(
    measurement: Measurement, *, by: Person | None, now: datetime, given: Mapping[str, Any]
) -> None:
    """Whoever reported it has two weeks to answer a dispute."""
    organisation = measurement.organisation
    changes = {"due_date": organisation.calendar.due(organisation.local_date(now) + ANSWER_WITHIN)}
    editing.update(row=measurement, changes=changes, by=by, now=now, about=measurement.about)


BEFORE: dict[str, Callable[..., None]] = {"report": store_figure}
AFTER: dict[str, Callable[..., None]] = {"dispute": give_time_to_answer}
