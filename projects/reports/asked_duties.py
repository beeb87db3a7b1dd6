"""Duties that somebody was asked for: to take over, to accept, to check. They fall due two weeks after being asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from projects.lifecycles.benefit import BenefitState
from projects.models import Benefit, Handover, HandoverComment, Measurement, Project
from projects.reports.duty_scope import ANSWER_WITHIN, OVER, PART_OF_LIFE, Found, Scope, first_active

ROLES = ("owner", "leader", "benefits_responsible")
AFTER_THE_PROJECT = ("realising", "evaluating")
WAITS_FOR_OWNER = (BenefitState.PROFILED, BenefitState.ACCEPTED, BenefitState.TRACKING)


def asked(
    kind: str, row: Any, project: Any, person: UUID, at: datetime, scope: Scope, *, unit: UUID | None, **more: Any
) -> Found:
    """A duty that falls due two weeks after the day on which it was asked for, or after the holiday month."""
    on = scope.organisation.local_date(at)
    more.setdefault("asked_at", at)
    due_date = scope.calendar.due(on + ANSWER_WITHIN)
    return Found(kind, row, project, person, asked_on=on, due_date=due_date, unit=unit, **more)


def take_over(scope: Scope) -> Iterator[Found]:
    """Handovers that wait for a signature: the line manager's, or a deputy's for them, and the superior's."""
    rows = Handover.objects.filter(state="sent")
    rows = scope.narrow(rows, project="project")
    if scope.people is not None:
        rows = rows.filter(_may_sign(scope))
    rows = rows.select_related("project", "receiving_unit", "line_manager").prefetch_related("sign_offs")
    for row in scope.each(rows.order_by("sent_at", "pk")):
        row.organisation = scope.organisation
        at = row.sent_at or row.created_at
        for person, is_for in _signers(row, scope):
            if scope.concerns(person):
                yield asked("take_over", row, row.project, person, at, scope, unit=row.receiving_unit_id, is_for=is_for)


def revise(scope: Scope) -> Iterator[Found]:
    """Handovers that came back: the leader reads why, and opens the next round."""
    rows = Handover.objects.filter(state="returned").exclude(project__state__in=OVER)
    rows = scope.narrow(rows, project="project", people=("project__leader",))
    for row in scope.each(rows.select_related("project", "receiving_unit").order_by("state_changed_at", "pk")):
        person = row.project.leader_id
        if scope.concerns(person):
            yield asked("revise", row, row.project, person, row.state_changed_at, scope, unit=row.project.unit_id)


def answer_comments(scope: Scope) -> Iterator[Found]:
    """Handovers with comments that nobody has answered: one duty of the leader, however many there are."""
    unanswered = HandoverComment.objects.filter(handover=OuterRef("pk"), settled_at=None)
    unanswered = unanswered.exclude(written_by=OuterRef("project__leader")).order_by("created_at")
    rows = Handover.objects.filter(state__in=("draft", "sent")).exclude(project__state__in=OVER)
    rows = rows.annotate(commented_at=Subquery(unanswered.values("created_at")[:1])).exclude(commented_at=None)
    rows = scope.narrow(rows, project="project", people=("project__leader",))
    for row in scope.each(rows.select_related("project", "receiving_unit").order_by("commented_at", "pk")):
        person, at = row.project.leader_id, row.commented_at
        if scope.concerns(person):
            yield asked("answer_comments", row, row.project, person, at, scope, unit=row.project.unit_id)


def accept_role(scope: Scope) -> Iterator[Found]:
    """Roles that somebody is named for and has not taken on."""
    waiting = Q()
    for role in ROLES:
        mine = Q(**{f"{role}__isnull": False, f"{role}__is_active": True, f"{role}_accepted_at": None})
        if scope.people is not None:
            mine &= Q(**{f"{role}__in": scope.people})
        waiting |= mine
    counts = Q(state__in=PART_OF_LIFE) | Q(state="proposed", track="light")
    rows = scope.narrow(Project.objects.filter(counts), project="pk").filter(waiting)
    for row in scope.each(rows.order_by("state_changed_at", "pk")):
        for role in ROLES:
            person = getattr(row, f"{role}_id")
            if getattr(row, f"{role}_accepted_at") or not scope.concerns(person) or _is_past(row, role):
                continue
            at = _role_asked_at(row, role)
            yield asked("accept_role", row, row, person, at, scope, unit=row.unit_id, part=role)


