"""Who has put a duty off, or said when its figure comes, hears of it again on that day; others hear as ever."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from projects.mails import composer
from projects.models import Measurement, Milestone, Project
from projects.reports.duties import duties_of
from projects.services import answers, reminders, snoozes
from register.models import Organisation, Person
from tests import factories as make
from workflows.services.delivery import deliver_due

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 10)  # a Wednesday


@pytest.fixture
def andebu() -> Organisation:
    return make.an_organisation()


@pytest.fixture
def berit(andebu: Organisation) -> Person:
    return make.a_person(andebu, "Berit")


@pytest.fixture
def milestone(andebu: Organisation, berit: Person) -> Milestone:
    project = make.a_project(andebu)
    make.a_role(make.a_person(andebu, "Line Manager"), "line_manager", project.unit)
    return make.a_milestone(project, title="Rooms ready", due_date=DUE, responsible=berit)


@pytest.fixture
def measurement(andebu: Organisation, berit: Person) -> Measurement:
    project = make.a_project(andebu)
    make.a_role(make.a_person(andebu, "Line Manager"), "line_manager", project.unit)
    indicator = make.an_indicator(make.a_benefit(project), frequency="", measurer=berit)
    return make.a_measurement(indicator, due_date=DUE)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)


def told_of(organisation: Organisation, first: date, last: date) -> dict[str, list[date]]:
    """On which days who was told, by a round each working day."""
    told: dict[str, list[date]] = {}
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        if day.weekday() > 4:
            continue
        made = reminders.make_round(organisation=organisation, now=at(day))
        assert made is not None
        for person in made.reached:
            told.setdefault(person.name, []).append(day)
    return told


def put_off(person: Person, on: date, until: date) -> None:
    [duty] = duties_of(person, at(on))
    snoozes.snooze(duty=duty, until=until, reason="Ill.", by=person, now=at(on))


def test_what_is_put_off_is_silent_until_the_day_and_told_on_it(andebu: Organisation, milestone, berit) -> None:
    made = told_of(andebu, date(2026, 6, 1), date(2026, 6, 4))
    assert made == {"Berit": [date(2026, 6, 1)]}  # the first round finds what was missed
    put_off(berit, date(2026, 6, 4), date(2026, 6, 16))
    later = told_of(andebu, date(2026, 6, 5), date(2026, 6, 30))
    assert later == {"Berit": [date(2026, 6, 16), date(2026, 6, 17)], "Line Manager": [date(2026, 6, 24)]}


def test_a_snooze_puts_off_no_escalation(andebu: Organisation, milestone: Milestone, berit: Person) -> None:
    told_of(andebu, date(2026, 6, 17), date(2026, 6, 18))
    put_off(berit, date(2026, 6, 18), date(2026, 7, 2))
    later = told_of(andebu, date(2026, 6, 19), date(2026, 7, 2))
    assert later["Line Manager"] == [date(2026, 6, 24)]
    assert later["Berit"] == [date(2026, 7, 2)]


def test_the_day_of_a_snooze_is_found_though_the_ladder_ends_before(andebu: Organisation, milestone, berit) -> None:
    andebu.limits = {"reminder_ladder": {"after": [], "superior": None, "project": None, "controller": None}}
    andebu.save()
    told_of(andebu, DUE, DUE)
    told_of(andebu, date(2026, 8, 3), date(2026, 8, 3))
    put_off(berit, date(2026, 8, 3), date(2026, 8, 14))
    assert told_of(andebu, date(2026, 8, 4), date(2026, 8, 18)) == {"Berit": [date(2026, 8, 14)]}


def test_what_one_has_put_off_since_is_not_in_the_mail_that_waits(andebu: Organisation, milestone, berit) -> None:
    told_of(andebu, DUE - timedelta(days=1), DUE)
    put_off(berit, DUE, date(2026, 6, 12))
    deliver_due(compose=composer(at(DUE)), now=at(DUE))
    assert mail.outbox == []


def expect(measurement: Measurement, on: date, expected_on: date, by: Person) -> None:
    row = Measurement.objects.get(pk=measurement.pk)
    answers.expect_on(measurement=row, expected_on=expected_on, reason="The books close.", by=by, now=at(on))


def test_reminders_count_from_the_day_the_figure_comes(andebu: Organisation, measurement, berit: Person) -> None:
    told_of(andebu, DUE, DUE)
    expect(measurement, DUE, date(2026, 7, 15), berit)
    later = told_of(andebu, DUE + timedelta(days=1), date(2026, 7, 23))
    assert later["Berit"] == [
        date(2026, 6, 15),  # 30 days before
        date(2026, 7, 1),
        date(2026, 7, 10),  # 3 days before is a Sunday
        date(2026, 7, 15),
        date(2026, 7, 22),
    ]
    assert later["Line Manager"] == [date(2026, 6, 24)]


def test_a_figure_that_comes_long_after_its_due_date_is_still_found(andebu: Organisation, measurement, berit) -> None:
    told_of(andebu, DUE, DUE)
    told_of(andebu, date(2026, 7, 10), date(2026, 7, 10))
    expect(measurement, date(2026, 7, 10), date(2026, 10, 9), berit)
    later = told_of(andebu, date(2026, 10, 5), date(2026, 10, 20))
    assert later["Berit"][-2:] == [date(2026, 10, 9), date(2026, 10, 16)]


def test_those_who_are_told_of_the_delay_read_when_it_comes(andebu: Organisation, measurement, berit) -> None:
    told_of(andebu, DUE, DUE)
    expect(measurement, DUE, date(2026, 7, 15), berit)
    told_of(andebu, date(2026, 6, 23), date(2026, 6, 24))
    deliver_due(compose=composer(at(date(2026, 6, 24))), now=at(date(2026, 6, 24)))
    [told] = [one for one in mail.outbox if "Line Manager" in one.to[0]]
    assert told.subject.startswith("Overdue since 10 June 2026")
    assert "The figure comes on 15 July 2026: The books close." in told.body
    assert "The figure comes on 15 July 2026: The books close." in told.alternatives[0].content


def test_the_mail_to_whose_duty_it_is_speaks_of_the_new_day(andebu: Organisation, measurement, berit) -> None:
    told_of(andebu, DUE, DUE)
    expect(measurement, DUE, date(2026, 7, 15), berit)
    mail.outbox.clear()
    told_of(andebu, date(2026, 7, 14), date(2026, 7, 15))
    deliver_due(compose=composer(at(date(2026, 7, 15))), now=at(date(2026, 7, 15)))
    [told] = [one for one in mail.outbox if "Berit" in one.to[0] and "15 July 2026" in one.subject]
    assert told.subject.startswith("By 15 July 2026")


def test_a_reminder_that_waits_is_not_sent_after_the_answer(andebu: Organisation, measurement, berit) -> None:
    told_of(andebu, DUE - timedelta(days=1), DUE)
    expect(measurement, DUE, date(2026, 7, 15), berit)
    row = Measurement.objects.get()
    Measurement.objects.update(expected_since=row.expected_since + timedelta(minutes=1))
    deliver_due(compose=composer(at(DUE)), now=at(DUE))
    assert mail.outbox == []
    assert Project.objects.get().state not in ("closed", "stopped")
