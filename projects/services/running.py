"""Projects that were already running when they were registered."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import GATES, ProjectState
from projects.models import Gap, Project
from projects.models.projects import ProjectQuerySet
from projects.requirements import handing_over, planning, proposing
from projects.services import follow_up_plan
from register.errors import InvalidInput
from register.models import Person
from workflows import lifecycle
from workflows.rules import Unmet

MEND_WITHIN = timedelta(days=60)
AT_A_TIME = 200
STARTS = (
    ProjectState.DRAFT,
    ProjectState.PROPOSED,
    ProjectState.CONCEPT,
    ProjectState.PLANNING,
    ProjectState.EXECUTING,
    ProjectState.HANDING_OVER,
    ProjectState.REALISING,
    ProjectState.EVALUATING,
    ProjectState.CLOSED,
)
PASSED_AT = {
    ProjectState.CONCEPT: ("approve_concept", [*proposing.SUBMIT]),
    ProjectState.PLANNING: ("approve_planning", planning.APPROVE_PLANNING),
    ProjectState.EXECUTING: ("approve_execution", planning.APPROVE_EXECUTION),
    ProjectState.HANDING_OVER: ("start_handover", handing_over.START),
    ProjectState.REALISING: ("complete_handover", handing_over.COMPLETE),
}
GAPS_MATTER_IN = (*STARTS[2:8], ProjectState.ON_HOLD)
FOLLOWED_UP = (ProjectState.REALISING, ProjectState.EVALUATING)


def register(*, project: Project, state: str, by: Person | None, now: datetime) -> Project:
    """Record the state a project is in already; follow-up starts that day. Gaps are noted by ``note_gaps``."""
    if state not in ProjectState.values:
        raise InvalidInput.single("state", _("There is no such state."))
    project = lifecycle.record_imported_state(project, state=state, by=by, now=now)
    if state in FOLLOWED_UP:
        today = project.organisation.local_date(now)
        follow_up_plan.generate(project=project, from_date=project.end_date or today, now=now, not_before=today)
    note_gaps(project=project, now=now)
    return project


def note_gaps(*, project: Project, now: datetime) -> list[Gap]:
    """Note what the gates before the project's state would have asked for, each with an owner and a date.

    Asked again when more of the project is known: what is no longer lacking is closed.
    """
    if project.state not in GAPS_MATTER_IN:
        return []
    return Gap.objects.bulk_create(_review(Project.objects.with_parts().get(pk=project.pk), now))


def note_gaps_of(*, projects: ProjectQuerySet, now: datetime) -> list[Gap]:
    """As ``note_gaps`` for many projects, in few queries."""
    rows = projects.filter(state__in=GAPS_MATTER_IN).with_parts().prefetch_related("gaps", "goals")
    fresh = [gap for project in rows.iterator(chunk_size=AT_A_TIME) for gap in _review(project, now)]
    return Gap.objects.bulk_create(fresh, batch_size=AT_A_TIME)


def _review(project: Project, now: datetime) -> list[Gap]:
    """Close the gaps that are filled; gives those that are new."""
    project.asked_on = project.organisation.local_date(now)
    lacking = {(gate, unmet.code) for gate, unmet in _unmet(project)}
    known = {(gap.gate, gap.code): gap for gap in project.gaps.all()}
    for place, gap in known.items():
        if place not in lacking and gap.closed_at is None:
            gap.closed_at = now
            gap.save(update_fields=["closed_at"])
    return [
        Gap(
            organisation_id=project.organisation_id,
            project=project,
            gate=gate,
            code=code,
            owner=project.leader or project.owner,
            due_date=project.asked_on + MEND_WITHIN,
        )
        for gate, code in sorted(lacking - set(known), key=lambda place: (GATES.index(place[0]), place[1]))
    ]


def _unmet(project: Project) -> Iterator[tuple[str, Unmet]]:
    reached = STARTS.index(project.state) if project.state in STARTS else len(STARTS)
    for state, (gate, requirements) in PASSED_AT.items():
        if STARTS.index(state) <= reached:
            for requirement in requirements:
                if unmet := requirement.unmet(project):
                    yield gate, unmet
