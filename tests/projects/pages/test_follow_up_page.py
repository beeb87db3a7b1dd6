"""The page on which a follow-up is held: filled in beforehand, and only what deviates must be explained."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from projects.models import Condition, FollowUp, FollowUpLine, Indicator, Measurement
from projects.reports.follow_up_page import people_around, rows_of, summary_of
from tests.cast import Cast, fresh
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    return cast.realising().benefits.get().indicators.get()


@pytest.fixture
def of_line(indicator: Indicator) -> FollowUp:
    return indicator.project.follow_ups.get(months=36, handover__isnull=False)


@pytest.fixture
def of_project(indicator: Indicator) -> FollowUp:
    return indicator.project.follow_ups.get(months=36, handover=None)


def measured(indicator: Indicator, value: str) -> None:
    Measurement.objects.create(
        organisation=indicator.organisation,
        indicator=indicator,
        period_end=timezone.now().date() - timedelta(days=20),
        value=Decimal(value),
        state="verified",
    )


def post(browser: Client, follow_up: FollowUp, **said: str) -> str:
    benefit = follow_up.project.benefits.get()
    names = {"why", "next_step", "owner", "due_date"}
    answers = {f"benefit-{benefit.pk}-{name}" if name in names else name: value for name, value in said.items()}
    url = follow_up.get_absolute_url()
    return browser.post(url, {"version": follow_up.version, **answers}, follow=True).content.decode()


def test_a_line_manager_who_has_nothing_to_explain_presses_once(
    cast: Cast, indicator: Indicator, of_line: FollowUp
) -> None:
    measured(indicator, "5")
    browser = visiting(cast.line_manager)
    page = browser.get(of_line.get_absolute_url()).content.decode()
    assert "What Home care took over on 1 April 2026." in page
    assert "nothing: the target is reached" in page
    assert "No benefit deviates from what was expected." in page
    assert "The other follow-ups" in page
    done = post(browser, of_line, note="No benefit deviates from what was expected.")
    assert fresh(of_line).done_by == cast.line_manager
    assert "Thank you. The follow-up is done." in done
    assert "35\N{NO-BREAK SPACE}falls" in done, "what had come by that day stands there"


def test_what_deviates_is_explained_and_what_was_typed_stays(
    cast: Cast, indicator: Indicator, of_line: FollowUp
) -> None:
    measured(indicator, "41")
    browser = visiting(cast.line_manager)
    page = browser.get(of_line.get_absolute_url()).content.decode()
    assert "1 benefit deviates: Fewer falls." in page
    assert "worse than expected" in page
    refused = post(browser, of_line, note="Hm.", next_step="Train the night shift.", due_date="2027-03-01")
    assert "This was not saved" in refused
    assert "Fewer falls, Why?" in refused
    assert "Train the night shift." in refused
    refused = post(browser, of_line, note="Hm.", why="Two wards.", next_step="Train them.", due_date="2027-03-01")
    assert "An action needs words, somebody who does it, and a day." in refused
    manager = str(cast.line_manager.pk)
    post(browser, of_line, note="Hm.", why="Two wards.", next_step="Train.", due_date="2027-03-01", owner=manager)
    condition = Condition.objects.get(text="Train.")
    page = browser.get(condition.get_absolute_url()).content.decode()
    assert "Agreed on: Follow-up after 36 months" in page
    assert "Two wards." in browser.get(of_line.get_absolute_url()).content.decode()
    again = post(browser, fresh(of_line), note="Twice.")
    assert "done already" in again


def test_the_projects_follow_up_rests_on_what_the_line_said_lately(
    cast: Cast, indicator: Indicator, of_line: FollowUp, of_project: FollowUp
) -> None:
    measured(indicator, "41")
    post(visiting(cast.line_manager), of_line, note="Hm.", why="Two wards are late.", next_step="Train.")
    page = visiting(cast.responsible).get(of_project.get_absolute_url()).content.decode()
    assert "Said on" in page
    assert page.count("Two wards are late.") == 2, "as said then, and filled in"
    FollowUp.objects.filter(pk=of_line.pk).update(done_at=timezone.now() - timedelta(days=40))
    page = visiting(cast.responsible).get(of_project.get_absolute_url()).content.decode()
    assert page.count("Two wards are late.") == 1, "what is old is shown, and not filled in"


def test_a_benefit_without_a_figure_is_named_in_the_summary(cast: Cast, of_project: FollowUp) -> None:
    rows = rows_of(of_project, timezone.now())
    assert summary_of(rows) == "1 benefit is unknown: Fewer falls."
    assert summary_of([]) == ""


def test_whoever_may_not_hold_it_reads_who_may(cast: Cast, of_line: FollowUp) -> None:
    page = visiting(cast.member).get(of_line.get_absolute_url()).content.decode()
    assert "Line manager" in page
    assert "The follow-up is done" not in page
    assert "Only" in post(visiting(cast.member), of_line, note="Me.")
    assert not FollowUpLine.objects.exists()


def test_an_action_is_offered_to_those_with_a_part_in_the_project(cast: Cast, of_project: FollowUp) -> None:
    cast.leader.is_active = False
    cast.leader.save()
    names = [one.name for one in people_around(fresh(of_project), cast.member)]
    assert names == ["Line manager", "Member", "Owner", "Responsible"]
