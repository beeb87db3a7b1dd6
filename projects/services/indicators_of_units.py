"""A goal that each of several units must reach: the same indicator for each of them, in one step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects import permissions
from projects.models import BaselineState, Indicator
from projects.services import indicators, targets
from projects.services.permission import ensure
from register.errors import InvalidInput
from register.models import Person, Unit
from register.services import audit

THE_SAME = (
    *("name", "unit", "direction", "measures", "method", "source", "frequency", "measurer"),
    *("scale", "scale_words", "season"),
)
NOT_MEASURED = ("baseline_state", "baseline_reason", "baseline_due_date")
AIM = ("value", "low", "high", "comparator", "due_date", "due_date_entered")


@transaction.atomic
def for_units(*, indicator: Indicator, units: Sequence[Unit], by: Person | None, now: datetime) -> list[Indicator]:
    """The same for each of other units: what is counted, how often, and the targets. Each has a baseline of its own.

    That it is put off or not possible, and why, holds for all of them.
    """
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=by)
    audit.hold(indicator.organisation_id)  # nobody makes the same at the same time
    _check(indicator, units)
    fields = {name: getattr(indicator, name) for name in THE_SAME}
    if indicator.baseline_state in (BaselineState.DEFERRED, BaselineState.NOT_POSSIBLE):
        fields |= {name: getattr(indicator, name) for name in NOT_MEASURED}
    if indicator.measurer is not None and not indicator.measurer.is_active:
        fields["measurer"] = None
    aims = [{name: getattr(row, name) for name in AIM} for row in indicator.targets.order_by("created_at", "pk")]
    return [_one(indicator, {**fields, "at_unit": unit}, aims, by=by, now=now) for unit in dict.fromkeys(units)]


def _check(indicator: Indicator, units: Sequence[Unit]) -> None:
    if indicator.at_unit is None:
        raise InvalidInput.single("at_unit", _("Say first for which unit this one is."), code="required")
    if not units:
        raise InvalidInput.single("units", _("Choose at least one unit."), code="required")
    same = indicator.benefit.indicators.filter(name=indicator.name, at_unit__in=units).select_related("at_unit")
    if there := same.first():
        words = _("There is one for %(unit)s already.") % {"unit": there.at_unit}
        raise InvalidInput.single("units", words, code="unique")


def _one(
    indicator: Indicator, fields: dict[str, Any], aims: list[dict[str, Any]], *, by: Person | None, now: datetime
) -> Indicator:
    made = indicators.create_indicator(benefit=indicator.benefit, fields=fields, by=by, now=now)
    for aim in aims:
        targets.create_target(indicator=made, fields=aim, by=by, now=now)
    return made
