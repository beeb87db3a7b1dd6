"""Duties that carry a date of their own: figures, milestones, conditions, follow-ups, baselines, actions and more."""

from collections.abc import Iterator
from typing import Any

from projects.lifecycles.benefit import BenefitState
from projects.models import (
    Condition,
    FollowUp,
    Gap,
    Indicator,
    Measurement,
    Milestone,
    Prerequisite,
    Project,
    RealisationAction,
)
from projects.models.benefit_parts import ACTION_OPEN
from projects.reports.duty_scope import OVER, PART_OF_LIFE, Found, Scope, first_active

FOLLOWED = (BenefitState.ACCEPTED, BenefitState.TRACKING)
ENDED = (BenefitState.REALISED, BenefitState.PARTLY_REALISED, BenefitState.NOT_REALISED, BenefitState.WITHDRAWN)


def measure(scope: Scope) -> Iterator[Found]:
    """Figures that are due, to the measurer, else to the benefit's owner."""
    rows = Measurement.objects.filter(state__in=("due", "disputed"), indicator__benefit__state__in=FOLLOWED)
    rows = rows.exclude(indicator__benefit__project__state__in=OVER)
    people = ("indicator__measurer", "indicator__benefit__owner")
    rows = scope.narrow(rows, project="indicator__benefit__project", people=people)
    rows = rows.select_related("indicator__at_unit", "indicator__measurer", "indicator__benefit__owner")
    rows = rows.select_related("indicator__benefit__project")
    for row in scope.dated(rows, past_too=False, or_on="expected_on"):
        indicator, benefit = row.indicator, row.indicator.benefit
        person = first_active(indicator.measurer, benefit.owner)
        asked_at = row.state_changed_at if row.state == "disputed" else row.created_at
        yield from _found("measure", row, benefit.project, person, scope, asked_at=asked_at, unit=_unit(benefit))


def measure_baseline(scope: Scope) -> Iterator[Found]:
    """Baselines that were put off, to the measurer, else the benefit's owner, else the leader."""
    rows = Indicator.objects.filter(baseline_state="deferred", benefit__project__state__in=PART_OF_LIFE)
    rows = rows.exclude(benefit__state__in=ENDED)
    people = ("measurer", "benefit__owner", "benefit__project__leader")
    rows = scope.narrow(rows, project="benefit__project", people=people)
    rows = rows.select_related("at_unit", "measurer", "benefit__owner", "benefit__project__leader")
    for row in scope.dated(rows, "baseline_due_date", past_too=False):
        benefit = row.benefit
        person = first_active(row.measurer, benefit.owner, benefit.project.leader)
        due = {"due_date": row.baseline_due_date, "unit": _unit(benefit)}
        yield from _found("measure_baseline", row, benefit.project, person, scope, **due)


def reach_milestone(scope: Scope) -> Iterator[Found]:
    """Milestones not reached, to who answers for them, else the leader."""
    rows = Milestone.objects.filter(reached_date=None, on_remaining_work=False, project__state__in=PART_OF_LIFE)
    rows = scope.narrow(rows, project="project", people=("responsible", "project__leader"))
    for row in scope.dated(rows.select_related("responsible", "project__leader"), past_too=False):
        person = first_active(row.responsible, row.project.leader)
        yield from _found("reach_milestone", row, row.project, person, scope)


def fulfil_condition(scope: Scope) -> Iterator[Found]:
    """Conditions and reservations that are open, to their owner, else the leader."""
    rows = Condition.objects.filter(fulfilled_at=None).exclude(project__state__in=("stopped", "rejected"))
    rows = scope.narrow(rows, project="project", people=("owner", "project__leader"))
    for row in scope.dated(rows.select_related("owner", "project__leader")):
        yield from _found("fulfil_condition", row, row.project, first_active(row.owner, row.project.leader), scope)


