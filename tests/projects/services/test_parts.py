"""Milestones, conditions, follow-ups, lessons and gaps: small parts of a project, each with who may do what."""

from datetime import date, datetime

import pytest

from projects.models import Condition, FollowUp, Gap, Lesson, Milestone, Project
from projects.services import conditions, follow_up_plan, follow_ups, gaps, lessons, milestones
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from register.periods import parse_period
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make.a_project(make.an_organisation())


@pytest.fixture
def berit(project: Project) -> Person:
    return make.a_person(project.organisation, "Berit")


@pytest.fixture
def condition(project: Project, berit: Person) -> Condition:
    return Condition.objects.create(
        organisation=project.organisation, project=project, text="Say how", owner=berit, due_date=date(2026, 4, 1)
    )


@pytest.fixture
def follow_up(project: Project) -> FollowUp:
    [first, *_more] = follow_up_plan.generate(project=project, from_date=date(2026, 1, 31), now=make.START)
    return FollowUp.objects.get(pk=first.pk)


@pytest.fixture
def gap(project: Project, berit: Person) -> Gap:
    return Gap.objects.create(
        organisation=project.organisation,
        project=project,
        code="no_goal",
        gate="approve_planning",
        owner=berit,
        due_date=date(2026, 4, 1),
    )


def test_the_day_a_milestone_was_first_planned_for_is_kept(project: Project, berit: Person, now: datetime) -> None:
    fields = {"title": "Rooms ready", "due_date": parse_period("2026-Q2"), "responsible": berit}
    milestone = milestones.create_milestone(project=project, fields=fields, by=project.leader, now=now)
    moved = milestones.update_milestone(
        milestone=milestone, changes={"due_date": parse_period("2026-Q3")}, by=project.leader, now=now
    )
    assert (moved.first_due_date, moved.due_date, moved.due_date_entered) == (
        date(2026, 6, 30),
        date(2026, 9, 30),
        "2026-Q3",
    )


def test_a_milestone_without_a_day_is_first_planned_when_it_gets_one(project: Project, now: datetime) -> None:
    milestone = milestones.create_milestone(project=project, fields={"title": "Some day"}, by=project.leader, now=now)
    planned = milestones.update_milestone(
        milestone=milestone, changes={"due_date": date(2027, 1, 1)}, by=project.leader, now=now
    )
    assert planned.first_due_date == date(2027, 1, 1)


def test_who_answers_for_a_milestone_says_that_it_is_reached_and_no_more(
    project: Project, berit: Person, now: datetime
) -> None:
    milestone = make.a_milestone(project, responsible=berit)
    with pytest.raises(NotPermitted):
        milestones.update_milestone(milestone=milestone, changes={"title": "Mine"}, by=berit, now=now)
    with pytest.raises(NotPermitted, match="who answers for the milestone"):
        milestones.update_milestone(
            milestone=milestone,
            changes={"reached_date": date(2026, 3, 1)},
            by=make.a_person(project.organisation),
            now=now,
        )
    reached = milestones.update_milestone(
        milestone=milestone, changes={"reached_date": date(2026, 3, 1)}, by=berit, now=now
    )
    assert reached.reached_date == date(2026, 3, 1)


def test_a_milestone_can_be_removed(project: Project, now: datetime) -> None:
    milestones.delete_milestone(milestone=make.a_milestone(project), by=project.leader, now=now)
    assert not Milestone.objects.exists()


