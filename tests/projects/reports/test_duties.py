"""What waits for people: found from rows, worst first, as cheap for a hundred as for one."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Condition, FollowUp, Gap
from projects.reports.duties import FINDERS, duties_of
from register.models import Organisation, Person
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
    make.a_handover(project, state="sent", line_manager=berit)
    make.a_project(andebu, state="concept", owner=berit, owner_accepted_at=None)
    make.a_project(andebu, state="proposed", track="light", owner=berit)
    make.a_project(andebu, state="on_hold", owner=berit, review_date=date(2026, 3, 14))


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
