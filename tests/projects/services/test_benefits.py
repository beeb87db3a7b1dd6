"""Benefits: who may change them, what a change brings with it, and what belongs to their steps."""

from datetime import datetime

import pytest

from projects.models import Benefit, Project
from projects.services import benefits, transitions
from register.errors import InvalidInput, NotPermitted
from register.models import AuditEvent, Organisation
from register.periods import parse_period
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def project(andebu: Organisation) -> Project:
    return make.a_project(andebu, state="planning")


@pytest.fixture
def benefit(project: Project) -> Benefit:
    return make.a_benefit(project)


def test_the_leader_adds_a_benefit_and_the_history_of_the_project_says_so(project: Project, now: datetime) -> None:
    benefit = benefits.create_benefit(
        project=project,
        fields={"title": "Less waiting", "kind": "quantified", "start_date": parse_period("2026")},
        by=project.leader,
        now=now,
    )
    assert (benefit.state, benefit.start_date.isoformat(), benefit.start_date_entered) == (
        "identified",
        "2026-01-01",
        "2026",
    )
    assert AuditEvent.objects.filter(about=project.pk, subject_id=benefit.pk, action="benefit.created").exists()


def test_a_stranger_to_the_project_adds_no_benefit(project: Project, now: datetime) -> None:
    stranger = make.a_person(project.organisation)
    with pytest.raises(NotPermitted, match="Only the project's leader"):
        benefits.create_benefit(project=project, fields={"title": "Mine"}, by=stranger, now=now)


def test_an_acceptance_plans_the_measurements(project: Project, now: datetime) -> None:
    benefit = make.a_benefit(project, state="profiled")
    indicator = make.an_indicator(benefit)
    taken = transitions.take(subject=benefit, name="accept", by=benefit.owner, now=now)
    planned = indicator.measurements.get()
    assert taken.accepted_at == now
    assert (planned.period_start.isoformat(), planned.due_date.isoformat()) == ("2026-01-01", "2026-05-30")


def test_a_new_owner_has_accepted_nothing_and_the_follow_up_runs_on(benefit: Benefit, now: datetime) -> None:
    successor = make.a_person(benefit.organisation, "Successor")
    changed = benefits.update_benefit(benefit=benefit, changes={"owner": successor}, by=benefit.owner, now=now)
    assert (changed.state, changed.accepted_at, changed.owner_asked_at) == ("accepted", None, now)
    taken = transitions.take(subject=changed, name="accept", by=successor, now=now)
    assert (taken.state, taken.accepted_at) == ("accepted", now)


def test_an_owner_who_has_left_is_refused(benefit: Benefit, now: datetime) -> None:
    gone = make.a_person(benefit.organisation, is_active=False)
    with pytest.raises(InvalidInput) as refused:
        benefits.update_benefit(benefit=benefit, changes={"owner": gone}, by=benefit.owner, now=now)
    assert [(error.field, error.code) for error in refused.value.errors] == [("owner", "inactive")]