def test_the_owner_fulfils_a_condition_once_and_says_how(condition: Condition, berit: Person, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        conditions.fulfil(condition=condition, note=" ", by=berit, now=now)
    done = conditions.fulfil(condition=condition, note="Written down", by=berit, now=now)
    assert (done.fulfilled_at, done.fulfilled_by, done.note) == (now, berit, "Written down")
    with pytest.raises(NotPossible):
        conditions.fulfil(condition=done, note="Again", by=berit, now=now)
    with pytest.raises(NotPossible):
        conditions.update_condition(
            condition=done, changes={"due_date": date(2026, 5, 1)}, by=done.project.leader, now=now
        )


def test_a_stranger_fulfils_nothing(condition: Condition, now: datetime) -> None:
    with pytest.raises(NotPermitted, match="Berit"):
        conditions.fulfil(condition=condition, note="Me", by=make.a_person(condition.organisation), now=now)


def test_a_condition_is_given_to_somebody_else_with_a_reason(condition: Condition, now: datetime) -> None:
    leader, other = condition.project.leader, make.a_person(condition.organisation)
    with pytest.raises(InvalidInput) as refused:
        conditions.update_condition(condition=condition, changes={"owner": other}, by=leader, now=now)
    assert refused.value.errors[0].field == "change_reason"
    changed = conditions.update_condition(
        condition=condition, changes={"owner": other}, by=leader, now=now, reason="Berit is away"
    )
    assert changed.owner == other


def test_follow_ups_are_counted_from_a_day_and_end_at_full_effect(project: Project, now: datetime) -> None:
    make.a_target(make.an_indicator(make.a_benefit(project)), due_date=date(2029, 12, 31))
    planned = follow_up_plan.generate(project=project, from_date=date(2026, 8, 31), now=now)
    assert [(row.months, row.due_date) for row in planned] == [
        (3, date(2026, 11, 30)),
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
        (24, date(2028, 8, 31)),
        (36, date(2029, 8, 31)),
        (None, date(2029, 12, 31)),
    ]
    assert {row.responsible for row in planned} == {project.benefits_responsible}
    assert follow_up_plan.generate(project=project, from_date=date(2026, 8, 31), now=now) == []


def test_an_organisation_chooses_its_own_months_and_an_import_only_what_is_ahead(
    project: Project, now: datetime
) -> None:
    project.organisation.limits = {"follow_up_months": [6, 18]}
    planned = follow_up_plan.generate(project=project, from_date=date(2025, 6, 1), now=now, not_before=date(2026, 3, 2))
    assert [(row.months, row.due_date) for row in planned] == [(18, date(2026, 12, 1))]


def test_a_follow_up_is_done_once_with_what_was_seen(follow_up: FollowUp, now: datetime) -> None:
    responsible = follow_up.responsible
    with pytest.raises(NotPermitted):
        follow_ups.complete(follow_up=follow_up, note="Me", by=follow_up.project.leader, now=now)
    with pytest.raises(InvalidInput):
        follow_ups.complete(follow_up=follow_up, note="", by=responsible, now=now)
    done = follow_ups.complete(follow_up=follow_up, note="On the way", by=responsible, now=now)
    assert (done.done_at, done.done_by) == (now, responsible)
    with pytest.raises(NotPossible):
        follow_ups.complete(follow_up=done, note="Again", by=responsible, now=now)
    with pytest.raises(NotPossible):
        follow_ups.update_follow_up(follow_up=done, changes={"due_date": date(2026, 6, 1)}, by=responsible, now=now)


def test_a_follow_up_is_moved_to_another_day(follow_up: FollowUp, now: datetime) -> None:
    changes = {"due_date": date(2026, 6, 1), "responsible": follow_up.project.owner}
    moved = follow_ups.update_follow_up(follow_up=follow_up, changes=changes, by=follow_up.responsible, now=now)
    assert (moved.due_date, moved.responsible) == (date(2026, 6, 1), follow_up.project.owner)


def test_those_who_take_part_write_lessons(project: Project, berit: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        lessons.create_lesson(project=project, fields={"text": "Ask early"}, by=berit, now=now)
    project.members.add(berit)
    lesson = lessons.create_lesson(project=project, fields={"text": "Ask early", "tags": ["users"]}, by=berit, now=now)
    better = lessons.update_lesson(lesson=lesson, changes={"text": "Ask earlier"}, by=project.owner, now=now)
    assert (better.text, better.tags) == ("Ask earlier", ["users"])
    lessons.delete_lesson(lesson=better, by=project.leader, now=now)
    assert not Lesson.objects.exists()


def test_a_gap_is_closed_once_with_words(gap: Gap, berit: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        gaps.close(gap=gap, note="Me", by=make.a_person(gap.organisation), now=now)
    with pytest.raises(InvalidInput):
        gaps.close(gap=gap, note="", by=berit, now=now)
    assert gaps.close(gap=gap, note="Linked", by=berit, now=now).closed_at == now
    with pytest.raises(NotPossible):
        gaps.close(gap=gap, note="Again", by=berit, now=now)


def test_a_lesson_is_found_by_words_within_words_and_by_its_tags(project: Project, now: datetime) -> None:
    fields = {
        "title": "Æbler og PÆRER",
        "text": "Mål  før\ndu begynder.",
        "kind": "again",
        "tags": [" Pleje  og omsorg", "pleje og OMSORG", "", "IT"],
    }
    lesson = lessons.create_lesson(project=project, fields=fields, by=project.leader, now=now)
    assert lesson.tags == ["Pleje og omsorg", "IT"]
    for words in ("ÆBLER", "pær", "før du", "mål omsorg", ""):
        assert Lesson.objects.matching(words).get() == lesson, words
    for tag in ("it", "PLEJE og omsorg"):
        assert Lesson.objects.tagged(tag).get() == lesson, tag
    assert not Lesson.objects.matching("bananer").exists()
    assert not Lesson.objects.tagged("pleje").exists(), "a tag is found whole"
    changed = lessons.update_lesson(lesson=lesson, changes={"tags": []}, by=project.leader, now=now)
    assert not Lesson.objects.tagged("it").exists()
    assert changed.kind == "again"
