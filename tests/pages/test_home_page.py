"""My duties: what waits, and what can be answered right there."""

from datetime import date, timedelta

import pytest
import time_machine

from projects.models import Measurement, Project
from projects.reports.duties import duties_of
from tests.cast import Cast, fresh
from tests.pages.conftest import SignIn
from workflows.models import Notice


@pytest.fixture
def due(cast: Cast) -> Measurement:
    """A figure the line manager is asked for, due tomorrow."""
    project = cast.realising()
    Measurement.objects.all().delete()
    indicator = project.benefits.get().indicators.get()
    quarter = {"period_start": date(2025, 10, 1), "period_end": date(2025, 12, 31)}
    due_date = cast.now.date() + timedelta(days=1)
    row = {"organisation": cast.organisation, "indicator": indicator, "due_date": due_date, **quarter}
    return Measurement.objects.create(created_at=cast.now, **row)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast):
    with time_machine.travel(cast.now, tick=True):
        yield


def test_a_figure_is_stored_right_on_the_page(due: Measurement, cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.line_manager)
    page = client.get("/").content.decode()
    assert "due tomorrow" in page
    answer = client.post(f"/measurements/{due.pk}/here/", {"value": "30,5"}, follow=True)
    assert "Saved: Falls" in answer.content.decode()
    assert (fresh(due).state, str(fresh(due).value.normalize())) == ("reported", "30.5")


def test_a_figure_that_is_none_stays_in_its_field_with_the_reason(
    due: Measurement, cast: Cast, as_person: SignIn
) -> None:
    answer = as_person(cast.line_manager).post(f"/measurements/{due.pk}/here/", {"value": "many"})
    assert 'value="many"' in answer.content.decode()
    assert "Write a number" in answer.content.decode()
    assert fresh(due).state == "due"


def test_a_figure_of_somebody_else_is_refused_in_words(due: Measurement, cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.member).post(f"/measurements/{due.pk}/here/", {"value": "1"})
    assert fresh(due).state == "due"
    assert answer.status_code == 200


def test_a_figure_of_another_organisation_does_not_exist(due: Measurement, cast: Cast, as_person: SignIn) -> None:
    assert as_person(cast.stranger).post(f"/measurements/{due.pk}/here/", {"value": "1"}).status_code == 404


def test_a_role_is_accepted_on_the_page_that_asks(cast: Cast, as_person: SignIn) -> None:
    project = cast.take(cast.proposed(), "approve_concept", cast.decision_maker)
    client = as_person(cast.owner)
    assert "Say whether you will be project owner" in client.get("/").content.decode()
    client.post(f"/projects/{project.pk}/roles/owner/accept/", {"next": "/"})
    assert fresh(project).owner_accepted_at
    assert "Say whether you will be project owner" not in client.get("/").content.decode()


def test_a_role_is_declined_with_a_reason_or_not_at_all(cast: Cast, as_person: SignIn) -> None:
    project = cast.take(cast.proposed(), "approve_concept", cast.decision_maker)
    client = as_person(cast.owner)
    address = f"/projects/{project.pk}/roles/owner/decline/"
    back = client.post(address, {"reason": ""}, headers={"referer": "http://testserver/"}, follow=True)
    assert "Say why, so that somebody else can be asked." in back.content.decode()
    assert fresh(project).owner == cast.owner
    client.post(address, {"reason": "I leave in May."})
    assert fresh(project).owner is None


def test_a_benefit_is_accepted_or_declined_on_the_page_that_asks(cast: Cast, as_person: SignIn) -> None:
    benefit = cast.take(cast.concept().benefits.get(), "profile", cast.leader)
    client = as_person(cast.line_manager)
    client.post(f"/benefits/{benefit.pk}/accept/", {"next": "/"})
    assert fresh(benefit).state == "accepted"
    other = cast.take(cast.concept(title="Other").benefits.get(), "profile", cast.leader)
    client.post(f"/benefits/{other.pk}/decline/", {"next": "/", "reason": "Not my unit."})
    assert fresh(other).owner is None


def test_nothing_waiting_says_so(cast: Cast, as_person: SignIn) -> None:
    assert "Nothing waits for you." in as_person(cast.member).get("/").content.decode()


def test_many_duties_take_as_many_queries_as_few(cast: Cast, as_person: SignIn, django_assert_max_num_queries) -> None:
    for number in range(3):
        cast.take(cast.proposed(title=f"No {number}"), "approve_concept", cast.decision_maker)
    client = as_person(cast.owner)
    with django_assert_max_num_queries(60):
        assert client.get("/").content.decode().count('class="duty"') == Project.objects.count() == 3


def test_a_controller_is_led_to_the_figures_that_wait_for_a_check(cast: Cast, as_person: SignIn) -> None:
    """Also those that another is asked to check."""
    link = 'href="/measurements/"'
    assert link in as_person(cast.controller).get("/").content.decode()
    assert link not in as_person(cast.member).get("/").content.decode()
    assert link in as_person(cast.member).get("/benefits/").content.decode()


def test_a_day_is_written_out_as_the_reader_writes_it(cast: Cast, as_person: SignIn) -> None:
    project = cast.executing()
    milestone = project.milestones.first()
    milestone.due_date, milestone.due_date_entered = date(2027, 12, 31), "2027-12-31"
    milestone.save()
    page = as_person(cast.leader).get(f"{project.get_absolute_url()}milestones/").content.decode()
    assert "31 December 2027" in page


def test_a_returned_handover_waits_for_the_leader(cast: Cast, as_person: SignIn) -> None:
    """The line manager is told that the leader reads why: so the leader is told at once, and asked until it is done."""
    handover = cast.sent(cast.handing_over())
    cast.sign(handover, decision="return", comment="The training is missing.")
    duty = next(duty for duty in duties_of(cast.leader, cast.now) if duty.kind == "revise")
    assert duty.url == handover.get_absolute_url()
    assert duty.title in as_person(cast.leader).get("/").content.decode().replace("&quot;", '"')
    assert Notice.objects.filter(recipient=cast.leader, once_key__startswith="asked revise").count() == 1
    cast.take(fresh(handover), "revise", cast.leader)
    assert "revise" not in {duty.kind for duty in duties_of(cast.leader, cast.now)}
