"""A benefit that is owned in another organisation: its owner there is asked by mail, in the custodian's name."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from projects.mails import composer
from projects.models import Benefit, FigureRequest, Measurement
from projects.services import figure_requests, outside_owners, reminders
from register.models import Person
from tests import factories as make
from workflows.mail import Mail
from workflows.models import Notice

pytestmark = pytest.mark.django_db
AFTER_THE_QUARTER = datetime.fromisoformat("2026-04-02T08:00:00+00:00")


@pytest.fixture
def measurement() -> Measurement:
    project = make.a_project(make.an_organisation())
    outside = {
        "outside_organisation": "The region",
        "outside_owner_name": "Rita",
        "outside_owner_email": "rita@region.example",
    }
    benefit = make.a_benefit(project, title="Fewer readmissions", **outside)
    return make.a_measurement(make.an_indicator(benefit, measurer=benefit.owner))


def ask(measurement: Measurement, now: datetime = AFTER_THE_QUARTER) -> None:
    outside_owners.ask_for_due(organisation=measurement.organisation, now=now)


def test_when_the_period_is_over_the_owner_there_gets_the_one_question(measurement: Measurement) -> None:
    ask(measurement, datetime.fromisoformat("2026-03-31T08:00:00+00:00"))
    assert not FigureRequest.objects.exists()
    reminders.make_round(organisation=measurement.organisation, now=AFTER_THE_QUARTER)
    request = FigureRequest.objects.get(measurement=measurement)
    assert (request.colleague.email, request.colleague.name) == ("rita@region.example", "Rita")
    assert request.asked_by == measurement.indicator.benefit.owner
    mail = composer(AFTER_THE_QUARTER)(Notice.objects.get(kind=figure_requests.REQUESTED))
    assert isinstance(mail, Mail)
    assert "You own the benefit “Fewer readmissions” at The region; Benefit Owner follows it with us." in mail.text


def test_the_answer_is_theirs_and_the_custodian_does_not_check_it(measurement: Measurement) -> None:
    ask(measurement)
    secret = figure_requests.secret_of(FigureRequest.objects.get())
    row = figure_requests.answer(
        secret=secret, given={"value": Decimal(44)}, address="192.0.2.1", now=AFTER_THE_QUARTER
    )
    assert (row.state, row.reported_by.name, row.asked_by) == ("reported", "Rita", row.indicator.benefit.owner)


def test_nobody_is_asked_twice_while_a_link_works_and_again_when_it_is_too_old(measurement: Measurement) -> None:
    ask(measurement)
    ask(measurement, AFTER_THE_QUARTER + timedelta(days=13))
    assert FigureRequest.objects.count() == 1
    ask(measurement, AFTER_THE_QUARTER + timedelta(days=14))
    assert FigureRequest.objects.count() == 2


def test_where_somebody_of_ours_measures_nobody_there_is_asked(measurement: Measurement) -> None:
    measurement.indicator.measurer = make.a_person(measurement.organisation)
    measurement.indicator.save()
    ask(measurement)
    assert not FigureRequest.objects.exists()


def test_what_is_over_is_not_asked_for(measurement: Measurement) -> None:
    make.in_state(measurement.indicator.benefit, "withdrawn")
    ask(measurement)
    make.in_state(Benefit.objects.get(), "accepted")
    Benefit.objects.update(outside_owner_email="")
    ask(measurement)
    assert not FigureRequest.objects.exists()


def test_an_address_that_cannot_be_asked_keeps_nobody_else_from_being_asked(measurement: Measurement) -> None:
    benefit = measurement.indicator.benefit
    own = make.a_benefit(
        benefit.project, outside_organisation="Us", outside_owner_email=benefit.owner.email, owner=benefit.owner
    )
    make.a_measurement(make.an_indicator(own), due_date=date(2026, 5, 1))
    ask(measurement)
    assert [one.measurement for one in FigureRequest.objects.all()] == [measurement]
    assert Person.objects.filter(email="rita@region.example", account=None).count() == 1
