"""The evaluation on one page: figures filled in beforehand, outcomes, the whole, lessons, and the way to the end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Benefit, Evaluation, Lesson, Measurement, Project
from projects.reports.evaluation_page import judged_of
from tests.cast import Cast, fresh
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast: Cast) -> Project:
    return cast.realising()


@pytest.fixture
def evaluating(project: Project) -> Project:
    Measurement.objects.all().delete()
    Project.objects.filter(pk=project.pk).update(state="evaluating")
    return fresh(project)


def url_of(project: Project) -> str:
    return reverse("projects:evaluation", args=[project.pk])


def answers(project: Project, **given: str) -> dict[str, str]:
    benefit = project.benefits.get()
    judged = ("outcome", "outcome_explanation")
    return {f"benefit-{benefit.pk}-{name}" if name in judged else name: words for name, words in given.items()}


def measured(project: Project, value: str, **fields: object) -> None:
    known = {"period_end": timezone.now().date() - timedelta(days=20), "state": "verified", **fields}
    Measurement.objects.create(
        organisation=project.organisation,
        indicator=project.benefits.get().indicators.get(),
        value=Decimal(value),
        **known,
    )


def test_outcomes_the_whole_and_lessons_are_saved_together(cast: Cast, evaluating: Project) -> None:
    measured(evaluating, "30")
    browser = visiting(cast.responsible)
    page = browser.get(url_of(evaluating)).content.decode()
    assert "The figures speak for: Partly realised." in page
    assert "Falls: from 40\N{NO-BREAK SPACE}falls to 30\N{NO-BREAK SPACE}falls" in page, (
        "the explanation begins with the figures"
    )
    given = {
        "outcome": "partly_realised",
        "outcome_explanation": "Two wards of three.",
        "side_effects": "Less noise.",
        "running_on": "Home care counts on.",
        "again": "Ask the night shift first.",
        "differently": "Begin earlier.",
        "tags": "Rota, night , rota",
    }
    page = browser.post(url_of(evaluating), answers(evaluating, **given), follow=True).content.decode()
    assert "Saved." in page
    assert fresh(evaluating.benefits.get()).outcome == "partly_realised"
    assert Evaluation.objects.get().side_effects == "Less noise."
    assert [(one.kind, one.tags) for one in Lesson.objects.order_by("kind")] == [
        ("again", ["Rota", "night"]),
        ("differently", ["Rota", "night"]),
    ]
    page = visiting(cast.decision_maker).get(url_of(evaluating)).content.decode()
    assert reverse("projects:project_transition", args=[evaluating.pk, "close"]) in page


def test_what_is_missing_before_the_end_leads_to_this_page(cast: Cast, evaluating: Project) -> None:
    page = visiting(cast.decision_maker).get(evaluating.get_absolute_url()).content.decode()
    assert f'href="{url_of(evaluating)}"' in page
    assert f'href="{url_of(evaluating)}#lessons"' in page


def test_while_benefits_are_realised_nothing_is_filled_in_that_would_judge_them(cast: Cast, project: Project) -> None:
    measured(project, "30")
    browser = visiting(cast.responsible)
    browser.post(url_of(project), answers(project, side_effects="Less noise."))
    assert fresh(project.benefits.get()).outcome == ""
    assert "Falls: from 40" not in browser.get(url_of(project)).content.decode()


def test_a_benefits_owner_judges_their_own_and_has_no_say_on_the_whole(cast: Cast, evaluating: Project) -> None:
    browser = visiting(cast.line_manager)
    page = browser.get(url_of(evaluating)).content.decode()
    assert 'name="side_effects"' not in page
    given = answers(evaluating, outcome="realised", outcome_explanation="It works.")
    browser.post(url_of(evaluating), given)
    assert fresh(evaluating.benefits.get()).outcome == "realised"


def test_others_read_it_and_after_the_end_nobody_changes_it(cast: Cast) -> None:
    project = cast.closed()
    for person in (cast.member, cast.responsible):
        page = visiting(person).get(url_of(project)).content.decode()
        assert "As hoped." in page
        assert "Save the evaluation" not in page
    assert visiting(cast.stranger).get(url_of(project)).status_code == 404


def test_what_is_amiss_stands_at_the_benefit(cast: Cast, evaluating: Project) -> None:
    Evaluation.objects.create(organisation=evaluating.organisation, project=evaluating, version=3)
    given = answers(evaluating, outcome="perfect", side_effects="Typed.")
    page = visiting(cast.responsible).post(url_of(evaluating), given).content.decode()
    assert "Fewer falls, Outcome" in page
    assert "Typed." in page
    stale = answers(evaluating, side_effects="Late.", version="1")
    page = visiting(cast.responsible).post(url_of(evaluating), stale).content.decode()
    assert "Somebody has changed this" in page


@pytest.mark.parametrize(
    ("value", "outcome"), [("20", "realised"), ("30", "partly_realised"), ("45", "not_realised"), (None, "")]
)
def test_the_figures_suggest_an_outcome(cast: Cast, evaluating: Project, value: str | None, outcome: str) -> None:
    if value:
        measured(evaluating, value, period_end=date(2027, 12, 31))
    [row] = judged_of(evaluating, cast.responsible, on=date(2028, 1, 5))
    assert row.suggested == outcome
    assert row.runs_until is None
    [row] = judged_of(evaluating, cast.responsible, on=date(2027, 1, 5))
    assert row.runs_until == date(2027, 12, 31)


def test_a_benefit_that_only_a_person_can_judge_suggests_nothing_unknown(cast: Cast, evaluating: Project) -> None:
    Benefit.objects.update(kind="qualitative")
    [row] = judged_of(evaluating, cast.responsible, on=date(2026, 12, 1))
    assert row.suggested == ""


def test_whoever_ends_the_follow_up_sees_what_still_runs_and_who_goes_on_with_it(
    cast: Cast, evaluating: Project
) -> None:
    url = reverse("projects:project_transition", args=[evaluating.pk, "close"])
    browser = visiting(cast.decision_maker)
    page = browser.get(url).content.decode()
    assert "These benefits still run" in page
    assert "Say who goes on measuring them" in page
    Evaluation.objects.create(
        organisation=evaluating.organisation, project=evaluating, running_on="Home care counts on."
    )
    assert "Home care counts on." in browser.get(url).content.decode()
