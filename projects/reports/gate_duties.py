"""Gates that wait for a decision: an idea is proposed, or all that the next gate asks for is there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery

from projects.models import (
    Benefit,
    Condition,
    DecidingBody,
    GateAnswer,
    Handover,
    Project,
    Referral,
    Rule,
)
from projects.models.projects import ProjectQuerySet
from projects.reports.asked_duties import asked
from projects.reports.duty_scope import OVER, Found, Scope
from projects.reports.evaluation_duties import LESSONS, UNJUDGED, followed_up_to_the_end
from projects.reports.gate_answers import poll_of
from projects.reports.gate_basis import basis_of
from projects.requirements import handing_over, planning
from projects.requirements.gates import at_gate
from register.models import AuditEvent
from workflows.rules import Requirement

Moment = Callable[[Any], datetime | None]
OF_LIVING = Benefit.objects.filter(project=OuterRef("pk")).exclude(state="withdrawn")
RECORDED_WITHIN = timedelta(days=3)
LAST_ACT = AuditEvent.objects.filter(about=OuterRef("pk"), by__isnull=False).order_by("-at").values("at")[:1]


def decide_gate(scope: Scope) -> Iterator[Found]:
    """Every open gate, to those who decide it: never to the project's leader, never while it waits for a meeting."""
    for state, find in OPEN_IN.items():
        if state in scope.project_states:
            yield from find(scope)


def _when_proposed(scope: Scope) -> Iterator[Found]:
    proposed = Project.objects.filter(state="proposed")
    yield from _for_deciders("approve_concept", proposed.filter(track="full"), scope)
    yield from _for_owner("approve_execution", proposed.filter(track="light"), scope)


def _in_concept(scope: Scope) -> Iterator[Found]:
    yield from _for_deciders("approve_planning", _ready_to_plan(), scope, moment=_last_act)


def _in_planning(scope: Scope) -> Iterator[Found]:
    yield from _for_owner("approve_execution", _ready_to_execute(), scope, _execution_asks(), moment=_last_act)


def _while_executing(scope: Scope) -> Iterator[Found]:
    recommended = Project.objects.filter(state="executing", track="full", recommended_at__isnull=False)
    yield from _for_owner("start_handover", recommended, scope, moment=lambda project: project.recommended_at)


def _while_handing_over(scope: Scope) -> Iterator[Found]:
    yield from _for_owner("complete_handover", _ready_to_complete(), scope, handing_over.COMPLETE, moment=_last_act)


def _when_followed_up(scope: Scope) -> Iterator[Found]:
    judged = _ready_to_close("realising").filter(pk__in=followed_up_to_the_end().values("pk"))
    yield from _for_deciders("close", judged, scope, moment=_last_act)


def _when_evaluated(scope: Scope) -> Iterator[Found]:
    yield from _for_deciders("close", _ready_to_close("evaluating"), scope, moment=_last_act)


OPEN_IN = {
    "proposed": _when_proposed,
    "concept": _in_concept,
    "planning": _in_planning,
    "executing": _while_executing,
    "handing_over": _while_handing_over,
    "realising": _when_followed_up,
    "evaluating": _when_evaluated,
}


def _for_deciders(
    gate: str, rows: ProjectQuerySet, scope: Scope, *, moment: Moment = lambda project: project.state_changed_at
) -> Iterator[Found]:
    rows = _open_at(gate, rows)
    usual = rows
    if scope.people is not None:
        usual = rows.filter(scope.held("decision_maker", "unit", never="leader"))
    for row in _in_order(usual, scope):
        if _body(gate, row, scope) or _lacks_items(gate, row, scope):
            continue
        held = [one for one in scope.line.holding("decision_maker", row.unit_id) if one != row.leader_id]
        yield from _to_each(gate, row, held, moment, scope)
    yield from _for_bodies(gate, rows, scope, (), moment=moment)


def _for_owner(
    gate: str,
    rows: ProjectQuerySet,
    scope: Scope,
    asks: Sequence[Requirement] = (),
    *,
    moment: Moment = lambda project: project.state_changed_at,
) -> Iterator[Found]:
    rows = _open_at(gate, rows)
    usual = rows.exclude(owner__is_active=False)  # who has left is to be replaced first
    if scope.people is not None:
        usual = usual.filter(_owned(scope))
    for row in _in_order(_with_what_is_asked(usual, asks), scope):
        row.asked_on = scope.today
        if _body(gate, row, scope) or any(one.lacking(row) for one in asks) or _lacks_items(gate, row, scope):
            continue
        held = [row.owner_id] if row.owner_id not in (None, row.leader_id) else []
        yield from _to_each(gate, row, held, moment, scope)
    yield from _for_bodies(gate, rows, scope, asks, moment=moment)


def _owned(scope: Scope) -> Q:
    """Projects of the people; administrators also those whose owner may not decide, or is lacking."""
    found = Q(owner__in=scope.people or ())
    if scope.line.units_of("administrator", scope.people or ()) is None:
        found |= Q(owner=None) | Q(owner=F("leader"))
    return found


