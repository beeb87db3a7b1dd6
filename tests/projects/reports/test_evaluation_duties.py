"""When the last follow-up is done somebody is asked to judge what came of it, and then to end the follow-up."""

from datetime import date, datetime, timedelta

import pytest

from projects.models import Condition, FollowUp, Project
from projects.reports.duties import Duty, duties_due, duties_of
from projects.services import conditions, evaluations, follow_ups
from register.models import Person
from tests.cast import Cast, fresh
from workflows.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast: Cast) -> Project:
    """All follow-ups but the last of the project are done."""
    project = cast.realising()
    last = project.follow_ups.get(months=36, handover=None)
    project.follow_ups.exclude(pk=last.pk).update(done_at=cast.now)
    return project


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(days=5)


def last_one(project: Project) -> FollowUp:
    return project.follow_ups.get(done_at=None)


def asked(person: Person, now: datetime) -> list[Duty]:
    return [duty for duty in duties_of(person, now) if duty.kind in ("evaluate", "decide_gate")]


def judge(cast: Cast, project: Project, now: datetime) -> None:
    judged = [{"benefit": project.benefits.get(), "outcome": "realised", "outcome_explanation": "As hoped."}]
    learnt = [{"text": "Begin earlier."}]
    evaluations.evaluate(project=project, changes={}, judged=judged, learnt=learnt, by=cast.responsible, now=now)


def test_the_last_follow_up_asks_for_the_evaluation_and_the_evaluation_for_the_end(
    cast: Cast, project: Project, later: datetime
) -> None:
    assert asked(cast.responsible, later) == []
    follow_ups.complete(follow_up=last_one(project), note="Well.", by=cast.owner, now=later)
    [duty] = asked(cast.responsible, later)
    assert (duty.title, duty.asked_on, duty.due_date) == (
        "Judge what came of “Shorter days in bed”: its last follow-up is done",
        date(2026, 3, 7),
        date(2026, 3, 21),
    )
    assert duty.url == f"/projects/{project.pk}/evaluation/"
    assert Notice.objects.filter(recipient=cast.responsible, payload__kind="evaluate").count() == 1
    assert asked(cast.decision_maker, later) == []
    judge(cast, project, later)
    assert asked(cast.responsible, later) == []
    [duty] = asked(cast.decision_maker, later)
    assert (duty.kind, duty.part) == ("decide_gate", "close")
    cast.take(project, "close", cast.decision_maker, comment="Enough is known.")
    assert asked(cast.decision_maker, later) == []


def test_what_was_agreed_on_is_done_first(cast: Cast, project: Project, later: datetime) -> None:
    condition = Condition.objects.create(
        organisation=cast.organisation, project=project, text="Train.", owner=cast.line_manager, due_date=later.date()
    )
    follow_ups.complete(follow_up=last_one(project), note="Well.", by=cast.owner, now=cast.now)
    assert asked(cast.responsible, later) == []
    conditions.fulfil(condition=condition, note="Done.", by=cast.line_manager, now=later)
    [duty] = asked(cast.responsible, later)
    assert duty.asked_on == later.date()


def test_the_owner_is_asked_where_the_benefits_responsible_has_left(
    cast: Cast, project: Project, later: datetime
) -> None:
    follow_ups.complete(follow_up=last_one(project), note="Well.", by=cast.owner, now=later)
    Person.objects.filter(pk=cast.responsible.pk).update(is_active=False)
    assert [duty.kind for duty in asked(fresh(cast.owner), later)] == ["evaluate"]


def test_a_project_without_any_follow_up_is_not_asked_about(cast: Cast, project: Project, later: datetime) -> None:
    project.follow_ups.all().delete()
    assert asked(cast.responsible, later) == []


def test_the_follow_up_of_a_handover_names_the_unit_and_goes_up_its_own_line(cast: Cast, later: datetime) -> None:
    project = cast.realising(unit=cast.top)
    row = project.follow_ups.get(months=3, handover__isnull=False)
    [found] = [one for one in duties_due(cast.organisation, later) if one.row == row]
    assert (found.person, found.unit) == (cast.line_manager.pk, cast.unit.pk)
    [title] = [duty.title for duty in duties_of(cast.line_manager, cast.now.replace(month=6)) if duty.row == row]
    assert title == "Follow-up after 3 months: look at what Home care took over"