def follow_up(scope: Scope) -> Iterator[Found]:
    """Follow-ups not done, to who is responsible, else the benefits-responsible, else the project owner.

    Of one unit's handover the superior is the one above that unit.
    """
    rows = FollowUp.objects.filter(done_at=None).exclude(project__state__in=OVER)
    people = ("responsible", "project__benefits_responsible", "project__owner")
    rows = scope.narrow(rows, project="project", people=people)
    rows = rows.select_related(*people, "handover__receiving_unit")
    for row in scope.dated(rows):
        person = first_active(row.responsible, row.project.benefits_responsible, row.project.owner)
        unit = row.handover.receiving_unit_id if row.handover else None
        yield from _found("follow_up", row, row.project, person, scope, unit=unit)


def review_hold(scope: Scope) -> Iterator[Found]:
    """Projects on hold that are to be looked at again, by their owner, else the leader."""
    rows = Project.objects.filter(state="on_hold")
    rows = scope.narrow(rows, project="pk", people=("owner", "leader")).select_related("owner", "leader")
    for row in scope.dated(rows, "review_date"):
        due = {"asked_at": row.state_changed_at, "due_date": row.review_date}
        yield from _found("review_hold", row, row, first_active(row.owner, row.leader), scope, **due)


def close_gap(scope: Scope) -> Iterator[Found]:
    """What a project that was registered while running lacks, to who is to fill it, else the leader."""
    rows = Gap.objects.filter(closed_at=None).exclude(project__state__in=OVER)
    rows = scope.narrow(rows, project="project", people=("owner", "project__leader"))
    for row in scope.dated(rows.select_related("owner", "project__leader")):
        yield from _found("close_gap", row, row.project, first_active(row.owner, row.project.leader), scope)


def take_action(scope: Scope) -> Iterator[Found]:
    """Realisation actions not done, to who does them, else the benefit's owner, else the leader."""
    rows = RealisationAction.objects.filter(status__in=ACTION_OPEN).exclude(benefit__state__in=ENDED)
    rows = rows.filter(benefit__project__state__in=PART_OF_LIFE)
    people = ("responsible", "benefit__owner", "benefit__project__leader")
    rows = scope.narrow(rows, project="benefit__project", people=people)
    for row in scope.dated(rows.select_related(*people), past_too=False):
        benefit = row.benefit
        person = first_active(row.responsible, benefit.owner, benefit.project.leader)
        yield from _found("take_action", row, benefit.project, person, scope, unit=_unit(benefit))


def settle_prerequisite(scope: Scope) -> Iterator[Found]:
    """Prerequisites and barriers not settled, to who sees to them, else the leader."""
    rows = Prerequisite.objects.filter(status="open", project__state__in=PART_OF_LIFE)
    rows = scope.narrow(rows, project="project", people=("handler", "project__leader"))
    for row in scope.dated(rows.select_related("handler", "project__leader"), past_too=False):
        yield from _found("settle_prerequisite", row, row.project, first_active(row.handler, row.project.leader), scope)


def _found(kind: str, row: Any, project: Any, person: Any, scope: Scope, **known: Any) -> Iterator[Found]:
    """The duty, where there is somebody it falls to who is in scope."""
    if scope.concerns(person):
        yield Found(
            kind=kind,
            row=row,
            project=project,
            person=person,
            asked_on=scope.day(known.get("asked_at"), row.created_at),
            due_date=known.get("due_date") or row.due_date,
            unit=known.get("unit") or project.unit_id,
        )


def _unit(benefit: Any) -> Any:
    return benefit.receiving_unit_id or benefit.project.unit_id


DATED = {
    "measure": measure,
    "reach_milestone": reach_milestone,
    "fulfil_condition": fulfil_condition,
    "follow_up": follow_up,
    "measure_baseline": measure_baseline,
    "take_action": take_action,
    "settle_prerequisite": settle_prerequisite,
    "review_hold": review_hold,
    "close_gap": close_gap,
}