def accept_benefit(scope: Scope) -> Iterator[Found]:
    """Benefits whose proposed or new owner has not said yes."""
    rows = Benefit.objects.filter(state__in=WAITS_FOR_OWNER, accepted_at=None, owner__is_active=True)
    rows = rows.exclude(project__state__in=OVER)
    rows = scope.narrow(rows, project="project", people=("owner",)).select_related("project", "owner")
    for row in scope.each(rows.order_by("owner_asked_at", "pk")):
        at = row.owner_asked_at or row.state_changed_at or row.created_at
        unit = row.receiving_unit_id or row.project.unit_id
        yield asked("accept_benefit", row, row.project, row.owner_id, at, scope, unit=unit)


def verify(scope: Scope) -> Iterator[Found]:
    """Reported figures, to the benefits-responsible, else the benefit's or project owner, else the controllers.

    Never to who reported them, or asked for them; where nobody is left, to the administrators.
    """
    paths = ("project__benefits_responsible", "owner", "project__owner")
    rows = Measurement.objects.filter(state="reported", indicator__benefit__outcome="")
    rows = rows.exclude(indicator__benefit__project__state__in=OVER)
    rows = scope.narrow(rows, project="indicator__benefit__project")
    if scope.people is not None:
        mine, nobody = Q(), Q()
        for path in (f"indicator__benefit__{one}" for one in paths):
            mine |= Q(**{f"{path}__in": scope.people})
            barred = Q(**{path: F("reported_by")}) | Q(**{path: F("asked_by")})
            nobody &= Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__is_active": False}) | barred
        rows = rows.filter(mine | nobody & scope.held("controller", "indicator__benefit__project__unit"))
    rows = rows.select_related("indicator__at_unit", *(f"indicator__benefit__{path}" for path in paths))
    for row in scope.each(rows.order_by("reported_at", "pk")):
        benefit, project = row.indicator.benefit, row.indicator.benefit.project
        able = (project.benefits_responsible, benefit.owner, project.owner)
        barred = (row.reported_by_id, row.asked_by_id)
        person = first_active(*(one for one in able if one and one.pk not in barred))
        at, unit = row.reported_at or row.created_at, benefit.receiving_unit_id or project.unit_id
        for one in [person] if person else scope.line.able("controller", project.unit_id, but=barred):
            if scope.concerns(one):
                yield asked("verify", row, project, one, at, scope, unit=unit)


def _may_sign(scope: Scope) -> Q:
    """The handovers that one of the people could have to sign; who does is told row by row."""
    deputised = [unit for unit in scope.line.parents if scope.concerns(scope.line.deputy(unit))]
    below = scope.line.units_of("line_manager", scope.people or ()) or set()
    long_ago = scope.now - timedelta(days=29)
    escalated = Q(line_manager=F("project__leader")) | Q(sent_at__lte=long_ago)
    own = Q(line_manager__in=scope.people) | Q(receiving_unit__in=deputised)
    return own | (Q(receiving_unit__in=below) & escalated)


def _signers(row: Any, scope: Scope) -> Iterator[tuple[UUID, UUID | None]]:
    """Who has to sign, and for whom where it is somebody else's duty first."""
    standing = [one for one in row.sign_offs.all() if one.round == row.round and one.superseded_at is None]
    manager, leader = row.line_manager_id, row.project.leader_id
    if not any(one.signer_role != "superior" for one in standing):
        there = bool(row.line_manager and row.line_manager.is_active)
        if there:
            yield manager, None
        deputy = scope.line.deputy(row.receiving_unit_id)
        if deputy and deputy not in (manager, leader):
            yield deputy, manager if there else None
    if row.needs_superior(scope.today) and not any(one.signer_role == "superior" for one in standing):
        superior = scope.line.superior(row.receiving_unit_id)
        if superior and superior not in (manager, leader):
            yield superior, None if manager == leader else manager


def _is_past(project: Any, role: str) -> bool:
    return role == "leader" and project.state in AFTER_THE_PROJECT


def _role_asked_at(project: Any, role: str) -> datetime:
    """When the person was named; while the idea is taken up not before that."""
    moments: list[datetime] = [getattr(project, f"{role}_asked_at") or project.created_at]
    if project.state in ("proposed", "concept") and project.state_changed_at:
        moments.append(project.state_changed_at)
    return max(moments)
