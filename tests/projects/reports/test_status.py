"""The status of indicators and benefits, for any number of them in a few queries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Benefit, Indicator, Project
from projects.reports.chart import chart_of
from projects.reports.status import benefit_status, benefit_statuses, statuses
from tests import factories as make

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 15)


@pytest.fixture
def project() -> Project:
    return make.a_project(make.an_organisation())


@pytest.fixture
def benefit(project: Project) -> Benefit:
    return make.a_benefit(project, start_date=date(2026, 1, 1))


def measured(benefit: Benefit, figure: int, **fields: Any) -> Indicator:
    """From 60 days on 1 January 2026 to 30 by the end of 2027; `figure` on 30 June 2026, when about 52 is expected."""
    indicator = make.an_indicator(benefit, **fields)
    make.a_target(indicator)
    make.a_measurement(
        indicator,
        state="verified",
        value=Decimal(figure),
        period_start=date(2026, 4, 1),
        period_end=date(2026, 6, 30),
    )
    return indicator


def status_of(benefit: Benefit) -> str:
    return benefit_status(Benefit.objects.get(pk=benefit.pk), on=ON, organisation=benefit.organisation).code


def test_an_indicator_has_status_reason_and_achievement(benefit: Benefit) -> None:
    indicator = measured(benefit, 45)
    [known] = statuses([indicator], on=ON, organisation=benefit.organisation).values()
    assert (known.code, known.achievement, known.promised, known.verified) == ("on_track", Decimal("0.5"), 30, 15)
    assert known.label == "On track"
    assert known.sentence.startswith("Green")


def test_an_organisation_sets_its_own_limits(benefit: Benefit) -> None:
    indicator = measured(benefit, 54)
    organisation = benefit.organisation
    assert statuses([indicator], on=ON, organisation=organisation)[indicator.pk].code == "at_risk"
    organisation.limits = {"on_track": "0.5"}
    assert statuses([indicator], on=ON, organisation=organisation)[indicator.pk].code == "on_track"


def test_a_benefit_takes_the_worst_of_its_indicators(benefit: Benefit) -> None:
    measured(benefit, 30)
    assert status_of(benefit) == "on_track"
    make.an_indicator(benefit)
    assert status_of(benefit) == "unknown"
    measured(benefit, 59)
    assert status_of(benefit) == "off_track"


def test_a_benefit_without_indicators_is_unknown_once_it_has_begun(project: Project, benefit: Benefit) -> None:
    assert status_of(benefit) == "unknown"
    assert status_of(make.a_benefit(project, start_date=date(2027, 1, 1))) == "not_started"


def test_a_qualitative_benefit_is_judged_and_verified(project: Project) -> None:
    benefit = make.a_benefit(project, kind="qualitative")
    assert status_of(benefit) == "unknown"
    judged = {"judgement": "at_risk", "judged_on": date(2026, 7, 1)}
    Benefit.objects.filter(pk=benefit.pk).update(**judged)
    assert status_of(benefit) == "unknown"
    Benefit.objects.filter(pk=benefit.pk).update(judgement_verified_by=project.owner)
    known = benefit_status(Benefit.objects.get(pk=benefit.pk), on=ON, organisation=project.organisation)
    assert (known.code, known.judged) == ("at_risk", True)


def test_a_judgement_beside_figures_changes_nothing(project: Project, benefit: Benefit) -> None:
    measured(benefit, 45)
    Benefit.objects.filter(pk=benefit.pk).update(
        judgement="missed", judged_on=date(2026, 7, 1), judgement_verified_by=project.owner
    )
    assert status_of(benefit) == "on_track"


def test_a_disbenefit_is_within_or_beyond_its_limit(project: Project) -> None:
    assert status_of(measured(make.a_benefit(project, is_disbenefit=True), 29).benefit) == "within"
    assert status_of(measured(make.a_benefit(project, is_disbenefit=True), 31).benefit) == "beyond"


def test_a_hundred_statuses_take_as_many_queries_as_one(project: Project) -> None:
    def queries() -> int:
        benefits = list(Benefit.objects.select_related("project"))
        with CaptureQueriesContext(connection) as captured:
            benefit_statuses(benefits, on=ON, organisation=project.organisation)
        return len(captured)

    measured(make.a_benefit(project), 50)
    for_one = queries()
    for _more in range(20):
        measured(make.a_benefit(project), 50)
    assert queries() == for_one


def test_a_chart_has_baseline_path_targets_and_what_was_measured(benefit: Benefit) -> None:
    indicator = measured(benefit, 45)
    make.a_measurement(indicator, state="reported", low=Decimal(50), high=Decimal(55))
    make.a_measurement(indicator, period_start=None, period_end=date(2026, 9, 30))
    chart = chart_of(Indicator.objects.get(pk=indicator.pk), today=ON).as_json()
    assert chart["baseline"]["figure"] == "60"
    assert chart["path"] == [["2026-01-01", "60"], ["2027-12-31", "30"]]
    assert [(mark["day"], mark["figure"]) for mark in chart["targets"]] == [("2027-12-31", "30")]
    assert [(mark["day"], mark["figure"], mark["low"]) for mark in chart["measurements"]] == [
        ("2026-03-31", "55", "50"),
        ("2026-06-30", "45", None),
    ]


def test_a_chart_of_nothing_is_empty(benefit: Benefit) -> None:
    bare = make.an_indicator(benefit, baseline_state="missing", baseline_value=None, baseline_date=None)
    chart = chart_of(bare, today=ON)
    assert chart.is_empty
    assert (chart.baseline, chart.path) == (None, [])
    make.a_target(bare, due_date=None)
    undated = make.an_indicator(benefit, baseline_date=None)
    assert chart_of(bare, today=ON).targets[0].label == ""
    assert chart_of(Indicator.objects.get(pk=undated.pk), today=ON).baseline is not None
