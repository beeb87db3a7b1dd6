"""Benefits: who may change them, what a change brings with it, and what belongs to their steps."""

from datetime import datetime

import pytest

from projects.models import Benefit, Measurement, Project
from projects.services import benefits, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import AuditEvent, Goal, Organisation
from register.periods import parse_period
from tests import factories as make
from workflows.models import Notice

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


def test_an_administrator_says_in_which_state_a_benefit_is_already(project: Project, now: datetime) -> None:
    administrator = make.a_person(project.organisation)
    make.a_role(administrator, "administrator")
    owner = make.a_person(project.organisation)
    fields = {"title": "Less waiting", "owner": owner, "state": "tracking"}
    benefit = benefits.create_benefit(project=project, fields=fields, by=administrator, now=now)
    assert (benefit.state, benefit.accepted_at) == ("tracking", now)
    without_owner = benefits.create_benefit(
        project=project, fields={"title": "Anybody's", "state": "profiled"}, by=None, now=now
    )
    assert (without_owner.state, without_owner.accepted_at) == ("profiled", None)


def test_nobody_else_does_and_only_states_that_exist(project: Project, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        benefits.create_benefit(
            project=project, fields={"title": "Mine", "state": "realised"}, by=project.leader, now=now
        )
    with pytest.raises(InvalidInput) as refused:
        benefits.create_benefit(project=project, fields={"title": "Mine", "state": "perfect"}, by=None, now=now)
    assert refused.value.errors[0].field == "state"


def test_a_benefit_links_to_goals(project: Project, now: datetime) -> None:
    goal = Goal.objects.create(organisation=project.organisation, title="Home longer")
    benefit = benefits.create_benefit(
        project=project, fields={"title": "Less waiting", "goals": [goal]}, by=project.leader, now=now
    )
    assert list(benefit.goals.all()) == [goal]


def test_what_is_part_of_a_benefit_cannot_contain_it(benefit: Benefit, now: datetime) -> None:
    part = make.a_benefit(benefit.project, part_of=benefit)
    with pytest.raises(InvalidInput) as refused:
        benefits.update_benefit(benefit=benefit, changes={"part_of": part}, by=benefit.owner, now=now)
    assert [(error.field, error.code) for error in refused.value.errors] == [("part_of", "circle")]
    other = make.a_benefit(benefit.project)
    changed = benefits.update_benefit(benefit=benefit, changes={"restates": other}, by=benefit.owner, now=now)
    assert changed.restates == other


def test_what_hides_behind_a_benefit_cannot_be_set(benefit: Benefit, now: datetime) -> None:
    for field in ("accepted_at", "state", "project", "judged_by"):
        with pytest.raises(InvalidInput) as refused:
            benefits.update_benefit(benefit=benefit, changes={field: None}, by=benefit.owner, now=now)
        assert refused.value.errors[0].field == field


def test_a_change_of_nothing_still_asks_who_may(benefit: Benefit, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        benefits.update_benefit(benefit=benefit, changes={}, by=make.a_person(benefit.organisation), now=now)


def test_a_judgement_counts_when_somebody_else_vouches_for_it(benefit: Benefit, now: datetime) -> None:
    responsible = benefit.project.benefits_responsible
    with pytest.raises(InvalidInput):
        benefits.verify_judgement(benefit=benefit, by=responsible, now=now)
    judged = benefits.update_benefit(benefit=benefit, changes={"judgement": "on_track"}, by=benefit.owner, now=now)
    assert (judged.judged_on, judged.judged_by) == (now.date(), benefit.owner)
    with pytest.raises(NotPermitted, match="yourself"):
        benefits.verify_judgement(benefit=judged, by=benefit.owner, now=now)
    with pytest.raises(NotPermitted, match="controller"):
        benefits.verify_judgement(benefit=judged, by=make.a_person(benefit.organisation), now=now)
    verified = benefits.verify_judgement(benefit=judged, by=responsible, now=now)
    assert verified.judgement_verified_by == responsible
    again = benefits.update_benefit(
        benefit=verified, changes={"judgement": "at_risk", "judged_on": now.date()}, by=responsible, now=now
    )
    assert again.judgement_verified_by is None
    assert benefits.verify_judgement(benefit=again, by=None, now=now).judgement_verified_by is None


def test_a_machine_vouches_for_no_judgement(benefit: Benefit, now: datetime) -> None:
    judged = benefits.update_benefit(benefit=benefit, changes={"judgement": "on_track"}, by=benefit.owner, now=now)
    machine = make.a_person(benefit.organisation, is_service=True, account=None)
    make.a_role(machine, "administrator")
    with pytest.raises(NotPermitted, match="service token"):
        benefits.verify_judgement(benefit=judged, by=machine, now=now)


def test_only_those_who_judge_a_benefit_judge_it(benefit: Benefit, now: datetime) -> None:
    with pytest.raises(NotPermitted, match="benefits-responsible"):
        benefits.update_benefit(benefit=benefit, changes={"judgement": "on_track"}, by=benefit.project.leader, now=now)


def test_a_benefit_is_concluded_with_its_outcome_and_nothing_is_due_any_more(benefit: Benefit, now: datetime) -> None:
    due = make.a_measurement(make.an_indicator(benefit))
    concluded = transitions.take(
        subject=benefit,
        name="conclude",
        by=benefit.owner,
        now=now,
        comment="Half of what we hoped",
        given={"outcome": "partly_realised"},
    )
    assert (concluded.state, concluded.outcome_explanation) == ("partly_realised", "Half of what we hoped")
    assert Measurement.objects.get(pk=due.pk).state == "waived"
    again = transitions.take(
        subject=concluded, name="take_up_again", by=benefit.project.leader, now=now, comment="There is more"
    )
    assert (again.state, again.outcome) == ("tracking", "")


def test_an_outcome_that_was_stored_before_is_enough(benefit: Benefit, now: datetime) -> None:
    judged = benefits.update_benefit(
        benefit=benefit,
        changes={"outcome": "realised", "outcome_explanation": "As hoped"},
        by=benefit.owner,
        now=now,
    )
    assert transitions.take(subject=judged, name="conclude", by=benefit.owner, now=now).state == "realised"


def test_an_outcome_that_does_not_exist_is_refused(benefit: Benefit, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        transitions.take(subject=benefit, name="conclude", by=benefit.owner, now=now, given={"outcome": "splendid"})


def test_what_is_not_accepted_has_no_outcome_yet(project: Project, now: datetime) -> None:
    benefit = make.a_benefit(project, state="profiled")
    with pytest.raises(NotPossible):
        transitions.take(
            subject=benefit, name="conclude", by=benefit.owner, now=now, comment="No", given={"outcome": "realised"}
        )


def test_the_owner_is_asked_when_the_benefit_is_profiled(project: Project, now: datetime) -> None:
    benefit = make.a_benefit(project, state="identified", owner_asked_at=None)
    transitions.take(subject=benefit, name="profile", by=project.leader, now=now)
    assert Benefit.objects.get(pk=benefit.pk).owner_asked_at == now
    assert [notice.recipient for notice in Notice.objects.all()] == [benefit.owner]


def test_a_new_owner_of_a_concluded_benefit_need_not_accept_it(project: Project, now: datetime) -> None:
    benefit = make.a_benefit(project, state="realised")
    changed = benefits.update_benefit(benefit=benefit, changes={"owner": None}, by=project.leader, now=now)
    assert changed.accepted_at == benefit.accepted_at


def test_a_new_owner_may_say_no(benefit: Benefit, now: datetime) -> None:
    successor = make.a_person(benefit.organisation)
    changed = benefits.update_benefit(benefit=benefit, changes={"owner": successor}, by=benefit.owner, now=now)
    declined = transitions.take(subject=changed, name="decline", by=successor, now=now, comment="Too much")
    assert (declined.state, declined.owner) == ("accepted", None)
