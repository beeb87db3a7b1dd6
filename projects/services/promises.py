"""The promise given when execution is decided, and its later changes: kept as they are made, approved by somebody."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from projects.approvals import APPROVES_CHANGE
from projects.formulas.values import Value, decimal_text
from projects.lifecycles.benefit import BenefitState
from projects.models import (
    GateDecision,
    Indicator,
    Project,
    PromisedFigure,
    Rebaselined,
    Rebaselining,
    Target,
)
from projects.services import changes_of_promise, checks, promised_money
from projects.services.changes_of_promise import Change
from projects.services.permission import ensure
from register.errors import NotPossible
from register.models import Person
from register.services import editing

GATE = "approve_execution"


def keep_promises(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """Keep baselines, targets and money as they are now: this is what was promised when execution was decided."""
    decision = GateDecision.objects.filter(project=project, gate=GATE).order_by("-round").first()
    decided_on = decision.decided_on if decision else project.organisation.local_date(now)
    indicators = Indicator.objects.filter(benefit__project=project).exclude(benefit__state=BenefitState.WITHDRAWN)
    for indicator in indicators.select_related("benefit__project").prefetch_related("targets"):
        for row in _promised(indicator):
            row.gate_decision, row.decided_on = decision, decided_on
            editing.create(row=row, by=by, now=now, about=project.pk)
    promised_money.keep(project, decision, decided_on, by=by, now=now)


def _promised(indicator: Indicator) -> Iterator[PromisedFigure]:
    common = {"organisation_id": indicator.organisation_id, "indicator": indicator}
    if indicator.baseline is not None:
        day = {"due_date": indicator.baseline_date, "due_date_entered": indicator.baseline_date_entered}
        figure = {name: getattr(indicator, f"baseline_{name}") for name in checks.FIGURE}
        yield PromisedFigure(is_baseline=True, **common, **day, **figure)
    for target in indicator.targets.all():
        day = {"due_date": target.due_date, "due_date_entered": target.due_date_entered}
        yield PromisedFigure(**common, **day, **{name: getattr(target, name) for name in checks.FIGURE})


def is_promised(indicator: Indicator) -> bool:
    """Whether anything was promised of it when execution was decided."""
    return PromisedFigure.objects.standing().filter(indicator=indicator).exists()


def reason_for_new_target(indicator: Indicator, reason: str) -> None:
    """Another target beside what was promised is another promise, and has its reason."""
    if is_promised(indicator):
        checks.reason_for_change(indicator.benefit, reason)


def baseline_of(indicator: Indicator) -> dict[str, str]:
    """The baseline as a change of it keeps it."""
    return _kept(indicator.baseline, indicator.baseline_date, indicator.baseline_date_entered)


def target_of(target: Target) -> dict[str, str]:
    """A target as a change of it keeps it."""
    return _kept(target.figure, target.due_date, target.due_date_entered)


def note_change(*, indicator: Indicator, what: Rebaselined, **how: Any) -> None:
    """Keep a change of a baseline or a target that was promised."""
    row = Rebaselining(indicator=indicator, what=what)
    changes_of_promise.keep(row, is_promised=partial(is_promised, indicator), **how)


@transaction.atomic
def approve_change(*, change: Change, by: Person | None, now: datetime, comment: str = "") -> Change:
    """Say yes to another baseline, target or amount, as somebody who did not make the change."""
    ensure(APPROVES_CHANGE, subject=change, by=by)
    row = editing.lock(change)
    if row.approved_at:
        raise NotPossible(_("This change is approved already."), code="wrong_state")
    return editing.update(
        row=row,
        changes={"approved_by": by, "approved_at": now, "approval": comment.strip()},
        by=by,
        now=now,
        about=change.about,
        action=f"{row._meta.model_name}.approved",
    )


def _kept(value: Value | None, day: date | None, entered: str) -> dict[str, str]:
    if value is None:
        return {}
    ends = {"value": value.value, "low": value.low, "high": value.high}
    figures = {name: decimal_text(one) for name, one in ends.items() if one is not None}
    when = entered or (day.isoformat() if day else "")
    return {**figures, "comparator": str(value.comparator), **({"day": when} if when else {})}
