"""What follows for the parts of a project when the project takes a step."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from projects.lifecycles.benefit import CONCLUDED, OPEN, BenefitState
from projects.lifecycles.project import ProjectState
from projects.models import Benefit, Project
from projects.services import follow_up_plan
from projects.services.demands import check_conditions, demand
from projects.services.promises import keep_promises
from register.models import Person
from workflows.lifecycle import perform


def _each(rows: Iterable[Any], step: str, *, by: Person | None, now: datetime, comment: str) -> None:
    for row in rows:
        perform(step, on=row, by=by, now=now, comment=comment, consequence=True)


def recall_sent_handovers(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """A handover that waits for an answer becomes a draft again."""
    _each(project.handovers.filter(state="sent"), "recall", by=by, now=now, comment=given["comment"])


def start_follow_up(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """The project is over: its benefits are tracked, and the follow-up plan counts from today."""
    accepted = project.benefits.filter(state=BenefitState.ACCEPTED)
    _each(accepted, "track", by=by, now=now, comment=_("The handover is complete."))
    follow_up_plan.generate(project=project, from_date=project.organisation.local_date(now), now=now)


def withdraw_benefits(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """A stopped project promises nothing any more."""
    recall_sent_handovers(project, by=by, now=now, given=given)
    _each(project.benefits.filter(state__in=OPEN), "withdraw", by=by, now=now, comment=given["comment"])


def conclude_benefits(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """The outcomes that were judged become the benefits' states."""
    open_ones = project.benefits.filter(state__in=(BenefitState.ACCEPTED, BenefitState.TRACKING))
    _each(open_ones, "conclude", by=by, now=now, comment=given["comment"])


def plan_new_actions(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """New actions are chased like conditions."""
    check_conditions(given["conditions"], field="conditions")
    demand(project=project, conditions=given["conditions"], by=by, now=now)


def take_up_benefits(project: Project, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """A reopened project follows its benefits up again, or starts them anew where it had been stopped."""
    states: tuple[str, ...] = (BenefitState.WITHDRAWN,)
    if project.state == ProjectState.REALISING:
        states = CONCLUDED
    elif project.state == ProjectState.EVALUATING:
        states = ()
    rows: Iterable[Benefit] = project.benefits.filter(state__in=states)
    _each(rows, "take_up_again", by=by, now=now, comment=given["comment"])


AFTER = {
    "approve_execution": keep_promises,
    "return_to_execution": recall_sent_handovers,
    "complete_handover": start_follow_up,
    "stop": withdraw_benefits,
    "close": conclude_benefits,
    "continue_realising": plan_new_actions,
    "reopen": take_up_benefits,
}
