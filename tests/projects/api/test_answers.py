"""Every answer that a page takes, the API takes, too."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from projects.models import FigureRequest, Indicator, Measurement
from projects.services import figure_requests, measurements
from tests.api_caller import Caller
from tests.cast import Cast, fresh


@pytest.fixture
def now() -> datetime:
    return datetime.fromisoformat("2026-05-11T09:00:00+00:00")


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def due(cast: Cast, now: datetime) -> Measurement:
    cast.executing()
    indicator = Indicator.objects.get()
    Indicator.objects.update(measurer=cast.member)
    Measurement.objects.all().delete()
    before = {"period_end": date(2025, 12, 31), "value": Decimal("38.5")}
    measurements.report_new(indicator=indicator, fields=before, by=cast.leader, now=now)
    quarter = {"period_start": date(2026, 1, 1), "period_end": date(2026, 3, 31), "due_date": date(2026, 5, 22)}
    return Measurement.objects.create(
        organisation=cast.organisation, indicator=indicator, created_at=now - timedelta(days=1), **quarter
    )


def test_the_same_as_last_time(cast: Cast, due: Measurement) -> None:
    row = Caller(cast.member).post(f"measurements/{due.pk}/same_as_last/").json()
    assert (row["state"], row["value"], row["same_as_last"]) == ("reported", "38.5", True)


def test_a_day_on_which_it_comes_is_in_the_duty_too(cast: Cast, due: Measurement) -> None:
    caller = Caller(cast.member)
    given = {"expected_on": "2026-06-10", "reason": "The journal is closed."}
    row = caller.post(f"measurements/{due.pk}/expect/", given).json()
    assert (row["expected_on"], row["expected_reason"]) == ("2026-06-10", "The journal is closed.")
    [duty] = caller.rows("duties/", kind="measure")
    assert (duty["expected_on"], duty["due_date"]) == ("2026-06-10", "2026-05-22")
    refused = caller.post(f"measurements/{due.pk}/expect/", {"expected_on": "2027-06-10"})
    assert refused.json()["errors"][0]["pointer"] == "/expected_on"


def test_a_colleague_is_asked_answers_and_is_confirmed(cast: Cast, due: Measurement) -> None:
    caller = Caller(cast.member)
    asked = caller.post(f"measurements/{due.pk}/ask/", {"email": "per@andebu.example", "name": "Per"})
    assert asked.status_code == 201
    assert "digest" not in asked.json()
    [listed] = caller.rows("figure_requests/", measurement=str(due.pk))
    assert listed["id"] == asked.json()["id"]
    secret = figure_requests.secret_of(FigureRequest.objects.get())
    Client().post("/answer/", {"link": secret, "value": "31"})
    row = caller.post(f"measurements/{due.pk}/confirm/").json()
    assert (row["asked_by"], row["value"]) == (str(cast.member.pk), "31")
    assert row["confirmed_at"]
    assert caller.post(f"figure_requests/{listed['id']}/withdraw/").status_code == 409


def test_a_question_is_withdrawn(cast: Cast, due: Measurement) -> None:
    caller = Caller(cast.member)
    asked = caller.post(f"measurements/{due.pk}/ask/", {"email": "per@andebu.example"}).json()
    assert caller.post(f"figure_requests/{asked['id']}/withdraw/").json()["withdrawn_at"]


def test_who_may_not_report_may_not_answer_otherwise(cast: Cast, due: Measurement) -> None:
    caller = Caller(cast.controller)
    for name, body in (
        ("same_as_last", {}),
        ("expect", {"expected_on": "2026-06-10"}),
        ("ask", {"email": "a@b.example"}),
    ):
        assert caller.post(f"measurements/{due.pk}/{name}/", body).status_code == 403, name
    assert fresh(due).state == "due"


def test_a_duty_is_put_off_once(cast: Cast, due: Measurement) -> None:
    caller = Caller(cast.member)
    [duty] = caller.rows("duties/", kind="measure")
    body = {"until": "2026-05-15", "reason": "Ill."}
    assert caller.post(f"duties/{duty['id']}/snooze/", body).json()["snoozed_until"] == "2026-05-15"
    assert caller.post(f"duties/{duty['id']}/snooze/", body).status_code == 409
    assert caller.rows("duties/", kind="measure")[0]["snoozed_until"] == "2026-05-15"
    assert Caller(cast.controller).post(f"duties/{duty['id']}/snooze/", body).status_code == 404


def test_a_calendar_is_made_fetched_and_revoked(cast: Cast, due: Measurement) -> None:
    caller = Caller(cast.member)
    made = caller.post("calendar_feeds/").json()
    address = made["address"].removeprefix("http://127.0.0.1:8000")
    assert b"BEGIN:VEVENT" in Client().get(address).content
    [listed] = caller.rows("calendar_feeds/")
    assert "address" not in listed
    assert caller.delete(f"calendar_feeds/{made['id']}/", made["version"]).status_code == 204
    assert Client().get(address).status_code == 404
