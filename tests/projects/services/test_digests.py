"""Digests: at the time and on the weekday a person chose, one a day, and never lost to a clock."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command

from projects.mails import composer
from projects.models import Milestone, Project, Reminder
from projects.services import reminders
from projects.services.digest_times import first_slots
from register.models import Organisation, Person
from tests import factories as make
from workflows.models import Notice
from workflows.services.delivery import deliver_due

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 10)  # a Wednesday
CAPITALS = ("Europe/Oslo", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Helsinki", "Atlantic/Reykjavik")
HOUR = timedelta(hours=1)


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def project(andebu: Organisation) -> Project:
    return make.a_project(andebu)


@pytest.fixture
def berit(andebu: Organisation) -> Person:
    return make.a_person(andebu, "Berit")


def milestone(project: Project, due: date, who: Person, **fields: object) -> Milestone:
    return make.a_milestone(project, title=f"Due {due}", due_date=due, responsible=who, **fields)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def choose(person: Person, **choice: object) -> None:
    Person.objects.filter(pk=person.pk).update(**choice)


def sweep(organisation: Organisation, now: datetime) -> list[str]:
    """What the sweep does at a moment, by the clock of the moment."""
    for one in reminders.organisations_to_round(now):
        reminders.make_round(organisation=one, now=now)
    return deliver(now)


def deliver(now: datetime) -> list[str]:
    deliver_due(compose=composer(now), now=now)
    sent = [one.body for one in mail.outbox]
    mail.outbox.clear()
    return sent


def moments_of(organisation: Organisation, first: datetime, hours: int) -> list[datetime]:
    """At which full hours mails went."""
    moments = [first + number * HOUR for number in range(hours)]
    return [moment for moment in moments if sweep(organisation, moment)]


def test_who_has_chosen_nothing_is_not_woken(andebu: Organisation, project: Project, berit: Person) -> None:
    reminders.make_round(organisation=andebu, now=at(DUE - timedelta(days=40), 6))
    milestone(project, DUE, berit)
    assert moments_of(andebu, at(DUE, 0), 30) == [at(DUE, 5)]  # seven in Oslo


def test_the_organisation_sets_the_hour(andebu: Organisation, project: Project, berit: Person) -> None:
    Organisation.objects.update(limits={"digest_hour": 9})
    reminders.make_round(organisation=andebu, now=at(DUE - timedelta(days=40), 6))
    milestone(project, DUE, berit)
    assert moments_of(andebu, at(DUE, 0), 30) == [at(DUE, 7)]


def test_remind_waits_for_nobody_who_has_chosen_nothing(andebu: Organisation, project: Project, berit: Person) -> None:
    reminders.make_round(organisation=andebu, now=at(DUE - timedelta(days=40), 6))
    milestone(project, DUE, berit)
    sweep(andebu, at(DUE, 1))
    assert Notice.objects.get().status == "new"
    call_command("remind", now=at(DUE, 2).isoformat())
    assert len(mail.outbox) == 1


def test_a_chosen_time_holds_for_sweep_and_command_in_the_persons_own_zone(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    choose(berit, digest_time=time(15, 30), time_zone="Europe/Helsinki")
    milestone(project, DUE, berit)
    call_command("remind", now=at(DUE, 5).isoformat())
    assert mail.outbox == []
    assert sweep(andebu, at(DUE, 12, 29)) == []
    [body] = sweep(andebu, at(DUE, 12, 30))
    assert "This reminder is late" not in body


def test_what_is_found_before_the_chosen_time_is_in_the_same_mail(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    choose(berit, digest_time=time(15, 0))
    milestone(project, DUE, berit)
    sweep(andebu, at(DUE, 5))
    make.a_milestone(project, title="Second", due_date=DUE, responsible=berit, created_at=at(DUE, 6))
    reminders.make_round(organisation=andebu, now=at(DUE, 7))
    [body] = sweep(andebu, at(DUE, 13))
    assert "Second" in body
    assert f"Due {DUE}" in body


def test_once_a_week_there_is_one_mail_with_what_was_found_since(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    choose(berit, digest="weekly", digest_weekday=4, digest_time=time(8, 0))
    days = [DUE + timedelta(days=number) for number in range(-34, 12)]
    milestone(project, DUE, berit)
    milestone(project, DUE - timedelta(days=2), berit)
    reminders.make_round(organisation=andebu, now=at(days[0], 5))
    mails = {day: sent for day in days for hour in (5, 6) if (sent := sweep(andebu, at(day, hour)))}
    assert {day.weekday() for day in mails} <= {3, 4}  # Friday where Thursday is Ascension Day
    assert all(len(sent) == 1 for sent in mails.values())
    assert list(mails) == [date(2026, 5, 15), date(2026, 5, 28), date(2026, 6, 11), date(2026, 6, 18)]
    assert not any("This reminder is late" in body for sent in mails.values() for body in sent)
    assert Reminder.objects.filter(recipient=berit).count() == 10


def test_who_turns_to_daily_does_not_wait_for_the_weekly_mail(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    choose(berit, digest="weekly", digest_weekday=5)
    milestone(project, DUE, berit)
    assert sweep(andebu, at(DUE, 8)) == []
    choose(berit, digest="daily")
    make.a_milestone(project, due_date=DUE, responsible=berit, created_at=at(DUE, 9))
    reminders.make_round(organisation=andebu, now=at(DUE, 10))
    assert len(deliver(at(DUE, 10))) == 1


@pytest.mark.parametrize("zone", CAPITALS)
@pytest.mark.parametrize("at_time", [time(2, 30), time(3, 0), time(7, 0)])
def test_over_every_change_of_clocks_until_2035_a_working_day_has_one_digest(zone: str, at_time: time) -> None:
    here = Organisation(country="NO", time_zone=zone)
    person = Person(organisation=here, digest_time=at_time)
    sunday = [date(year, month, 31) for year in range(2024, 2036) for month in (3, 10)]
    for around in (day - timedelta(days=(day.weekday() + 1) % 7) for day in sunday):
        moments: dict[date, set[datetime]] = {}
        for number in range(6 * 24):
            now = at(around - timedelta(days=3), 0) + number * HOUR
            for slot in first_slots(person, now, at_once=False):
                moments.setdefault(slot.on, set()).add(slot.at)
        assert all(len(several) == 1 for several in moments.values())
        assert [moment.astimezone(ZoneInfo(zone)).date() for [moment] in moments.values()] == list(moments)
        assert all(here.calendar.is_working_day(day) for day in moments)


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Europe/Helsinki"])
@pytest.mark.parametrize("around", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("chosen", [None, time(2, 30)])
def test_on_the_nights_when_clocks_change_each_reminder_comes_once(
    zone: str, around: date, chosen: time | None
) -> None:
    andebu = make.an_organisation(time_zone=zone)
    project, berit = make.a_project(andebu), make.a_person(andebu, "Berit")
    choose(berit, digest_time=chosen)
    working = [day for number in range(-2, 3) if (day := around + timedelta(days=number)).weekday() < 5]
    for day in working:
        milestone(project, day, berit)
    first = at(around - timedelta(days=3), 12)
    reminders.make_round(organisation=andebu, now=first - timedelta(days=90))
    told: Counter[date] = Counter()
    for number in range(6 * 24):
        now = first + number * HOUR
        told.update(now.astimezone(ZoneInfo(zone)).date() for _body in sweep(andebu, now))
    assert all(number == 1 for number in told.values())
    assert set(working) <= set(told)
    zero = Reminder.objects.filter(recipient=berit, rung=0)
    assert {row.due_date: row.on_date for row in zero} == {day: day for day in working}


@pytest.mark.parametrize(
    "clock",
    [
        pytest.param(lambda now: now - HOUR, id="an hour behind"),
        pytest.param(lambda now: now + 24 * HOUR, id="a day ahead"),
        pytest.param(lambda now: now + 72 * HOUR, id="three days ahead"),
        pytest.param(lambda _now: None, id="three days off"),
    ],
)
def test_a_wrong_clock_loses_nothing_and_doubles_nothing(
    andebu: Organisation, project: Project, berit: Person, clock
) -> None:
    for number in range(-3, 12):
        milestone(project, DUE + timedelta(days=number), berit)
    bodies: list[str] = []
    reminders.make_round(organisation=andebu, now=at(DUE - timedelta(days=60), 6))
    for number in range(19 * 6):
        now = at(DUE - timedelta(days=4), 0) + number * 4 * HOUR
        wrong = at(DUE, 0) <= now < at(DUE, 0) + 72 * HOUR
        shown = clock(now) if wrong else now
        if shown is not None:
            bodies += sweep(andebu, shown)
    rungs = Reminder.objects.filter(recipient=berit, rung=0)
    assert rungs.count() == 15
    assert sum(body.count(f"“Due {DUE}”") for body in bodies) == 3  # three days before, on the day, a week after


def test_what_comes_late_says_so_and_is_one_mail(andebu: Organisation, project: Project, berit: Person) -> None:
    for number in range(10):
        milestone(project, DUE + timedelta(days=number), berit)
    call_command("remind", now=at(DUE - timedelta(days=4), 6).isoformat())
    mail.outbox.clear()
    done = Milestone.objects.get(due_date=DUE + timedelta(days=1))
    Milestone.objects.filter(pk=done.pk).update(reached_date=DUE)
    call_command("remind", now=at(DUE + timedelta(days=9), 6).isoformat())
    to_berit = [one for one in mail.outbox if "Berit" in one.to[0]]
    assert len(to_berit) == 1
    body = to_berit[0].body
    assert done.title not in body
    assert body.count("Reach the milestone") == 9
    assert "it should have come on 17 June 2026" in body
    mail.outbox.clear()
    call_command("remind", now=at(DUE + timedelta(days=9), 9).isoformat())
    call_command("remind", now=at(DUE + timedelta(days=5), 9).isoformat())
    assert mail.outbox == []


def test_a_mail_server_that_is_away_for_a_day_gathers_both_days_in_one_mail(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    milestone(project, DUE, berit)
    milestone(project, DUE + timedelta(days=1), berit)
    reminders.make_round(organisation=andebu, now=at(DUE, 6), at_once=True)
    reminders.make_round(organisation=andebu, now=at(DUE + timedelta(days=1), 6), at_once=True)
    [body] = deliver(at(DUE + timedelta(days=1), 7))
    assert body.count("Reach the milestone") == 2
    assert "it should have come on 10 June 2026" in body


def test_who_may_not_see_a_project_any_more_hears_nothing_of_it(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    milestone(project, DUE, make.a_person(andebu, "Per"))
    make.a_role(berit, "line_manager", make.a_unit(andebu, "Above"))
    Project.objects.filter(pk=project.pk).update(unit=berit.assignments.get().unit)
    now = at(DUE + timedelta(days=14), 6)
    made = reminders.make_round(organisation=andebu, now=now, at_once=True)
    assert made is not None
    assert berit in made.reached
    elsewhere = make.a_unit(andebu)
    Project.objects.filter(pk=project.pk).update(restricted=True, unit=elsewhere)
    deliver_due(compose=composer(now), now=now)
    assert not any("Berit" in one.to[0] for one in mail.outbox)


def test_what_is_asked_for_on_a_friday_evening_is_told_on_monday_and_is_not_late(
    andebu: Organisation, project: Project, berit: Person
) -> None:
    friday, saturday, monday = date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 8)
    sweep(andebu, at(friday, 8))
    milestone(project, DUE - timedelta(days=3), berit, created_at=at(friday, 18))
    call_command("remind", now=at(saturday, 6).isoformat())
    assert mail.outbox == sweep(andebu, at(monday, 4)) == [], "neither on Saturday nor before seven in Oslo"
    [body] = sweep(andebu, at(monday, 5))
    assert "Due 7 June" in body or "Was due 7 June" in body
    assert "late" not in body
