"""What stands beside the figures of an indicator, on its page and wherever its status is said."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.models import Evidence, Forecast, Indicator, Rebaselining, ReferenceFigure, SamplingCheck, Series
from projects.reports.chart import chart_of
from projects.reports.progress import progress_of, words_of
from projects.reports.status import benefit_status
from projects.services import courses, measurements, targets
from tests.cast import Cast, fresh
from tests.visits import visiting

PDF = b"%PDF-1.7"


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    cast.take(cast.planning(), "approve_execution", cast.owner)
    Indicator.objects.update(measurer=cast.member)
    return Indicator.objects.select_related("benefit__project").get()


def page_of(cast: Cast, indicator: Indicator, person: Any = None) -> str:
    return unescape(visiting(person or cast.leader).get(indicator.get_absolute_url()).content.decode())


def report(cast: Cast, indicator: Indicator, period: tuple[int, int], value: str, **fields: Any) -> Any:
    """The figure of a quarter."""
    year, quarter = period
    start = date(year, quarter * 3 - 2, 1)
    end = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    said = {"period_start": start, "period_end": end, "value": Decimal(value), **fields}
    return measurements.report_new(indicator=indicator, fields=said, by=cast.member, now=cast.now)


def test_the_promise_stands_beside_another_target_and_its_owner_says_yes(cast: Cast, indicator: Indicator) -> None:
    assert "That is still what is aimed at." in page_of(cast, indicator)
    change = {"value": Decimal(25), "due_date": date(2028, 12, 31)}
    words = {"by": cast.leader, "now": cast.now, "reason": "Two wards came later."}
    targets.update_target(target=indicator.targets.get(), changes=change, **words)
    page = page_of(cast, indicator)
    for said in (
        "from 40\xa0falls to 20\xa0falls by 31 December 2027",
        "Why: Two wards came later.",
        "Promised target",
    ):
        assert said in page
    assert "Nobody has approved it yet." in page
    row = Rebaselining.objects.get()
    approve = reverse("projects:change_approve", args=[row.pk])
    assert approve not in page
    assert approve in page_of(cast, indicator, cast.owner)
    page = visiting(cast.owner).post(approve, {"comment": "Case 26/14."}, follow=True).content.decode()
    assert "Approved by Owner" in page
    assert "Case 26/14." in page
    register = visiting(cast.leader).get(reverse("projects:benefit_list")).content.decode()
    assert "promised: 20\xa0falls" in register
    [progress] = progress_of([indicator.benefit], on=cast.now.date(), organisation=cast.organisation)
    assert words_of(progress.figures)[0].promised == "20\xa0falls"
    assert [mark.figure for mark in chart_of(fresh(indicator), today=cast.now.date()).promised] == ["20"]


def test_series_forecasts_figures_of_others_seasons_and_samples_are_said(cast: Cast, indicator: Indicator) -> None:
    Indicator.objects.update(season="last_year", baseline_date=date(2023, 12, 31), measures="cumulative")
    indicator = fresh(indicator)
    year = cast.now.year - 1
    for period, value in (((year - 1, 1), "44"), ((year, 1), "38")):
        report(cast, indicator, period, value, sample_size=32, population=80)
    client = visiting(cast.leader)
    url = {kind: reverse("projects:beside_create", args=[indicator.pk, kind]) for kind in ("series", "forecast")}
    assert "It never counts as a measurement" in client.get(url["forecast"]).content.decode()
    typed = {"start_date": f"{year}-02", "definition": "By ward", "comparability": "with_care", "comparison": ""}
    assert "Say how figures before and after" in client.post(url["series"], typed).content.decode()
    client.post(url["series"], typed | {"comparison": "Add a tenth."})
    client.post(url["forecast"], {"value": "30", "due_date": "2027-06", "comparator": ""})
    who = {"by": cast.leader, "now": cast.now}
    sample = {"model": SamplingCheck, "fields": {"sampled": 40, "usable": 12}}
    other = {"model": ReferenceFigure, "fields": {"name": "Norway", "value": Decimal(33), "source": "SSB"}}
    for made in (sample, other):
        courses.create_beside(indicator=indicator, **made, **who)
    page = page_of(cast, indicator)
    for said in (
        "By ward",
        "They compare with care: Add a tenth.",
        "with care: they are not counted in the same way",
        "38\xa0falls now, 44\xa0falls in the same period a year before",
        "n = 32 of 80 (40\xa0%)".replace("\xa0", " "),
        "for 12 (30 %)",
        "11.4\xa0falls of the 38\xa0falls reported could be used",
        "Norway",
        "Source: SSB",
        "Forecast",
    ):
        assert said in page, said
    chart = chart_of(indicator, today=cast.now.date()).as_json()
    assert [len(chart[name]) for name in ("forecasts", "references", "series")] == [1, 1, 1]
    edit = reverse("projects:beside_edit", args=["forecast", Forecast.objects.get().pk])
    client.post(edit, {"value": "29", "due_date": "2027-06", "comparator": "exact", "version": "1"})
    assert Forecast.objects.get().value == 29
    assert client.get(reverse("projects:beside_create", args=[indicator.pk, "nothing"])).status_code == 404
    for address in (*url.values(), edit):
        assert visiting(cast.decision_maker).get(address).status_code == 403
    client.post(reverse("projects:beside_remove", args=["series", Series.objects.get().pk]))
    assert not Series.objects.exists()
    Indicator.objects.update(season="rolling_year", measures="level")
    assert "figures for a full year without a hole are needed" in page_of(cast, indicator)
    for quarter, value in ((2, "36"), (3, "35"), (4, "31")):
        report(cast, fresh(indicator), (year, quarter), value)
    assert f"31 December {year}: 35\xa0falls." in page_of(cast, indicator)


def test_a_goal_of_several_units_is_reached_when_all_have_reached_it(cast: Cast, indicator: Indicator) -> None:
    Indicator.objects.update(at_unit=cast.unit, frequency="year")
    report(cast, fresh(indicator), (cast.now.year - 1, 4), "20")
    targets_of = {"value": Decimal(20), "due_date": None}
    indicator.targets.update(**targets_of)
    other = cast.indicator(indicator.benefit, name="Falls", at_unit=cast.top, frequency="year", measurer=cast.member)
    page = page_of(cast, indicator)
    assert "1 of 2 units have reached it; all must. Unknown: Whole municipality." in page
    assert (
        benefit_status(fresh(indicator.benefit), on=cast.now.date(), organisation=cast.organisation).code == "unknown"
    )
    other.targets.update(**targets_of)
    report(cast, other, (cast.now.year - 1, 4), "21")
    Indicator.objects.update(scale="words", scale_words="none\nsome", unit="")
    assert "Unknown: Whole municipality." in page_of(cast, indicator)


def test_evidence_is_added_on_a_page_downloaded_and_taken_back(cast: Cast, indicator: Indicator) -> None:
    row = report(cast, indicator, (cast.now.year - 1, 1), "38")
    client, add = visiting(cast.member), reverse("projects:evidence_create", args=[row.pk])
    assert "multipart/form-data" in client.get(add).content.decode()
    assert "Give either a link or a file" in client.post(add, {}).content.decode()
    assert visiting(cast.controller).get(add).status_code == 200  # who checks the figure adds, too
    assert visiting(cast.decision_maker).get(add).status_code == 403
    wrong = SimpleUploadedFile("journal.pdf", b"<script>")
    assert "not what “.pdf” says" in unescape(client.post(add, {"file": wrong}).content.decode())
    client.post(add, {"file": SimpleUploadedFile("journal.pdf", PDF), "words": "The journal"})
    client.post(add, {"link": "https://www.ssb.no/falls"})
    page = client.get(row.get_absolute_url()).content.decode()
    assert "The journal" in page
    assert "https://www.ssb.no/falls" in page
    file, link = Evidence.objects.exclude(content=None).get(), Evidence.objects.get(content=None)
    answer = visiting(cast.leader).get(file.get_absolute_url())
    assert (answer.content, answer["Content-Disposition"]) == (PDF, 'attachment; filename="journal.pdf"')
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(reverse("projects:evidence_file", args=[link.pk])).status_code == 404
    assert visiting(cast.stranger).get(file.get_absolute_url()).status_code == 404
    client.post(reverse("projects:evidence_remove", args=[link.pk]))
    assert Evidence.objects.get() == file


def test_list_page_report_api_and_export_say_the_same(cast: Cast, indicator: Indicator) -> None:
    report(cast, indicator, (cast.now.year - 1, 4), "38")
    known = benefit_status(indicator.benefit, on=cast.now.date(), organisation=cast.organisation)
    one = known.indicators[indicator.pk]
    client = visiting(cast.leader)
    places = (indicator.get_absolute_url(), reverse("projects:benefit_list"))
    for place in (*places, reverse("projects:project_benefits", args=[indicator.project.pk])):
        page = unescape(client.get(place).content.decode())
        assert (known.label in page, known.sentence in page) == (True, True), place
    shown = client.get(f"/api/v1/indicators/{indicator.pk}/").json()
    assert (shown["status"], shown["status_reason"]) == (one.code, one.sentence)
    assert shown["promise"]["targets"][0]["value"] == "20"
    content = client.get("/benefits/export/", {"as": "csv"}).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(content))
    assert (line["status"], line["benefit_status"], line["status_reason"]) == (one.code, known.code, one.sentence)
    assert (line["promised"], line["promised_date"]) == ("20", "2027-12-31")


def test_answers_that_are_words_are_chosen_and_read_as_words(cast: Cast, indicator: Indicator) -> None:
    indicator.targets.all().delete()
    Indicator.objects.update(scale="words", scale_words="poor\nfair\ngood", unit="", baseline_value=1)
    client, add = visiting(cast.member), reverse("projects:measurement_create", args=[indicator.pk])
    assert '<option value="2">fair</option>' in client.get(add).content.decode()
    client.post(add, {"value": "2", "period_start": str(cast.now.year - 1)})
    page = page_of(cast, indicator)
    assert "fair" in page
    assert "poor" in page
    Indicator.objects.update(scale="one_to_six")
    assert "From 1 to 6; the mean of several answers" in client.get(add).content.decode()
    assert "2 of 6" in page_of(cast, indicator)
