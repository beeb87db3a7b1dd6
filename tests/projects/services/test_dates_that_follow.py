"""A benefit that waits for a milestone: its dates move with it, and its owner is told why."""

from datetime import date, datetime
from typing import Any

import pytest

from projects.mails import composer
from projects.models import Benefit, Milestone
from projects.services import benefits, dates_that_follow, milestones
from register.errors import InvalidInput, NotPossible
from register.models import AuditEvent, Person
from register.periods import parse_period
from tests import factories as make
from workflows.mail import Mail, Skip
from workflows.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone() -> Milestone:
    return make.a_milestone(make.a_project(make.an_organisation()), title="Sensors installed")


@pytest.fixture
def benefit(milestone: Milestone, now: datetime) -> Benefit:
    row = make.a_benefit(milestone.project, title="Fewer falls", due_date=date(2027, 6, 30))
    changes = {"milestone": milestone, "months_after_milestone": 3}
    return change(row, now, **changes)


def change(benefit: Benefit, now: datetime, **changes: Any) -> Benefit:
    return benefits.update_benefit(benefit=benefit, changes=changes, by=benefit.project.leader, now=now)


def move(milestone: Milestone, now: datetime, by: Person | None = None, **changes: Any) -> Milestone:
    return milestones.update_milestone(milestone=milestone, changes=changes, by=by or milestone.project.leader, now=now)


def said(event: AuditEvent) -> str:
    return str(event.personal_values.get(path="note").value)


def stored(benefit: Benefit) -> Benefit:
    return Benefit.objects.get(pk=benefit.pk)


def test_the_effect_starts_so_many_months_after_the_milestone(benefit: Benefit) -> None:
    assert (benefit.start_date, benefit.start_date_entered) == (date(2026, 9, 30), "")


def test_when_the_milestone_slips_both_dates_slip_and_history_says_why(
    benefit: Benefit, milestone: Milestone, now: datetime
) -> None:
    move(milestone, now, due_date=date(2026, 8, 31))
    row = stored(benefit)
    assert (row.start_date, row.due_date) == (date(2026, 11, 30), date(2027, 8, 31))
    told = AuditEvent.objects.get(subject_id=benefit.pk, action=dates_that_follow.ACTION)
    assert said(told) == "The milestone “Sensors installed” moved from 30 June 2026 to 31 August 2026."


def test_the_owner_is_told_once_in_words(benefit: Benefit, milestone: Milestone, now: datetime) -> None:
    move(milestone, now, due_date=date(2026, 8, 31))
    move(milestone, now, title="Sensors are up")
    notice = Notice.objects.get(kind=dates_that_follow.MOVED)
    mail = composer(now)(notice)
    assert isinstance(mail, Mail)
    assert (notice.recipient, mail.subject) == (
        benefit.owner,
        "The dates of “Fewer falls” moved: “Sensors are up” has another day",
    )
    assert "Start of effect: 30 September 2026 → 30 November 2026" in mail.text
    assert "To be seen by: 30 June 2027 → 31 August 2027" in mail.text


def test_nobody_is_told_of_a_benefit_that_has_another_owner_by_then(
    benefit: Benefit, milestone: Milestone, now: datetime
) -> None:
    move(milestone, now, due_date=date(2026, 8, 31))
    change(stored(benefit), now, owner=make.a_person(benefit.organisation))
    assert isinstance(composer(now)(Notice.objects.get(kind=dates_that_follow.MOVED)), Skip)


def test_who_moves_the_milestone_is_not_told_of_their_own_benefit(
    benefit: Benefit, milestone: Milestone, now: datetime
) -> None:
    Benefit.objects.filter(pk=benefit.pk).update(owner=milestone.project.leader)
    move(milestone, now, due_date=date(2026, 8, 31))
    Benefit.objects.filter(pk=benefit.pk).update(owner=None)
    move(milestone, now, due_date=date(2026, 9, 30))
    assert not Notice.objects.filter(kind=dates_that_follow.MOVED).exists()
    assert stored(benefit).start_date == date(2026, 12, 30)


def test_without_months_the_dates_keep_their_distance(milestone: Milestone, now: datetime) -> None:
    row = make.a_benefit(milestone.project, start_date=date(2026, 8, 1), due_date=None)
    change(row, now, milestone=milestone)
    move(milestone, now, due_date=date(2026, 7, 10))
    assert (stored(row).start_date, stored(row).due_date) == (date(2026, 8, 11), None)


def test_the_day_on_which_it_was_reached_counts(benefit: Benefit, milestone: Milestone, now: datetime) -> None:
    move(milestone, now, reached_date=date(2026, 7, 2))
    assert stored(benefit).start_date == date(2026, 10, 2)


def test_a_milestone_that_gets_its_first_day_starts_what_waits_for_it(milestone: Milestone, now: datetime) -> None:
    undated = make.a_milestone(milestone.project, due_date=None)
    row = make.a_benefit(milestone.project, due_date=date(2028, 1, 1))
    change(row, now, milestone=undated, months_after_milestone=0)
    assert stored(row).start_date is None
    move(undated, now, due_date=date(2026, 7, 10))
    assert (stored(row).start_date, stored(row).due_date) == (date(2026, 7, 10), date(2028, 1, 1))
    told = AuditEvent.objects.get(subject_id=row.pk, action=dates_that_follow.ACTION)
    assert said(told).endswith("is set for 10 July 2026.")
    move(undated, now, due_date=None)
    assert stored(row).start_date == date(2026, 7, 10)


def test_what_is_judged_or_has_no_dates_stays(milestone: Milestone, benefit: Benefit, now: datetime) -> None:
    ended = make.a_benefit(milestone.project, milestone=milestone, start_date=date(2026, 8, 1), state="realised")
    undated = make.a_benefit(milestone.project, milestone=milestone)
    move(milestone, now, due_date=date(2026, 8, 31))
    assert stored(ended).start_date == date(2026, 8, 1)
    assert stored(undated).version == undated.version


def test_a_start_that_contradicts_the_milestone_is_refused(benefit: Benefit, now: datetime) -> None:
    with pytest.raises(InvalidInput, match="It follows the milestone and starts on 30 September 2026"):
        change(benefit, now, start_date=date(2027, 1, 1))
    kept = change(benefit, now, start_date=parse_period("2026-09-30"), months_after_milestone=3)
    assert kept.start_date == date(2026, 9, 30)


def test_months_count_from_a_milestone_of_the_same_project(benefit: Benefit, now: datetime) -> None:
    other = make.a_benefit(benefit.project)
    with pytest.raises(InvalidInput, match="Choose the milestone"):
        change(other, now, months_after_milestone=3)
    elsewhere = make.a_milestone(make.a_project(benefit.organisation))
    with pytest.raises(InvalidInput, match="same project"):
        change(other, now, milestone=elsewhere)


def test_taking_the_milestone_away_takes_its_months_too_and_keeps_the_dates(benefit: Benefit, now: datetime) -> None:
    free = change(benefit, now, milestone=None)
    assert (free.months_after_milestone, free.start_date) == (None, date(2026, 9, 30))


def test_a_milestone_that_benefits_wait_for_is_not_deleted(
    benefit: Benefit, milestone: Milestone, now: datetime
) -> None:
    with pytest.raises(NotPossible):
        milestones.delete_milestone(milestone=milestone, by=milestone.project.leader, now=now)
