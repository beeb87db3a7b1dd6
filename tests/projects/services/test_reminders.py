"""Reminders: who is told what on which day, once, and never about what is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from projects.mails import composer
from projects.models import Milestone, Project, Reminder, ReminderRound
from projects.services import milestones, reminders, transitions
from projects.tasks import sweep
from register.models import Absence, Organisation, Person
from tests import factories as make
from workflows.mail import Mail
from workflows.models import Notice
from workflows.services import claims
from workflows.services.delivery import deliver_due

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 10)  # a Wednesday


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def project(andebu: Organisation) -> Project:
    return make.a_project(andebu)


@pytest.fixture
def milestone(project: Project) -> Milestone:
    return make.a_milestone(
        project, title="Rooms ready", due_date=DUE, responsible=make.a_person(project.organisation, "Berit")
    )


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)


def round_on(organisation: Organisation, day: date) -> dict[str, list[int]]:
    made = reminders.make_round(organisation=organisation, now=at(day), at_once=True)
    assert made is not None
    return {person.name: [one.rung.days for one in reached] for person, reached in made.reached.items()}


def deliver(day: date) -> list[str]:
    deliver_due(compose=composer(at(day)), now=at(day))
    sent = [f"{one.to[0].split(' <')[0].strip(chr(34))}: {one.subject}" for one in mail.outbox]
    mail.outbox.clear()
    return sent


def test_a_duty_climbs_the_ladder_one_mail_at_a_time(andebu: Organisation, milestone: Milestone) -> None:
    project = Project.objects.get(pk=milestone.project_id)
    make.a_role(make.a_person(andebu, "Line Manager"), "line_manager", project.unit)
    make.a_role(make.a_person(andebu, "Controller"), "controller")
    told = {}
    around = {DUE + timedelta(days=rung + near) for rung in (-30, -14, -3, 0, 7, 14, 21, 28) for near in range(-2, 2)}
    for day in sorted(around):
        for name, rungs in round_on(andebu, day).items():
            told.setdefault(name, []).append((day, rungs))
    assert told == {
        "Berit": [
            (date(2026, 5, 11), [-30]),
            (date(2026, 5, 27), [-14]),
            (date(2026, 6, 5), [-3]),  # the day itself is a Sunday
            (date(2026, 6, 10), [0]),
            (date(2026, 6, 17), [7]),
        ],
        "Line Manager": [(date(2026, 6, 24), [14])],
        "Owner": [(date(2026, 7, 1), [21])],
        "Benefits Responsible": [(date(2026, 7, 1), [21])],
        "Controller": [(date(2026, 7, 8), [28])],
    }


def test_the_digest_says_what_is_asked_until_when_and_where(andebu: Organisation, milestone: Milestone) -> None:
    round_on(andebu, DUE)
    deliver_due(compose=composer(at(DUE)), now=at(DUE))
    [sent] = mail.outbox
    assert sent.subject == "By 10 June 2026: Reach the milestone “Rooms ready”"
    assert f"http://127.0.0.1:8000/projects/{milestone.project_id}/" in sent.body
    assert "Due 10 June 2026." in sent.body
    html = sent.alternatives[0][0]
    assert "Rooms ready" in html


def test_nobody_hears_of_what_is_done(andebu: Organisation, milestone: Milestone) -> None:
    round_on(andebu, DUE)
    milestones.update_milestone(
        milestone=milestone, changes={"reached_date": DUE}, by=milestone.responsible, now=at(DUE)
    )
    assert deliver(DUE) == []
    assert Notice.objects.get().status == "skipped"


def test_a_second_round_of_the_day_tells_nobody_twice(andebu: Organisation, milestone: Milestone) -> None:
    assert round_on(andebu, DUE) == {"Berit": [-30, -14, -3, 0]}
    assert len(deliver(DUE)) == 1
    assert round_on(andebu, DUE) == {}
    make.a_milestone(milestone.project, due_date=DUE, responsible=milestone.responsible, created_at=at(DUE))
    assert round_on(andebu, DUE) == {"Berit": [0]}
    assert deliver(DUE) == []
    assert round_on(andebu, DUE + timedelta(days=1)) == {}
    assert len(deliver(DUE + timedelta(days=1))) == 1
    assert [str(row) for row in Reminder.objects.filter(rung=0)] == ["reach_milestone 2026-06-10 +0"] * 2
    assert str(ReminderRound.objects.get()) == f"{andebu} 2026-06-11"


def test_what_was_missed_goes_out_once_and_says_that_it_is_late(andebu: Organisation, milestone: Milestone) -> None:
    late = DUE + timedelta(days=9)
    assert round_on(andebu, late) == {"Berit": [-30, -14, -3, 0, 7]}
    deliver_due(compose=composer(at(late)), now=at(late))
    [sent] = mail.outbox
    assert "This reminder is late: it should have come on 17 June 2026." in sent.body
    assert sent.subject.startswith("Overdue since 10 June 2026")
    assert round_on(andebu, late + timedelta(days=1)) == {}


def test_whoever_stands_in_hears_of_it_too(andebu: Organisation, milestone: Milestone) -> None:
    deputy = make.a_person(andebu, "Stand In")
    Absence.objects.create(organisation=andebu, person=milestone.responsible, deputy=deputy, from_date=DUE, to_date=DUE)
    assert set(round_on(andebu, DUE)) == {"Berit", "Stand In"}
    assert len(deliver(DUE)) == 2


def test_a_dry_run_says_who_would_be_told_and_changes_nothing(
    andebu: Organisation, milestone: Milestone, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("remind", "--now", "2026-06-10T08:00+02:00", "--dry-run")
    told = capsys.readouterr().out
    assert "Berit <" in told
    assert "2026-06-10 +0 Reach the milestone “Rooms ready”" in told
    assert not Reminder.objects.exists()
    assert not Notice.objects.exists()
    assert not ReminderRound.objects.exists()


def test_remind_sends_before_it_ends(
    andebu: Organisation, milestone: Milestone, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("remind", "--now", "2026-06-10T08:00+02:00")
    assert len(mail.outbox) == 1
    assert "sent 1, no longer needed 0" in capsys.readouterr().out


def test_a_handover_that_is_sent_is_mailed_at_once(andebu: Organisation, project: Project) -> None:
    handover = make.a_handover(
        project,
        lasting_results="Rooms",
        anchoring="Budget",
        way_forward="Use them",
        first_action="Move in",
        closing_milestone=make.a_milestone(project, kind="closing"),
    )
    transitions.take(subject=handover, name="send", by=project.leader, now=at(DUE))
    assert deliver(DUE) == [f"Line Manager: By 24 June 2026: Take over “{project.title}” for {handover.receiving_unit}"]


def test_the_figures_stand_in_the_mail(andebu: Organisation, project: Project) -> None:
    measurer = make.a_person(andebu, "Measurer", language="nb")
    indicator = make.an_indicator(make.a_benefit(project), measurer=measurer, name="Ventetid", unit="dager")
    make.a_target(indicator)
    make.a_measurement(
        indicator, state="reported", period_start=None, period_end=date(2025, 12, 31), value=58.5, due_date=None
    )
    make.a_measurement(indicator, due_date=date(2026, 5, 29))
    round_on(andebu, date(2026, 5, 29))
    deliver_due(compose=composer(at(date(2026, 5, 29))), now=at(date(2026, 5, 29)))
    body = next(one.body for one in mail.outbox if "Measurer" in one.to[0]).replace("\N{NO-BREAK SPACE}", " ")
    assert "60 dager (1. januar 2026)" in body
    assert "58,5 dager (31. desember 2025)" in body
    assert "30 dager (31. desember 2027)" in body


def test_a_condition_that_was_met_by_another_date_is_not_reminded_of(
    andebu: Organisation, milestone: Milestone
) -> None:
    round_on(andebu, DUE)
    milestones.update_milestone(
        milestone=milestone,
        changes={"due_date": DUE + timedelta(days=90)},
        by=Project.objects.get(pk=milestone.project_id).leader,
        now=at(DUE),
    )
    assert deliver(DUE) == []


def test_the_superior_hears_whose_duty_it_is(andebu: Organisation, milestone: Milestone) -> None:
    project = Project.objects.get(pk=milestone.project_id)
    make.a_role(make.a_person(andebu, "Boss"), "line_manager", project.unit)
    day = DUE + timedelta(days=14)
    round_on(andebu, day)
    deliver_due(compose=composer(at(day)), now=at(day))
    to_boss = next(one for one in mail.outbox if "Boss" in one.to[0])
    assert "This is waiting for Berit." in to_boss.body


def test_two_duties_of_one_person_are_one_mail(andebu: Organisation, milestone: Milestone) -> None:
    make.a_milestone(milestone.project, title="Staff trained", due_date=DUE, responsible=milestone.responsible)
    round_on(andebu, DUE)
    [subject] = deliver(DUE)
    assert subject.startswith("Berit: By 10 June 2026: Reach the milestone")
    assert subject.endswith("and 1 more")


def test_what_is_asked_and_answered_before_the_mail_goes_is_not_mailed(andebu: Organisation, project: Project) -> None:
    benefit = make.a_benefit(project, state="identified")
    benefit = transitions.take(subject=benefit, name="profile", by=project.leader, now=at(DUE))
    transitions.take(subject=benefit, name="accept", by=benefit.owner, now=at(DUE))
    assert deliver(DUE) == []
    assert Notice.objects.get().status == "skipped"


def test_who_has_no_address_is_not_asked_by_mail(andebu: Organisation, project: Project) -> None:
    benefit = make.a_benefit(project, state="identified", owner=make.a_person(andebu, is_active=False))
    transitions.take(subject=benefit, name="withdraw", by=project.leader, now=at(DUE), comment="Never mind")
    away = make.a_person(andebu, "Away")
    Absence.objects.create(
        organisation=andebu, person=away, deputy=make.a_person(andebu, "Gone"), from_date=DUE, to_date=DUE
    )
    asked = make.a_benefit(project, state="identified", owner=away)
    Person.objects.filter(name="Gone").update(email="", is_service=True, account=None)
    transitions.take(subject=asked, name="profile", by=project.leader, now=at(DUE))
    assert [notice.recipient for notice in Notice.objects.all()] == [away]


def test_an_organisation_sets_its_own_ladder(andebu: Organisation, milestone: Milestone) -> None:
    andebu.limits = {"reminder_ladder": {"before": [7], "after": [], "controller": None}}
    andebu.save()
    assert round_on(andebu, DUE - timedelta(days=8)) == {}
    assert round_on(andebu, DUE - timedelta(days=7)) == {"Berit": [-7]}


def test_while_one_scheduler_makes_the_round_another_leaves_it(
    andebu: Organisation, milestone: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = ReminderRound.objects.none()
    monkeypatch.setattr(ReminderRound.objects, "select_for_update", lambda **_how: taken)
    assert reminders.make_round(organisation=andebu, now=at(DUE)) is None
    call_command("remind", "--now", "2026-06-10")
    assert mail.outbox == []


def test_a_round_is_made_for_a_new_day_and_for_what_has_changed_since(
    andebu: Organisation, milestone: Milestone
) -> None:
    assert reminders.organisations_to_round(at(DUE)) == [andebu]
    round_on(andebu, DUE)
    assert reminders.organisations_to_round(at(DUE)) == []
    milestones.update_milestone(
        milestone=milestone, changes={"reached_date": DUE}, by=milestone.responsible, now=at(DUE)
    )
    assert reminders.organisations_to_round(at(DUE)) == [andebu]
    reminders.rest(organisation=andebu, until=at(DUE) + timedelta(minutes=5))
    assert reminders.organisations_to_round(at(DUE)) == []
    assert reminders.organisations_to_round(at(DUE) + timedelta(minutes=6)) == [andebu]
    assert reminders.organisations_to_round(at(DUE + timedelta(days=1))) == [andebu]


def test_the_sweep_reminds_and_sends(andebu: Organisation, project: Project) -> None:
    today = timezone.now().date()
    make.a_milestone(project, due_date=today - timedelta(days=3), created_at=timezone.now() - timedelta(days=40))
    sweep()
    sweep()
    assert len(mail.outbox) == 1
    assert Notice.objects.get().status == "sent"


def test_a_round_that_fails_holds_up_no_other(
    andebu: Organisation, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.an_organisation("Broken", limits={"reminder_ladder": {"before": ["soon"]}})
    make.a_milestone(project, due_date=timezone.now().date(), created_at=timezone.now() - timedelta(days=40))
    sweep()
    assert len(mail.outbox) == 1


def test_a_sweep_ends_before_its_time_is_up(
    andebu: Organisation, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.a_milestone(project, due_date=timezone.now().date(), created_at=timezone.now() - timedelta(days=40))
    monkeypatch.setattr("projects.tasks.ENOUGH", -1)
    sweep()
    assert mail.outbox == []


def test_a_moment_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(CommandError, match="ISO 8601"):
        call_command("remind", "--now", "tomorrow")
    call_command("remind", "--dry-run")


def test_who_is_no_longer_asked_is_not_reminded(andebu: Organisation, milestone: Milestone) -> None:
    round_on(andebu, DUE)
    leader = Project.objects.get(pk=milestone.project_id).leader
    milestones.update_milestone(milestone=milestone, changes={"responsible": leader}, by=leader, now=at(DUE))
    assert deliver(DUE) == []


def test_a_deputy_is_not_reminded_in_place_of_a_line_manager_who_is_there(
    andebu: Organisation, project: Project
) -> None:
    handover = make.a_handover(project, state="sent", sent_at=at(DUE) - timedelta(days=14))
    make.a_role(make.a_person(andebu, "Deputy"), "deputy", handover.receiving_unit)
    assert set(round_on(andebu, DUE)) == {"Line Manager"}


def test_a_baseline_that_was_put_off_is_asked_for_with_what_is_known(andebu: Organisation, project: Project) -> None:
    make.an_indicator(
        make.a_benefit(project),
        measurer=make.a_person(andebu, "Measurer"),
        baseline_state="deferred",
        baseline_value=None,
        baseline_due_date=DUE,
    )
    round_on(andebu, DUE)
    [subject] = deliver(DUE)
    assert subject.startswith("Measurer: By 10 June 2026: Measure the baseline of")


def test_thirty_digests_are_composed_in_as_many_queries_as_two(
    andebu: Organisation, project: Project, django_assert_max_num_queries
) -> None:
    for _one in range(30):
        make.a_milestone(project, due_date=DUE, responsible=make.a_person(andebu))
    reminders.make_round(organisation=andebu, now=at(DUE))
    claims.claim(organisation_id=andebu.pk, now=at(DUE), limit=30)
    claimed = list(Notice.objects.select_related("organisation", "recipient").order_by("try_after", "pk"))
    with django_assert_max_num_queries(8):
        compose = composer(at(DUE))
        assert all(isinstance(compose(notice), Mail) for notice in claimed)
    assert len(claimed) == 30