def _to_each(gate: str, row: Any, held: Sequence[UUID], moment: Moment, scope: Scope) -> Iterator[Found]:
    """To those who decide; where nobody may, to the administrators, who can change that."""
    row.is_undecidable = not held
    for person in held or scope.line.able("administrator", None, but=[row.leader_id]):
        if scope.concerns(person):
            yield _gate(gate, row, person, moment, scope)


def _for_bodies(
    gate: str, rows: ProjectQuerySet, scope: Scope, asks: Sequence[Requirement], *, moment: Moment
) -> Iterator[Found]:
    """Where a body decides: its members who have not answered; its secretary, where it meets elsewhere."""
    bodies = [body for body in scope.deciders.bodies.values() if body]
    if not any(scope.concerns(person) for body in bodies for person in _asked_in(body)):
        return
    for row in _in_order(_with_what_is_asked(rows, asks), scope):
        row.asked_on = scope.today
        body = _body(gate, row, scope)
        if body is None or any(one.lacking(row) for one in asks) or _lacks_items(gate, row, scope):
            continue
        row.taken_to = body.name if body.rule == Rule.ELSEWHERE else ""
        for person in _still_asked(gate, row, body, scope):
            if scope.concerns(person) and person != row.leader_id:
                yield _gate(gate, row, person, moment, scope)


def _asked_in(body: DecidingBody) -> list[UUID]:
    """Members, or the secretary who registers the meeting."""
    if body.rule == Rule.ELSEWHERE:
        return [body.secretary.pk] if body.secretary and body.secretary.is_active else []
    return [one.pk for one in body.members.all() if one.is_active]


def _still_asked(gate: str, row: Any, body: DecidingBody, scope: Scope) -> list[UUID]:
    """Where all must agree, those whose answer to what lies before them now is missing."""
    if body.rule != Rule.ALL or not row.has_answers:
        return _asked_in(body)
    project = Project.objects.with_parts().get(pk=row.pk)
    return [one.pk for one in poll_of(project, gate, body, basis_of(project, gate, now=scope.now)).missing]


def _body(gate: str, row: Any, scope: Scope) -> DecidingBody | None:
    bodies: DecidingBody | None = scope.deciders.body_for(gate, scope.line.upwards(row.unit_id))
    return bodies


def _lacks_items(gate: str, row: Any, scope: Scope) -> bool:
    """Only where the organisation has marked items of this list as required."""
    return (gate, row.track) in scope.required_lists and any(one.lacking(row) for one in at_gate(gate))


def _open_at(gate: str, rows: ProjectQuerySet) -> ProjectQuerySet:
    """Those that neither wait for a body's meeting nor are blocked by a condition."""
    of_gate = {"project": OuterRef("pk")}
    referred = Referral.objects.filter(gate=gate, withdrawn_at=None, decision=None, **of_gate)
    blocking = Condition.objects.filter(blocks=gate, fulfilled_at=None, **of_gate)
    answers = GateAnswer.objects.filter(gate=gate, decision=None, **of_gate)
    return rows.exclude(Exists(referred)).exclude(Exists(blocking)).annotate(has_answers=Exists(answers))


def _with_what_is_asked(rows: ProjectQuerySet, asks: Sequence[Requirement]) -> ProjectQuerySet:
    return rows.with_parts().prefetch_related("benefits__indicators__benefit") if asks else rows


def _in_order(rows: ProjectQuerySet, scope: Scope) -> Iterable[Any]:
    rows = scope.narrow(rows, project="pk").annotate(last_act_at=Subquery(LAST_ACT))
    return scope.each(rows.order_by("state_changed_at", "pk"))


def _gate(gate: str, row: Any, person: Any, moment: Moment, scope: Scope) -> Found:
    """The time to answer runs from when it was asked; until that is written down, from when all was there."""
    at = row.asked_since(gate) or moment(row) or row.state_changed_at or row.created_at
    return asked("decide_gate", row, row, person, at, scope, unit=row.unit_id, part=gate)


def _last_act(project: Any) -> datetime | None:
    """When somebody last changed something about the project: then it became ready, unless it was before."""
    moment: datetime | None = project.last_act_at
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


def _ready_to_close(state: str) -> ProjectQuerySet:
    """The requirements of `close`, asked of the database."""
    return Project.objects.filter(~Exists(UNJUDGED), Exists(LESSONS), state=state)


def record_decision(scope: Scope) -> Iterator[Found]:
    """After the meeting, to the secretary: what was decided? Before it, nobody is chased."""
    rows = Referral.objects.filter(withdrawn_at=None, decision=None, meeting_date__lt=scope.today)
    rows = rows.exclude(project__state__in=("draft", "on_hold", *OVER))  # where no answer can be given
    rows = scope.narrow(rows, project="project", people=("secretary",)).select_related("project", "body")
    for row in scope.each(rows.order_by("meeting_date", "pk")):
        if scope.concerns(row.secretary_id):
            yield Found(
                "record_decision",
                row,
                row.project,
                row.secretary_id,
                asked_on=row.meeting_date + timedelta(days=1),
                due_date=row.meeting_date + RECORDED_WITHIN,
                unit=row.project.unit_id,
            )
