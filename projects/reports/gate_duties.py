"""Gates that wait for a decision: an idea is proposed, or all that the next gate asks for is there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from projects.models import Benefit, Handover, Lesson, Project
from projects.models.projects import ProjectQuerySet
from projects.reports.asked_duties import asked
from projects.reports.duty_scope import Found, Scope
from projects.requirements import handing_over, planning
from register.models import AuditEvent
from workflows.rules import Requirement

Moment = Callable[[Any], datetime | None]
OF_LIVING = Benefit.objects.filter(project=OuterRef("pk")).exclude(state="withdrawn")
LAST_EVENT = AuditEvent.objects.filter(about=OuterRef("pk")).order_by("-position").values("at")[:1]


def decide_gate(scope: Scope) -> Iterator[Found]:
    """Every open gate, to those who decide it: never to the leader of the project."""
    for state, find in OPEN_IN.items():
        if scope.project_state in (None, state):
            yield from find(scope)


def _when_proposed(scope: Scope) -> Iterator[Found]:
    proposed = Project.objects.filter(state="proposed")
    yield from _for_deciders("approve_concept", proposed.filter(track="full"), scope)
    yield from _for_owner("approve_execution", proposed.filter(track="light"), scope)


def _in_concept(scope: Scope) -> Iterator[Found]:
    yield from _for_deciders("approve_planning", _ready_to_plan(), scope, moment=_last_event)


def _in_planning(scope: Scope) -> Iterator[Found]:
    yield from _for_owner("approve_execution", _ready_to_execute(), scope, _execution_asks(), moment=_last_event)


def _while_executing(scope: Scope) -> Iterator[Found]:
    recommended = Project.objects.filter(state="executing", track="full", recommended_at__isnull=False)
    yield from _for_owner("start_handover", recommended, scope, moment=lambda project: project.recommended_at)


def _while_handing_over(scope: Scope) -> Iterator[Found]:
    yield from _for_owner("complete_handover", _ready_to_complete(), scope, handing_over.COMPLETE, moment=_last_event)


def _when_evaluated(scope: Scope) -> Iterator[Found]:
    yield from _for_deciders("close", _ready_to_close(), scope, moment=_last_event)


OPEN_IN = {
    "proposed": _when_proposed,
    "concept": _in_concept,
    "planning": _in_planning,
    "executing": _while_executing,
    "handing_over": _while_handing_over,
    "evaluating": _when_evaluated,
}


def _for_deciders(
    gate: str, rows: ProjectQuerySet, scope: Scope, *, moment: Moment = lambda project: project.state_changed_at
) -> Iterator[Found]:
    if scope.people is not None:
        units = scope.line.units_of("decision_maker", scope.people)
        rows = rows if units is None else rows.filter(unit__in=units)
    for row in _in_order(rows, scope):
        for person in scope.line.holding("decision_maker", row.unit_id):
            if scope.concerns(person) and person != row.leader_id:
                yield _gate(gate, row, person, moment, scope)


def _for_owner(
    gate: str,
    rows: ProjectQuerySet,
    scope: Scope,
    asks: list[Requirement] | None = None,
    *,
    moment: Moment = lambda project: project.state_changed_at,
) -> Iterator[Found]:
    rows = rows.filter(owner__is_active=True).exclude(owner=None)
    if scope.people is not None:
        rows = rows.filter(owner__in=scope.people)
    if asks:
        rows = rows.with_parts().prefetch_related("benefits__indicators__benefit")
    for row in _in_order(rows, scope):
        row.asked_on = scope.today
        if row.owner_id != row.leader_id and not any(one.lacking(row) for one in asks or ()):
            yield _gate(gate, row, row.owner_id, moment, scope)


def _in_order(rows: ProjectQuerySet, scope: Scope) -> ProjectQuerySet:
    rows = scope.narrow(rows, project="pk").annotate(last_event_at=Subquery(LAST_EVENT))
    return rows.order_by("state_changed_at", "pk")[: scope.most]


def _gate(gate: str, row: Any, person: Any, moment: Moment, scope: Scope) -> Found:
    """The time to answer runs from when all was there; asked is once for each time the state is entered."""
    entered_at = row.state_changed_at or row.created_at
    at = moment(row) or entered_at
    once = entered_at if moment is _last_event else at
    return asked("decide_gate", row, row, person, at, scope, unit=row.unit_id, part=gate, asked_at=once)


def _last_event(project: Any) -> datetime | None:
    """When something about the project last changed: from then on it has been ready."""
    moment: datetime | None = project.last_event_at
    return moment


def _ready_to_plan() -> ProjectQuerySet:
    """The requirements of planning.APPROVE_PLANNING, asked of the database."""
    linked = Exists(Project.goals.through.objects.filter(project=OuterRef("pk"))) | Exists(
        OF_LIVING.filter(goals__isnull=False)
    )
    typed = Exists(OF_LIVING.exclude(kind="").filter(owner__isnull=False))
    accepted = {f"{role}_accepted_at__isnull": False for role in ("owner", "leader", "benefits_responsible")}
    ready = Project.objects.filter(typed, linked, state="concept", owner__isnull=False, **accepted)
    return ready.exclude(alternatives="")


def _ready_to_execute() -> ProjectQuerySet:
    """Those whose benefits are all accepted; what else is asked for is looked at project by project."""
    waiting = OF_LIVING.filter(Q(accepted_at=None) | Q(owner=None))
    prepared = Handover.objects.filter(project=OuterRef("pk"), line_manager__isnull=False)
    return Project.objects.filter(Exists(OF_LIVING), ~Exists(waiting), Exists(prepared), state="planning")


def _execution_asks() -> list[Requirement]:
    """Whether an owner is of the line was asked when they accepted."""
    return [one for one in planning.APPROVE_EXECUTION if one is not planning.BENEFITS_ACCEPTED]


def _ready_to_complete() -> ProjectQuerySet:
    handovers = Handover.objects.filter(project=OuterRef("pk"))
    open_ones = handovers.exclude(state__in=("accepted", "accepted_with_reservations"))
    return Project.objects.filter(Exists(handovers), ~Exists(open_ones), state="handing_over", track="full")


def _ready_to_close() -> ProjectQuerySet:
    """The requirements of `close`, asked of the database."""
    unjudged = OF_LIVING.filter(Q(outcome="") | Q(outcome_explanation=""))
    learnt = Lesson.objects.filter(project=OuterRef("pk"))
    return Project.objects.filter(~Exists(unjudged), Exists(learnt), state="evaluating")
