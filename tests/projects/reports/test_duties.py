"""What waits for people: found from rows, worst first, as cheap for a hundred as for one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import (
    BudgetEntry,
    BudgetLine,
    Condition,
    DecidingBody,
    FollowUp,
    Gap,
    HandoverComment,
    HandoverSignOff,
    Lesson,
    MoneyChange,
    Prerequisite,
    Project,
    RealisationAction,
    Referral,
    Succession,
)
from projects.reports.duties import FINDERS, duties_due, duties_of, next_coming
from projects.reports.duty_words import gap_words
from projects.services import lessons
from register.models import Absence, Goal, Organisation, Person
from register.services import editing
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def berit(andebu: Organisation) -> Person:
    return make.a_person(andebu, "Berit")


def kinds(person: Person, now: datetime) -> list[str]:
    return [duty.kind for duty in duties_of(Person.objects.get(pk=person.pk), now)]


def one_of_each(andebu: Organisation, berit: Person) -> None:
    """Something of every kind for Berit; called again it makes as much again."""
    project = make.a_project(andebu, leader=None, benefits_responsible=berit)
    benefit = make.a_benefit(project, owner=berit)
    make.a_measurement(make.an_indicator(benefit), due_date=date(2026, 3, 20))
    make.a_measurement(make.an_indicator(benefit), state="reported", reported_at=make.START)
    make.an_indicator(benefit, baseline_state="deferred", baseline_value=None, baseline_due_date=date(2026, 3, 5))
    make.a_benefit(project, owner=berit, state="profiled")
    make.a_milestone(project, responsible=berit, due_date=date(2026, 3, 10))
    shared = {"organisation": andebu, "project": project}
    Condition.objects.create(**shared, text="Say how", owner=berit, due_date=date(2026, 3, 11))
    FollowUp.objects.create(**shared, months=3, due_date=date(2026, 3, 12), responsible=berit)
    Gap.objects.create(**shared, code="no_goal", gate="approve_planning", owner=berit, due_date=date(2026, 3, 13))
    needed = {"title": "Sensors", "due_date": date(2026, 3, 9), "created_at": make.START}
    Prerequisite.objects.create(**shared, **needed, handler=berit)
    RealisationAction.objects.create(organisation=andebu, **needed, benefit=benefit, responsible=berit)
    make.a_handover(project, state="sent", line_manager=berit)
    make.a_handover(make.a_project(andebu, leader=berit), state="returned")
    make.a_project(andebu, state="concept", owner=berit, owner_accepted_at=None)
    make.a_project(andebu, state="proposed", track="light", owner=berit)
    make.a_project(andebu, state="on_hold", owner=berit, review_date=date(2026, 3, 14))
    commented = make.a_handover(make.a_project(andebu, leader=berit), state="sent")
    words = {"round": 1, "section": "risks", "text": "Which?", "written_by": commented.line_manager}
    HandoverComment.objects.create(organisation=andebu, handover=commented, created_at=make.START, **words)
    asked = {"kind": "owner", "from_person": project.owner, "to_person": berit, "reason": "handed_on"}
    Succession.objects.create(**shared, **asked, created_at=make.START)
    followed_up = make.a_project(andebu, state="realising", benefits_responsible=berit)
    FollowUp.objects.create(organisation=andebu, project=followed_up, due_date=TODAY, done_at=make.START)
    unit, gone = make.a_unit(andebu), make.a_person(andebu, is_active=False, left_at=make.START)
    make.a_role(berit, "line_manager", unit)
    make.a_project(andebu, unit=unit, owner=gone)
    make.a_role(berit, "controller", unit)
    promised = {"organisation": andebu, "created_at": make.START, "year": 2026}
    promised["benefit"] = make.a_benefit(make.a_project(andebu, unit=unit, owner=berit))
    line = BudgetLine.objects.create(organisation=andebu, code=unit.pk.hex, name="Care", created_at=make.START)
    BudgetEntry.objects.create(**promised, budget_line=line, promised=100)
    MoneyChange.objects.create(**promised, what="year", changed_on=TODAY)
    body, _new = DecidingBody.objects.get_or_create(organisation=andebu, name="Council", rule="elsewhere")
    of_body = {**shared, "project": make.a_project(andebu, state="concept"), "body": body, "secretary": berit}
    Referral.objects.create(**of_body, gate="approve_planning", meeting_date=date(2026, 2, 20))


def test_everything_that_waits_for_a_person_is_found_worst_first(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    one_of_each(andebu, berit)
    duties = duties_of(berit, now)
    assert sorted(duty.kind for duty in duties) == sorted(FINDERS)
    assert [duty.due_date for duty in duties] == sorted(duty.due_date for duty in duties)
    assert all(duty.title and duty.detail and duty.label for duty in duties)
    assert len({duty.id for duty in duties}) == len(duties)


def test_a_hundred_duties_take_as_many_queries_as_one(andebu: Organisation, berit: Person, now: datetime) -> None:
    one_of_each(andebu, berit)
    with CaptureQueriesContext(connection) as for_few:
        few = duties_of(Person.objects.get(pk=berit.pk), now)
    for _more in range(8):
        one_of_each(andebu, berit)
    with CaptureQueriesContext(connection) as for_many:
        many = duties_of(Person.objects.get(pk=berit.pk), now)
    assert len(many) == 9 * len(few) > 100
    assert len(for_many) == len(for_few)


def test_a_handover_waits_for_the_line_manager_a_deputy_and_whoever_stands_in(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    deputy, stand_in = make.a_person(andebu, "Deputy"), make.a_person(andebu, "Stand In")
    handover = make.a_handover(make.a_project(andebu), state="sent", line_manager=berit)
    make.a_role(deputy, "deputy", handover.receiving_unit)
    Absence.objects.create(organisation=andebu, person=berit, deputy=stand_in, from_date=TODAY, to_date=TODAY)
    assert [duty.is_for for duty in duties_of(berit, now)] == [None]
    assert [duty.is_for for duty in duties_of(deputy, now)] == [berit]
    assert [duty.is_for for duty in duties_of(stand_in, now)] == [berit]
    assert kinds(stand_in, now + timedelta(days=1)) == []


def test_a_deputy_signs_for_a_line_manager_who_has_left(andebu: Organisation, berit: Person, now: datetime) -> None:
    gone = make.a_person(andebu, is_active=False)
    handover = make.a_handover(make.a_project(andebu), state="sent", line_manager=gone)
    make.a_role(berit, "deputy", handover.receiving_unit)
    assert [(found.person, found.is_for) for found in duties_due(andebu, now)] == [(berit.pk, None)]


def test_a_deputy_who_stands_in_as_well_has_the_duty_once(andebu: Organisation, berit: Person, now: datetime) -> None:
    deputy = make.a_person(andebu, "Deputy")
    handover = make.a_handover(make.a_project(andebu), state="sent", line_manager=berit)
    make.a_role(deputy, "deputy", handover.receiving_unit)
    Absence.objects.create(organisation=andebu, person=berit, deputy=deputy, from_date=TODAY, to_date=TODAY)
    assert kinds(deputy, now) == ["take_over"]


def test_the_month_of_silence_begins_on_the_day_of_the_municipality(andebu: Organisation) -> None:
    after_midnight = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # the 1st of April in Oslo
    row = make.a_handover(make.a_project(andebu), state="sent", sent_at=after_midnight)
    assert [row.needs_superior(date(2026, 4, 30)), row.needs_superior(date(2026, 5, 1))] == [False, True]


def test_after_a_month_of_silence_the_superior_may_sign(andebu: Organisation, berit: Person, now: datetime) -> None:
    top = make.a_unit(andebu, "Top")
    make.a_role(make.a_person(andebu, "Boss"), "line_manager", top)
    boss = Person.objects.get(name="Boss")
    unit = make.a_unit(andebu, "Below", parent=top)
    make.a_role(berit, "line_manager", unit)
    make.a_handover(make.a_project(andebu), state="sent", line_manager=berit, receiving_unit=unit)
    assert kinds(boss, make.START + timedelta(days=20)) == []
    assert [duty.is_for for duty in duties_of(boss, make.START + timedelta(days=31))] == [berit]


def test_where_the_line_manager_leads_the_project_both_sign(andebu: Organisation, berit: Person, now: datetime) -> None:
    top, boss = make.a_unit(andebu, "Top"), make.a_person(andebu, "Boss")
    make.a_role(boss, "line_manager", top)
    unit = make.a_unit(andebu, "Below", parent=top)
    make.a_role(berit, "line_manager", unit)
    make.a_role(berit, "deputy", unit)
    handover = make.a_handover(
        make.a_project(andebu, leader=berit), state="sent", line_manager=berit, receiving_unit=unit
    )
    assert [duty.is_for for duty in duties_of(boss, now)] == [None]
    assert kinds(berit, now) == ["take_over"]
    signed = {"organisation": andebu, "handover": handover, "round": 1, "signed_at": now, "snapshot": {}}
    HandoverSignOff.objects.create(**signed, signed_by=berit, signer_role="line_manager")
    assert kinds(berit, now) == []
    assert kinds(boss, now) == ["take_over"]
    HandoverSignOff.objects.create(**signed, signed_by=boss, signer_role="superior", is_countersignature=True)
    assert kinds(boss, now) == []


def test_an_idea_waits_for_those_who_decide_for_its_unit_but_never_for_its_leader(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    top = make.a_unit(andebu)
    make.a_role(berit, "decision_maker", top)
    mayor = make.a_person(andebu)
    make.a_role(mayor, "decision_maker")
    unit = make.a_unit(andebu, parent=top)
    make.a_project(andebu, state="proposed", unit=unit)
    make.a_project(andebu, state="proposed")
    make.a_project(andebu, state="proposed", unit=unit, leader=berit)
    assert kinds(berit, now) == ["decide_gate"]
    assert kinds(mayor, now) == ["decide_gate"] * 3
    assert {found.part for found in duties_due(andebu, now)} == {"approve_concept"}


def test_the_planning_gate_waits_once_all_is_there(andebu: Organisation, berit: Person, now: datetime) -> None:
    make.a_role(berit, "decision_maker")
    project = make.a_project(andebu, state="concept", alternatives="Do nothing")
    make.a_benefit(project)
    assert kinds(berit, now) == []
    project.goals.add(Goal.objects.create(organisation=andebu, title="Home longer"))
    assert [(duty.kind, duty.part) for duty in duties_of(berit, now)] == [("decide_gate", "approve_planning")]


def test_what_the_installation_does_by_itself_gives_nobody_more_time_to_decide(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    make.a_role(berit, "decision_maker")
    project = make.a_project(andebu, state="concept", alternatives="Do nothing")
    make.a_benefit(project)
    project.goals.add(Goal.objects.create(organisation=andebu, title="Home longer"))
    editing.update(row=project, changes={"theme": "Care"}, by=berit, now=now, about=project.pk)
    later = now + timedelta(days=5)
    editing.update(row=project, changes={"theme": "Nursing"}, by=None, now=later, about=project.pk)
    due = now.date() + timedelta(days=14)
    assert [duty.due_date for duty in duties_of(berit, later)] == [due]


def test_the_execution_gate_waits_for_the_owner_once_all_is_there(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    project = make.a_project(andebu, state="planning", owner=berit)
    indicator = make.an_indicator(make.a_benefit(project), measurer=berit)
    make.a_handover(project)
    make.a_milestone(project, kind="handover", due_date=None)
    assert kinds(berit, now) == []
    make.a_target(indicator)
    assert [(duty.kind, duty.part) for duty in duties_of(berit, now)] == [("decide_gate", "approve_execution")]


def test_the_later_gates_wait_for_those_who_decide_them(andebu: Organisation, berit: Person, now: datetime) -> None:
    make.a_role(berit, "decision_maker")
    make.a_project(andebu, owner=berit, recommended_at=now)
    handed_over = make.a_project(andebu, state="handing_over", owner=berit)
    make.a_milestone(handed_over, kind="closing", reached_date=TODAY)
    make.a_handover(handed_over, state="accepted")
    evaluated = make.a_project(andebu, state="evaluating")
    make.a_benefit(evaluated, state="realised", outcome="realised", outcome_explanation="As hoped")
    Lesson.objects.create(organisation=andebu, project=evaluated, text="Ask early")
    assert sorted(duty.part for duty in duties_of(berit, now)) == ["close", "complete_handover", "start_handover"]


def test_the_time_to_decide_runs_from_the_last_change(andebu: Organisation, berit: Person, now: datetime) -> None:
    make.a_role(berit, "decision_maker")
    project = make.a_project(andebu, state="evaluating")
    lessons.create_lesson(project=project, fields={"text": "Ask early"}, by=project.leader, now=now)
    [duty] = duties_of(berit, now)
    assert (duty.asked_on, duty.due_date) == (TODAY, TODAY + timedelta(days=14))


def test_figures_are_checked_by_somebody_who_did_not_report_them(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    project = make.a_project(andebu, benefits_responsible=berit)
    benefit = make.a_benefit(project)
    make.a_measurement(make.an_indicator(benefit), state="reported", reported_by=berit, reported_at=now)
    assert kinds(berit, now) == []
    assert kinds(benefit.owner, now) == ["verify"]
    assert [found.person for found in duties_due(andebu, now)] == [benefit.owner_id]


def test_what_was_past_when_it_was_registered_is_no_duty(andebu: Organisation, berit: Person, now: datetime) -> None:
    make.a_milestone(make.a_project(andebu), responsible=berit, due_date=date(2019, 1, 1))
    assert kinds(berit, now) == []


def test_a_duty_falls_to_the_next_where_somebody_has_left(andebu: Organisation, berit: Person, now: datetime) -> None:
    gone = make.a_person(andebu, is_active=False)
    project = make.a_project(andebu, leader=berit)
    make.a_milestone(project, responsible=gone, due_date=date(2026, 3, 10))
    make.a_milestone(make.a_project(andebu, leader=None), responsible=gone, due_date=date(2026, 3, 10))
    assert kinds(berit, now) == ["reach_milestone"]
    assert kinds(gone, now) == []
    assert [found.person for found in duties_due(andebu, now)] == [berit.pk]


def test_a_leader_takes_no_role_on_in_a_project_that_is_over(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    make.a_project(andebu, state="realising", leader=berit, leader_accepted_at=None, owner_accepted_at=None)
    assert kinds(berit, now) == []


def test_a_role_in_an_old_row_was_asked_for_when_it_was_registered(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    project = make.a_project(andebu, state="concept", owner=berit, owner_accepted_at=None)
    Project.objects.filter(pk=project.pk).update(state_changed_at=None)
    assert [duty.asked_on for duty in duties_of(berit, now)] == [make.START.date()]


def test_what_comes_after_the_next_month_is_told_of_as_coming(
    andebu: Organisation, berit: Person, now: datetime
) -> None:
    assert next_coming(berit, now) is None
    project = make.a_project(andebu)
    make.a_milestone(project, responsible=berit, due_date=date(2026, 9, 1))
    coming = make.a_milestone(project, responsible=berit, due_date=date(2026, 6, 1))
    assert kinds(berit, now) == []
    found = next_coming(berit, now)
    assert found is not None
    assert (found.subject_id, found.subject_type, found.is_late(TODAY)) == (coming.pk, "milestone", False)


def test_every_duty_leads_to_the_page_where_it_is_done(andebu: Organisation, berit: Person, now: datetime) -> None:
    one_of_each(andebu, berit)
    assert all(duty.url.startswith("/") for duty in duties_of(berit, now))


def test_a_gap_is_told_in_the_words_of_what_was_asked() -> None:
    assert gap_words("no_goal") == "Neither the project nor any of its benefits is linked to a goal."
    assert gap_words("no_indicator") == "These benefits have no indicator."
    assert gap_words("unheard_of") == "unheard_of"
