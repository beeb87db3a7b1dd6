"""Indicators: what is counted to see a benefit, and where we stood before."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.formulas.scales import FEWEST_WORDS, words_of
from projects.formulas.units import can_be_summed
from projects.formulas.values import Value
from projects.models import BaselineState, Benefit, Indicator, Measurement, Rebaselined, Scale
from projects.services import checks, handovers, measurement_plan, promises
from projects.services.dates import spread
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Person
from register.services import editing

BASELINE = ("baseline_value", "baseline_low", "baseline_high", "baseline_comparator", "baseline_date")
OF_BASELINE = frozenset({*BASELINE, "baseline_date_entered", "baseline_state", "baseline_reason", "baseline_due_date"})
FIELDS = (
    *("key", "name", "unit", "direction", "measures", "method", "source", "frequency", "measurer"),
    *("at_unit", "scale", "scale_words", "season"),
    *(*BASELINE, "baseline_state", "baseline_reason", "baseline_due_date"),
)


@transaction.atomic
def create_indicator(*, benefit: Benefit, fields: Mapping[str, Any], by: Person | None, now: datetime) -> Indicator:
    """Say what is counted to see the benefit."""
    ensure(permissions.EDITS_BENEFIT, subject=benefit, by=by)
    values = spread(Indicator, fields)
    checks.only(FIELDS, values)
    checks.active_people(values)
    today = benefit.organisation.local_date(now)
    row = Indicator(organisation_id=benefit.organisation_id, benefit=benefit, frequency_since=today)
    values = _with_baseline_state(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    check_scale(row)
    indicator = editing.create(row=row, by=by, now=now, about=benefit.about)
    _follow(indicator, by=by, now=now)
    return indicator


@transaction.atomic
def update_indicator(
    *,
    indicator: Indicator,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Indicator:
    """Change an indicator; a baseline that was approved changes only with a reason."""
    _ensure_may_change(indicator, changes, by=by)
    values = spread(Indicator, changes)
    checks.only(FIELDS, values)
    checks.active_people({name: one for name, one in values.items() if one != getattr(indicator, name)})
    values = _with_baseline_state(indicator, values)
    if indicator.baseline is not None and checks.changed(indicator, values, BASELINE):
        checks.reason_for_change(indicator.benefit, reason)
    _check_direction(indicator, values)
    _check_new_scale(indicator, values)
    rhythm_changes = checks.changed(indicator, values, ("frequency",))
    if rhythm_changes:
        values["frequency_since"] = indicator.organisation.local_date(now)
    row = editing.update(
        row=indicator,
        changes=values,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=indicator.about,
    )
    if old := promises.baseline_of(indicator):
        new = promises.baseline_of(row)
        promises.note_change(indicator=row, what=Rebaselined.BASELINE, old=old, new=new, reason=reason, by=by, now=now)
    if rhythm_changes:
        measurement_plan.drop_planned(indicator=row, by=by, now=now)
    _follow(row, by=by, now=now)
    return row


def _ensure_may_change(indicator: Indicator, changes: Mapping[str, Any], *, by: Person | None) -> None:
    """Who measures gives the baseline that is lacking too; everything else is for those who edit the benefit."""
    is_given = any(changes.get(f"baseline_{end}") is not None for end in ("value", "low", "high"))
    if indicator.baseline is None and is_given and set(changes) <= OF_BASELINE:
        ensure(permissions.REPORTS, subject=Measurement(indicator=indicator), by=by, about=indicator)
    else:
        ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)


@transaction.atomic
def delete_indicator(
    *, indicator: Indicator, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    """Remove an indicator of which no figure was ever reported, together with its targets."""
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)
    if indicator.baseline is not None or indicator.targets.exists():
        checks.reason_for_change(indicator.benefit, reason)
    if indicator.measurements.exclude(state="due").exists():
        raise InvalidInput.single("", _("Figures were reported for this indicator, so it stays."), code="in_use")
    if indicator.promised_figures.exists():
        words = _("This was promised when execution was decided, so it stays. Withdraw the benefit, or change targets.")
        raise InvalidInput.single("", words, code="in_use")
    project = indicator.project
    for part in (*indicator.targets.all(), *indicator.measurements.all()):  # so that the trail keeps what they were
        editing.delete(row=part, by=by, now=now, about=indicator.about)
    editing.delete(
        row=indicator, by=by, now=now, expected_version=expected_version, reason=reason, about=indicator.about
    )
    handovers.review_signed(project=project, by=by, now=now)


def _follow(indicator: Indicator, *, by: Person | None, now: datetime) -> None:
    today = indicator.organisation.local_date(now)
    measurement_plan.plan(indicator=indicator, today=today, now=now, by=by)
    handovers.review_signed(project=indicator.project, by=by, now=now)


def _with_baseline_state(row: Indicator, values: dict[str, Any]) -> dict[str, Any]:
    """A baseline that is given counts as measured; a state that says otherwise is refused."""
    given = checks.figure(row, values, prefix="baseline_", required=False).is_given
    state = values.get("baseline_state")
    if given and state is None:
        return {**values, "baseline_state": BaselineState.MEASURED}
    if given and state != BaselineState.MEASURED:
        words = _("A baseline is given, so its state is “measured”. Remove the figure, or choose “measured”.")
        raise InvalidInput.single("baseline_state", words, code="contradicts")
    if not given and (state or row.baseline_state) == BaselineState.MEASURED:
        words = _("Give the baseline that was measured, or say why there is none.")
        raise InvalidInput.single("baseline_value", words, code="required")
    return values


def _check_direction(indicator: Indicator, values: Mapping[str, Any]) -> None:
    if checks.changed(indicator, values, ("direction",)):
        for target in indicator.targets.all():
            checks.target_comparator(checks.figure(target, {}), values["direction"], field="direction")


def _check_new_scale(indicator: Indicator, values: Mapping[str, Any]) -> None:
    """What was answered on one scale means something else on another."""
    if not checks.changed(indicator, values, ("scale", "scale_words", "unit", *BASELINE)):
        return
    proposed = copy(indicator)
    for name, value in values.items():
        setattr(proposed, name, value)
    if checks.changed(indicator, values, ("scale", "scale_words")):
        if indicator.measurements.exclude(value=None, low=None).exists():
            words = _("Figures were reported on this scale, so it stays. Make another indicator for the new scale.")
            raise InvalidInput.single("scale", words, code="in_use")
        for target in indicator.targets.all():
            checks.on_scale(proposed, checks.figure(target, {}))
    check_scale(proposed)


def check_scale(row: Indicator) -> None:
    """A scale has at least two answers and no unit that could be added up; the baseline lies on it."""
    if row.scale == Scale.WORDS and len(words_of(row.scale_words)) < FEWEST_WORDS:
        words = _("Write at least two words, the lowest first, one to a line.")
        raise InvalidInput.single("scale_words", words, code="required")
    if row.scale and can_be_summed(row.unit):
        words = _("Answers on a scale are never added up: leave the unit empty, or write “points”.")
        raise InvalidInput.single("unit", words, code="contradicts")
    checks.on_scale(row, row.baseline or Value(), prefix="baseline_")
