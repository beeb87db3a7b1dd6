"""What a controller sees of the benefits, as a file: the same statuses as on the page and over the API."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from projects.models import Benefit, Indicator
from projects.reports.status import statuses
from register.models import Account, Person
from tests.cast import Cast


def signed_in(person: Person) -> Client:
    account = Account.objects.create(email=person.email)
    Person.objects.filter(pk=person.pk).update(account=account)
    client = Client()
    client.force_login(account)
    return client


def lines(client: Client, **query: str) -> list[dict[str, str]]:
    content = client.get("/benefits/export/", {"as": "csv", **query}).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.fixture
def measured(cast: Cast) -> Indicator:
    """An indicator with two figures, in a project that anybody may see."""
    indicator = cast.indicator(cast.proposed().benefits.get())
    for day, value in ((date(2026, 3, 31), 35), (date(2026, 6, 30), 39)):
        indicator.measurements.create(
            organisation=cast.organisation, period_end=day, value=Decimal(value), state="reported"
        )
    return indicator


@pytest.mark.parametrize("on", ["2026-02-01", "2026-04-15", "2026-07-15", "2028-12-31"])
def test_the_status_in_the_file_is_that_of_the_day_asked_about(cast: Cast, measured: Indicator, on: str) -> None:
    (line,) = lines(signed_in(cast.controller), on=on)
    one = statuses([measured], on=date.fromisoformat(on), organisation=cast.organisation)[measured.pk]
    assert (line["status"], line["status_reason"]) == (one.code, one.sentence)
    assert (line["on"], line["baseline"], line["target"]) == (on, "40", "20")


def test_figures_are_plain_and_days_are_iso(cast: Cast, measured: Indicator) -> None:
    measured.measurements.create(
        organisation=cast.organisation,
        period_end=date(2026, 9, 30),
        low=Decimal(33),
        high=Decimal("34.5"),
        state="reported",
    )
    (line,) = lines(signed_in(cast.controller), on="2026-10-15", q="e")
    assert line["filter"] == "On: 15 October 2026; Search: e"
    assert (line["latest"], line["latest_date"], line["target_date"]) == ("33/34.5", "2026-09-30", "2027-12-31")
    assert Decimal(line["achievement"]) == Decimal("0.275")


def test_a_benefit_without_indicator_has_its_line_too_and_no_formula_comes_out(cast: Cast) -> None:
    cast.proposed()
    Benefit.objects.update(title="=1+1", kind="qualitative")
    (line,) = lines(signed_in(cast.controller))
    assert (line["benefit_title"], line["indicator"], line["status"]) == ("'=1+1", "", "unknown")
    assert line["achievement"] == ""


def test_the_same_as_a_workbook(cast: Cast, measured: Indicator) -> None:
    answer = signed_in(cast.controller).get("/benefits/export/", {"on": "2026-07-15"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("statuses").to_python()
    named = dict(zip(rows[0], rows[1], strict=True))
    assert (named["indicator_name"], named["latest"], named["filter"]) == ("Falls", 39.0, "On: 15 July 2026")


def test_nobody_gets_what_they_may_not_see(cast: Cast) -> None:
    cast.draft()
    assert lines(signed_in(cast.member)) == []
    assert lines(signed_in(cast.stranger)) == []
    assert len(lines(signed_in(cast.leader))) == 1


def test_what_a_benefit_is_part_of_is_not_told_to_those_who_may_not_see_it(cast: Cast, measured: Indicator) -> None:
    secret = cast.draft(title="Secret").benefits.get()
    Benefit.objects.filter(pk=secret.pk).update(key="Secret / hidden")
    Benefit.objects.filter(pk=measured.benefit_id).update(part_of=secret)
    measured.measurements.update(value=Decimal(50))
    (line,) = lines(signed_in(cast.member), on="2026-07-15")
    assert line["part_of"] == ""
    assert (line["latest"], line["achievement"]) == ("50", "-0.5")
    assert "Secret / hidden" in {one["part_of"] for one in lines(signed_in(cast.controller))}


def test_the_filter_of_the_list_is_that_of_the_file(cast: Cast, measured: Indicator) -> None:
    client = signed_in(cast.controller)
    assert lines(client, q="nothing like it") == []
    assert len(lines(client, status="off_track", on="2026-07-15")) == 1
    assert lines(client, status="achieved", on="2026-07-15") == []
