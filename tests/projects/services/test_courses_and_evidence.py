"""What stands beside figures, what they rest on, and judgements that newer ones follow."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from projects.documents import uploads
from projects.documents.files import evidence_file
from projects.models import (
    Benefit,
    Evidence,
    Forecast,
    Indicator,
    Measurement,
    ReferenceFigure,
    SamplingCheck,
    Series,
)
from projects.reports.status import benefit_status
from projects.services import benefits, courses, evidence, indicators, measurements, targets, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from tests import factories as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 the journal"


@pytest.fixture
def benefit() -> Benefit:
    return make.a_benefit(make.a_project(make.an_organisation()))


@pytest.fixture
def indicator(benefit: Benefit) -> Indicator:
    return make.an_indicator(benefit, measurer=make.a_person(benefit.organisation, "Measurer"))


@pytest.fixture
def measurement(indicator: Indicator) -> Measurement:
    return make.a_measurement(indicator, value=Decimal(50), state="reported", reported_by=indicator.measurer)


def archive(*members: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as packed:
        for name in members:
            packed.writestr(name, "x")
    return content.getvalue()


ROWS: list[tuple[type[Any], dict[str, Any], dict[str, Any]]] = [
    (
        Series,
        {"start_date": date(2026, 7, 1), "definition": "By ward.", "comparability": "comparable"},
        {"reason": "x"},
    ),
    (Forecast, {"due_date": date(2027, 1, 31), "value": Decimal(40)}, {"value": Decimal(41)}),
    (ReferenceFigure, {"name": "Norway", "value": Decimal(50), "source": "SSB"}, {"source": "SSB 2026"}),
    (SamplingCheck, {"sampled": 40, "usable": 12}, {"usable": 13}),
]


@pytest.mark.parametrize(("model", "fields", "changes"), ROWS)
def test_what_stands_beside_is_made_corrected_and_taken_away(
    model: type[Any], fields: dict[str, Any], changes: dict[str, Any], indicator: Indicator, now: datetime
) -> None:
    who = {"by": indicator.benefit.owner, "now": now}
    row = courses.create_beside(model=model, indicator=indicator, fields=fields, **who)
    changed = courses.update_beside(row=row, changes=changes, **who)
    assert changed.version == 2
    courses.delete_beside(row=changed, **who)
    assert not model.objects.exists()


def test_the_measurer_may_forecast_but_not_define_anew(indicator: Indicator, now: datetime) -> None:
    measurer = indicator.measurer
    made = courses.create_beside(model=Forecast, indicator=indicator, fields=dict(ROWS[1][1]), by=measurer, now=now)
    assert (made.made_by, made.made_on) == (measurer, now.date())
    with pytest.raises(NotPermitted):
        courses.create_beside(model=Series, indicator=indicator, fields=dict(ROWS[0][1]), by=measurer, now=now)


@pytest.mark.parametrize(
    ("model", "fields", "field"),
    [
        (Series, {"start_date": date(2026, 7, 1), "definition": "By ward."}, "comparison"),
        (Forecast, {"due_date": date(2027, 1, 31)}, "value"),
        (SamplingCheck, {"sampled": 0, "usable": 0}, "sampled"),
        (SamplingCheck, {"sampled": 3, "usable": 4}, "usable"),
        (ReferenceFigure, {"name": "Norway", "value": Decimal(50)}, "source"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    model: type[Any], fields: dict[str, Any], field: str, indicator: Indicator, now: datetime
) -> None:
    with pytest.raises(InvalidInput) as refused:
        courses.create_beside(model=model, indicator=indicator, fields=fields, by=None, now=now)
    assert refused.value.errors[0].field == field


def test_two_series_do_not_begin_on_one_day(indicator: Indicator, now: datetime) -> None:
    courses.create_beside(model=Series, indicator=indicator, fields=dict(ROWS[0][1]), by=None, now=now)
    with pytest.raises(InvalidInput, match="begins on this day already"):
        courses.create_beside(model=Series, indicator=indicator, fields=dict(ROWS[0][1]), by=None, now=now)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("journal.pdf", PDF, "application/pdf"),
        ("Photo.JPEG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\nx", "image/png"),
        ("figures.xlsx", archive("xl/workbook.xml"), f"{uploads.OFFICE}.spreadsheetml.sheet"),
        ("figures.csv", "år;7,4\n".encode(), "text/csv"),
        (
            "a.ods",
            b"PK\x03\x04" + b"0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            uploads.KINDS[".ods"].content_type,
        ),
    ],
)
def test_a_file_is_known_by_what_is_in_it(name: str, content: bytes, kind: str) -> None:
    assert uploads.checked_file(name, content).content_type == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("journal.pdf", b"", "empty"),
        ("journal.pdf", b"<html>", "content"),
        ("page.html", b"<html>", "kind"),
        ("drawing.svg", b"<svg/>", "kind"),
        ("journal", PDF, "kind"),
        ("note.txt", b" <script>", "content"),
        ("note.txt", b"\xff\xfe\x00", "content"),
        ("note.csv", b"a\x00b", "content"),
        ("figures.xlsx", b"PK no archive", "content"),
        ("figures.xlsx", archive("word/document.xml"), "content"),
        ("figures.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "content"),
        ("big.pdf", PDF + b"0" * uploads.LARGEST, "too_large"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_not_taken(name: str, content: bytes, code: str) -> None:
    with pytest.raises(uploads.FileNotTaken) as refused:
        uploads.checked_file(name, content)
    assert refused.value.code == code


def test_a_name_keeps_nothing_that_steers_a_screen_or_a_header() -> None:
    assert uploads.safe_name('..\\..\\C:/temp/a\r\nb\u202e;"x".pdf') == "abx.pdf"
    assert uploads.safe_name("") == "file"
    assert uploads.safe_name("journal") == "journal"


def test_a_file_leaves_only_as_a_download(measurement: Measurement, now: datetime) -> None:
    by = measurement.indicator.measurer
    row = evidence.add_file(measurement=measurement, file_name="år.pdf", content=PDF, by=by, now=now, words=" Journal ")
    answer = evidence_file(Evidence.objects.get(pk=row.pk))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (row.words, row.size, str(row), row.added_by) == ("Journal", len(PDF), "Journal", by)
    assert row.get_absolute_url().endswith("/file/")


def test_evidence_is_added_by_who_reports_or_checks_and_by_nobody_else(measurement: Measurement, now: datetime) -> None:
    link = {"measurement": measurement, "link": "https://www.ssb.no/a", "now": now}
    added = evidence.add_link(by=measurement.indicator.benefit.project.benefits_responsible, **link)
    assert added.get_absolute_url() == "https://www.ssb.no/a"
    with pytest.raises(NotPermitted):
        evidence.add_link(by=make.a_person(measurement.organisation), **link)
    with pytest.raises(InvalidInput, match="http"):
        evidence.add_link(**(link | {"link": "javascript:alert(1)"}), by=None)
    with pytest.raises(InvalidInput) as refused:
        evidence.add_file(measurement=measurement, file_name="a.exe", content=b"MZ", by=None, now=now)
    assert refused.value.errors[0].field == "file"


def test_evidence_stays_once_its_figure_is_verified(measurement: Measurement, now: datetime) -> None:
    by = measurement.indicator.measurer
    keep, gone = [evidence.add_link(measurement=measurement, link="https://a.no/", by=by, now=now) for _ in "ab"]
    evidence.remove(evidence=gone, by=by, now=now)
    owner = measurement.indicator.benefit.owner
    transitions.take(subject=measurement, name="verify", by=owner, now=now)
    with pytest.raises(NotPossible):
        evidence.remove(evidence=Evidence.objects.get(pk=keep.pk), by=by, now=now)


def test_there_is_an_end_to_evidence(measurement: Measurement, now: datetime) -> None:
    for _ in range(evidence.MOST):
        evidence.add_link(measurement=measurement, link="https://a.no/", by=None, now=now)
    with pytest.raises(InvalidInput, match="already"):
        evidence.add_link(measurement=measurement, link="https://a.no/", by=None, now=now)


def test_a_verified_judgement_counts_until_the_newer_one_is_verified_too(now: datetime) -> None:
    benefit = make.a_benefit(make.a_project(make.an_organisation()), kind="qualitative")
    responsible, organisation = benefit.project.benefits_responsible, benefit.organisation

    def judge(code: str, day: date) -> Benefit:
        changes = {"judgement": code, "judged_on": day}
        return benefits.update_benefit(
            benefit=Benefit.objects.get(pk=benefit.pk), changes=changes, by=benefit.owner, now=now
        )

    def status(on: date) -> str:
        return benefit_status(Benefit.objects.get(pk=benefit.pk), on=on, organisation=organisation).code

    benefits.verify_judgement(benefit=judge("on_track", date(2026, 1, 10)), by=responsible, now=now)
    newer = judge("off_track", date(2026, 2, 10))
    assert status(date(2026, 3, 1)) == "on_track"
    benefits.verify_judgement(benefit=newer, by=responsible, now=now)
    assert (status(date(2026, 3, 1)), status(date(2026, 2, 1)), status(date(2026, 1, 1))) == (
        "off_track",
        "on_track",
        "unknown",
    )
    benefits.verify_judgement(benefit=judge("at_risk", date(2026, 2, 10)), by=responsible, now=now)
    assert status(date(2026, 3, 1)) == "at_risk"


def test_a_scale_has_words_no_sum_and_figures_that_lie_on_it(benefit: Benefit, now: datetime) -> None:
    who = {"by": benefit.owner, "now": now}

    def refusal(**fields: Any) -> str:
        with pytest.raises(InvalidInput) as refused:
            indicators.create_indicator(
                benefit=benefit, fields={"name": "Mood", "scale": "one_to_six", **fields}, **who
            )
        return refused.value.errors[0].field

    assert refusal(unit="hours") == "unit"
    assert refusal(baseline_value=Decimal(7)) == "baseline_value"
    assert refusal(scale="words", scale_words="good") == "scale_words"
    row = indicators.create_indicator(benefit=benefit, fields={"name": "Mood", "scale": "one_to_six"}, **who)
    with pytest.raises(InvalidInput):
        targets.create_target(indicator=row, fields={"value": Decimal(7)}, **who)
    targets.create_target(indicator=row, fields={"value": Decimal(5)}, **who)
    survey = {"value": Decimal("4.7"), "sample_size": 32, "population": 80, "period_end": date(2026, 1, 31)}
    reported = measurements.report_new(indicator=row, fields=survey, **who)
    assert (reported.sample_size, reported.population) == (32, 80)
    with pytest.raises(InvalidInput):
        measurements.update_measurement(measurement=reported, changes={"value": Decimal(0)}, **who)
    with pytest.raises(InvalidInput, match="More have answered"):
        measurements.update_measurement(measurement=reported, changes={"sample_size": 81}, **who)
    with pytest.raises(InvalidInput) as refused:
        indicators.update_indicator(indicator=row, changes={"scale": "one_to_ten"}, **who)
    assert refused.value.errors[0].code == "in_use"


def test_another_scale_must_fit_the_targets_that_are_set(benefit: Benefit, now: datetime) -> None:
    who = {"by": benefit.owner, "now": now, "reason": "Better."}
    row = make.an_indicator(benefit, unit="", baseline_state="missing", baseline_value=None, scale="one_to_ten")
    make.a_target(row, Decimal(9))
    with pytest.raises(InvalidInput):
        indicators.update_indicator(indicator=row, changes={"scale": "one_to_six"}, **who)
    changed = indicators.update_indicator(indicator=row, changes={"scale": ""}, **who)
    assert changed.scale == ""


def test_a_due_survey_is_reported_with_how_many_answered(indicator: Indicator, now: datetime) -> None:
    due = make.a_measurement(indicator)
    given = {"value": Decimal(5), "sample_size": 9, "population": 10}
    row = transitions.take(subject=due, name="report", by=indicator.measurer, now=now, given=given)
    assert (row.sample_size, row.population) == (9, 10)
