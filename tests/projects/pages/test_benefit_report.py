"""The benefit report: what was promised, what has come, why not, and what was learnt, on two pages of paper."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Measurement, Project
from projects.reports.benefit_report import report_of
from projects.services import follow_ups, lessons
from tests.api_caller import Caller
from tests.cast import Cast
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast: Cast) -> Project:
    """One benefit that is worse than before, and somebody has said why."""
    project = cast.realising()
    benefit = project.benefits.get()
    Measurement.objects.create(
        organisation=cast.organisation,
        indicator=benefit.indicators.get(),
        period_end=timezone.now().date() - timedelta(days=20),
        value=Decimal(41),
        state="verified",
    )
    said = [{"benefit": benefit, "why": "Two wards are late.", "next_step": "Train them."}]
    follow_up = project.follow_ups.get(months=36, handover=None)
    follow_ups.complete(follow_up=follow_up, note="Slow.", lines=said, by=cast.responsible, now=timezone.now())
    for number in range(6):
        lessons.create_lesson(project=project, fields={"text": f"Lesson {number}."}, by=cast.leader, now=cast.now)
    return project


def test_it_tells_what_was_promised_what_has_come_and_why_not(cast: Cast, project: Project) -> None:
    page = visiting(cast.member).get(reverse("projects:benefit_report", args=[project.pk])).content.decode()
    assert "20\N{NO-BREAK SPACE}falls" in page, "promised"
    assert "Two wards are late." in page
    assert "Lesson 3." in page
    assert "Lesson 4." not in page
    assert "And 2 more on the project" in page
    assert (
        reverse("projects:benefit_report", args=[project.pk])
        in visiting(cast.member).get(project.get_absolute_url()).content.decode()
    )


def test_as_of_a_day_before_the_takeover_no_months_are_counted(cast: Cast, project: Project) -> None:
    handover = project.handovers.get()
    day = handover.takes_over_on
    assert report_of(project, on=day - timedelta(days=1)).months is None
    assert report_of(project, on=day + timedelta(days=370)).months == 12
    project.handovers.update(takes_over_on=None)
    assert report_of(Project.objects.get(pk=project.pk), on=day).months is None


def test_what_would_not_fit_is_counted_the_least_pressing_first(cast: Cast, project: Project) -> None:
    for number in range(20):
        cast.benefit(project, title=f"Something else {number}", kind="qualitative")
    report = report_of(project, on=timezone.now().date())
    assert (len(report.rows), report.more_benefits) == (14, 7)
    assert report.rows[0].progress.benefit.title == "Fewer falls"
    page = visiting(cast.member).get(reverse("projects:benefit_report", args=[project.pk])).content.decode()
    assert "And 7 more benefits" in page


def test_the_api_gives_all_of_it(cast: Cast, project: Project) -> None:
    caller = Caller(cast.member)
    answer = caller.get(f"projects/{project.pk}/benefit_report/", on=timezone.now().date().isoformat()).json()
    [total] = answer["sums"]
    assert (total["promised"], total["verified"], total["unit"]) == ("20", "-1", "falls")
    [benefit] = answer["benefits"]
    assert (benefit["deviates"], benefit["why"]) == (True, "Two wards are late.")
    assert Caller(cast.stranger).get(f"projects/{project.pk}/benefit_report/").status_code == 404
    assert caller.get(f"projects/{project.pk}/benefit_report/", at="x").status_code == 400
