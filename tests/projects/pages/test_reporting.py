"""A figure is reported in one field and checked in one press."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Benefit, Indicator, Measurement
from projects.services import measurements
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def due(cast: Cast) -> Measurement:
    """The first figure of an accepted benefit; the benefits-responsible answers for the project's benefits."""
    project = cast.executing()
    indicator = Indicator.objects.get()
    Indicator.objects.filter(pk=indicator.pk).update(measurer=cast.member)
    assert project.benefits_responsible == cast.responsible
    return measurements.plan(indicator=fresh(indicator), today=cast.now.date(), now=cast.now)[0]


def url_of(due: Measurement, name: str = "") -> str:
    return reverse("projects:measurement_decide", args=[due.pk, name]) if name else due.get_absolute_url()


def test_the_page_shows_baseline_target_and_unit_beside_the_one_field(cast: Cast, due: Measurement) -> None:
    page = visiting(cast.member).get(url_of(due)).content.decode()
    for words in (
        "40\N{NO-BREAK SPACE}falls",
        "20\N{NO-BREAK SPACE}falls",
        "31 December 2025",
        "Counted in the journal.",
    ):
        assert words in page


@pytest.mark.parametrize("typed", ["31,5", "31.5", " 31,50 "])
def test_one_field_and_one_press_store_a_figure_with_comma_or_point(cast: Cast, due: Measurement, typed: str) -> None:
    page = visiting(cast.member).post(url_of(due), {"value": typed}, follow=True).content.decode()
    assert fresh(due).value == Decimal("31.5")
    assert fresh(due).state == "reported"
    for words in ("Thank you", "31.5\N{NO-BREAK SPACE}falls", "Somebody else checks it next."):
        assert words in page


def test_a_range_an_estimate_and_a_note_stand_behind_more(cast: Cast, due: Measurement) -> None:
    typed = {"low": "30", "high": "33", "comparator": "about", "note": "Two wards only.", "date_estimated": "on"}
    visiting(cast.member).post(url_of(due), typed)
    row = fresh(due)
    assert (row.low, row.high, row.comparator, row.note, row.date_estimated) == (
        *(Decimal(30), Decimal(33), "about", "Two wards only.", True),
    )


def test_what_cannot_be_a_figure_is_said_at_the_field_and_kept_there(cast: Cast, due: Measurement) -> None:
    page = visiting(cast.member).post(url_of(due), {"value": "many"}).content.decode()
    assert "Write a number" in page
    assert 'value="many"' in page
    assert fresh(due).state == "due"


def test_nothing_typed_is_told_at_the_field(cast: Cast, due: Measurement) -> None:
    page = visiting(cast.member).post(url_of(due), {"value": ""}).content.decode()
    assert "id_value_error" in page
    assert fresh(due).state == "due"


def test_a_reported_figure_is_corrected_on_the_same_page_until_it_is_verified(cast: Cast, due: Measurement) -> None:
    browser = visiting(cast.member)
    browser.post(url_of(due), {"value": "31"})
    browser.post(url_of(due), {"value": "32"})
    assert fresh(due).value == Decimal(32)


def test_somebody_else_verifies_in_one_press_from_the_list(cast: Cast, due: Measurement) -> None:
    visiting(cast.member).post(url_of(due), {"value": "31"})
    browser, home = visiting(cast.responsible), reverse("projects:measurement_list")
    assert "31\N{NO-BREAK SPACE}falls" in browser.get(home).content.decode()
    page = browser.post(url_of(due, "verify"), {"next": home}, follow=True).content.decode()
    assert fresh(due).state == "verified"
    assert "No figure waits for your check." in page


def test_a_dispute_asks_why_and_whoever_reported_it_reads_the_reason(cast: Cast, due: Measurement) -> None:
    visiting(cast.member).post(url_of(due), {"value": "31"})
    visiting(cast.responsible).post(url_of(due, "dispute"), {"comment": "Night shift is missing."})
    page = visiting(cast.member).get(url_of(due)).content.decode()
    assert "Night shift is missing." in page
    assert "Answer with a figure" in page


def test_nobody_is_offered_to_check_their_own_figure(cast: Cast, due: Measurement) -> None:
    Benefit.objects.update(owner=cast.member)
    browser = visiting(cast.member)
    browser.post(url_of(due), {"value": "31"})
    assert "No figure waits for your check." in browser.get(reverse("projects:measurement_list")).content.decode()
    refused = browser.post(url_of(due, "verify"), headers={"referer": f"http://testserver{url_of(due)}"}, follow=True)
    assert "somebody else must check it" in refused.content.decode()
    assert fresh(due).state == "reported"


def test_waiving_needs_its_reason_and_the_right_to_do_so(cast: Cast, due: Measurement) -> None:
    assert "It will not be measured" not in visiting(cast.member).get(url_of(due)).content.decode()
    visiting(cast.responsible).post(url_of(due, "waive"), {"comment": "The ward was closed."})
    assert fresh(due).state == "waived"


def test_a_figure_for_another_period_is_added_from_the_indicator(cast: Cast, due: Measurement) -> None:
    url = reverse("projects:measurement_create", args=[due.indicator_id])
    visiting(cast.member).post(url, {"period_start": "2026-01", "value": "38"})
    row = Measurement.objects.get(period_end=date(2026, 1, 31))
    assert (row.state, row.value) == ("reported", Decimal(38))


def test_for_a_stranger_a_measurement_does_not_exist(cast: Cast, due: Measurement) -> None:
    browser = visiting(cast.stranger)
    assert browser.get(url_of(due)).status_code == 404
    assert browser.post(url_of(due), {"value": "1"}).status_code == 404
    assert browser.post(url_of(due, "verify")).status_code == 404
    assert fresh(due).state == "due"
