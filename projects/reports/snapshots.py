"""What a decision is based on and what a signature is under, as plain JSON: figures as strings, dates as ISO."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from projects.formulas.values import decimal_text
from projects.models import Benefit, Handover, Indicator, Project
from register.models import Person

VERSION = 1
HANDOVER_FORMAT = 2
"""1 had neither the terms of operation nor the rows of remaining work."""

TERMS_IN_WORDS = (
    *("handed_over", "task_split", "agreements", "operating_cost_note", "training", "documentation", "routines"),
    *("preconditions", "risks", "reporting", "budget_consequence"),
)
UNSAID = ("format", "figures_when_sent", "receiving_unit")
ROLES = ("leader", "owner", "benefits_responsible")
NO_SUBSTANCE = (*ROLES, "reference")


def project_snapshot(project: Project, *, now: datetime) -> dict[str, Any]:
    """The basis of a gate decision: canvas, roles, benefits with figures, milestones, handovers."""
    return {
        "format": VERSION,
        "taken_at": now.isoformat(),
        "project": {
            "id": str(project.pk),
            "version": project.version,
            **{
                name: str(getattr(project, name))
                for name in ("reference", "title", "track", "state", "background", "purpose", "vision")
            },
            "success_factors": project.success_factors,
            "alternatives": project.alternatives,
            "start_date": _day(project.start_date),
            "end_date": _day(project.end_date),
            "unit": str(project.unit or ""),
            "leader": _name(project.leader),
            "owner": _name(project.owner),
            "benefits_responsible": _name(project.benefits_responsible),
        },
        "benefits": [benefit_snapshot(benefit) for benefit in _ordered(project.benefits.all())],
        "milestones": [
            {"title": row.title, "kind": row.kind, "due": _day(row.due_date), "reached": _day(row.reached_date)}
            for row in _ordered(project.milestones.all())
        ],
        "handovers": [
            {"unit": str(row.receiving_unit), "line_manager": _name(row.line_manager), "state": row.state}
            for row in _ordered(project.handovers.all())
        ],
    }


def handover_snapshot(handover: Handover) -> dict[str, Any]:
    """Exactly what the line manager reads and signs."""
    project = handover.project
    benefits = _ordered(
        handover.get_benefits()
        .select_related("owner")
        .prefetch_related("indicators__targets", "indicators__measurer", "indicators__measurements")
    )
    return {
        "format": HANDOVER_FORMAT,
        "round": handover.round,
        "project": {
            "id": str(project.pk),
            "reference": project.reference,
            "title": project.title,
            "purpose": project.purpose,
            "leader": _name(project.leader),
            "owner": _name(project.owner),
            "benefits_responsible": _name(project.benefits_responsible),
        },
        "receiving_unit": {"id": str(handover.receiving_unit_id), "name": str(handover.receiving_unit)},
        "line_manager": _name(handover.line_manager),
        "takes_over_on": _day(handover.takes_over_on),
        "closing_milestone": str(handover.closing_milestone or ""),
        **{name: getattr(handover, name) for name in ("lasting_results", "anchoring", "way_forward", "first_action")},
        "first_action_owner": _name(handover.first_action_owner),
        "first_action_due": _day(handover.first_action_due),
        "remaining_work": handover.remaining_work,
        **_terms(handover),
        "benefits": [benefit_snapshot(benefit) for benefit in benefits],
        "figures_when_sent": {
            str(indicator.pk): latest
            for benefit in benefits
            for indicator in _ordered(benefit.indicators.all())
            if (latest := _latest(indicator))
        },
    }


def _terms(handover: Handover) -> dict[str, Any]:
    """What format 2 added."""
    return {
        **{name: getattr(handover, name) for name in TERMS_IN_WORDS},
        "operations_owner": _name(handover.operations_owner),
        "operating_cost": _amount(handover.operating_cost),
        "operating_currency": handover.operating_currency,
        "hours_per_month": _amount(handover.hours_per_month),
        "remaining_items": [
            {"id": str(row.pk), "item": row.item, "owner": row.owner.name, "due": _day(row.due_date)}
            for row in _ordered(handover.remaining_items.select_related("owner"))
        ],
    }


def substance(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What a change of reopens a signature: all but new figures, and the project's own people and number.

    A part that is empty is as good as absent, so that what was signed in an earlier format stays what it was.
    Nor does the unit's name count: what was signed stands when the unit is renamed or goes into another one.
    """
    project = {name: value for name, value in snapshot["project"].items() if name not in NO_SUBSTANCE}
    said = {name: value for name, value in snapshot.items() if name not in UNSAID and value}
    return said | {"project": project}


def benefit_snapshot(benefit: Benefit) -> dict[str, Any]:
    """One benefit with what is measured, from where to where, by whom and how often."""
    return {
        "id": str(benefit.pk),
        "title": benefit.title,
        "description": benefit.description,
        "kind": benefit.kind,
        "is_disbenefit": benefit.is_disbenefit,
        "owner": _name(benefit.owner),
        "use_of_value": benefit.use_of_value,
        **_use(benefit),
        "how_known": benefit.how_known,
        "due_date": _day(benefit.due_date),
        "indicators": [_indicator(indicator) for indicator in _ordered(benefit.indicators.all())],
    }


def _use(benefit: Benefit) -> dict[str, Any]:
    """What becomes of the freed value, where it is said; what was signed before anybody could say it stays."""
    if not benefit.use_kind:
        return {}
    named = {"kind": benefit.use_kind, "service": benefit.use_service, "decided_by": benefit.use_decided_by}
    return {"use": {**named, "decided_on": _day(benefit.use_decided_on)}}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "id": str(indicator.pk),
        "name": indicator.name,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "measures": indicator.measures,
        "baseline_state": indicator.baseline_state,
        "baseline": _figure(indicator.baseline),
        "baseline_date": indicator.baseline_date_entered or _day(indicator.baseline_date),
        "method": indicator.method,
        "frequency": indicator.frequency,
        "measurer": _name(indicator.measurer),
        "targets": [
            {"by": target.due_date_entered or _day(target.due_date), **_figure(target.figure)}
            for target in sorted(indicator.targets.all(), key=lambda row: (row.due_date or date.max, str(row.pk)))
        ],
    }


def _latest(indicator: Indicator) -> dict[str, str]:
    counted = [row for row in indicator.measurements.all() if row.state in ("reported", "verified")]
    if not counted:
        return {}
    newest = max(counted, key=lambda row: (row.period_end, str(row.pk)))
    return {"period": newest.period_label, "state": newest.state, **_figure(newest.figure)}


def _figure(figure: Any) -> dict[str, str]:
    if figure is None:
        return {}
    parts = {name: getattr(figure, name) for name in ("value", "low", "high")}
    given = {name: decimal_text(value) for name, value in parts.items() if value is not None}
    return {**given, "comparator": str(figure.comparator)}


def _ordered(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: (row.created_at, str(row.pk)))


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _amount(value: Decimal | None) -> str:
    return "" if value is None else decimal_text(value)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
