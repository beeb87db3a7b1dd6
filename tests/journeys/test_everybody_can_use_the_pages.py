"""Keyboard, screen reader, a narrow screen: each page in a real browser, checked by axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.accessible import faults, walk
from tests.journeys.conftest import Visit

SETTINGS = ["", "organisation/", "units/", "units/new/", "people/", "people/invite/", "goals/", "programmes/"]
SETTINGS += ["tokens/", "mails/", "audit/"]


def test_the_door_can_be_used_by_everybody(site: str, page: Page, transactional_db: None) -> None:
    assert walk(page, site, ["/sign-in/", "/forgot-password/", "/choose-password/?link=none"]) == []


def test_the_pages_of_a_project_can_be_used_by_everybody(site: str, cast: Cast, visit: Visit) -> None:
    draft, proposed, executing = cast.draft(), cast.proposed(), cast.executing()
    page = visit(cast.leader)
    of_projects = [f"/projects/{project.pk}/" for project in (draft, proposed, executing)]
    parts = [f"{of_projects[0]}edit/", f"{of_projects[2]}milestones/", f"{of_projects[0]}milestones/new/"]
    steps = [f"{of_projects[0]}steps/submit/", f"{of_projects[0]}lessons/new/"]
    assert walk(page, site, ["/", "/projects/", "/projects/?q=x", "/projects/new/", *of_projects, *parts, *steps]) == []


def test_a_decision_can_be_taken_by_everybody(site: str, cast: Cast, visit: Visit) -> None:
    project = cast.proposed()
    page = visit(cast.decision_maker)
    assert walk(page, site, ["/", f"/projects/{project.pk}/steps/approve_concept/"]) == []


def test_what_follows_the_handover_can_be_used_by_everybody(site: str, cast: Cast, visit: Visit) -> None:
    project = cast.realising()
    cast.lesson(project)
    [follow_up, *_more] = project.follow_ups.order_by("due_date")
    of_project = [f"/projects/{project.pk}/{one}" for one in ("", "evaluation/", "benefit-report/")]
    page = visit(cast.responsible)
    assert walk(page, site, [*of_project, follow_up.get_absolute_url(), "/lessons/"]) == []


def test_the_benefit_report_of_a_large_project_prints_on_two_pages(site: str, cast: Cast, visit: Visit) -> None:
    project = cast.realising()
    for number in range(30):
        benefit = cast.benefit(project, title=f"Shorter waiting at each of the {number} counters of the town hall")
        cast.indicator(benefit, name="Minutes from the door to the counter", unit=f"minutes {number % 9}")
    page = visit(cast.responsible)
    page.goto(f"{site}/projects/{project.pk}/benefit-report/")
    paper = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2


def test_the_settings_can_be_used_by_everybody(site: str, cast: Cast, visit: Visit) -> None:
    page = visit(cast.administrator)
    person = f"/settings/people/{cast.leader.pk}/"
    assert walk(page, site, [f"/settings/{one}" for one in SETTINGS] + [person, "/me/", "/me/tokens/"]) == []


def test_a_record_can_be_checked_by_everybody(site: str, cast: Cast, visit: Visit) -> None:
    handover = cast.sent(cast.handing_over())
    signed = cast.sign(handover)
    page = visit(cast.line_manager)
    hashes = [signed.snapshot_sha256, "0" * 64, "x"]
    assert walk(page, site, ["/check/", "/confirm-password/", *(f"/check/?sha256={one}" for one in hashes)]) == []


def test_the_first_tab_leads_past_the_header(site: str, cast: Cast, visit: Visit) -> None:
    page = visit(cast.member)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Go to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_stroke_goes_to_the_search_and_enter_searches(site: str, cast: Cast, visit: Visit) -> None:
    cast.proposed()
    page = visit(cast.member)
    page.keyboard.press("/")
    page.keyboard.type("shorter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/?q=shorter")
    expect(page.get_by_role("link", name="Shorter days in bed")).to_be_visible()


def test_what_is_typed_into_a_new_project_is_saved_on_the_way(site: str, cast: Cast, visit: Visit) -> None:
    page = visit(cast.member)
    page.goto(f"{site}/projects/new/")
    page.get_by_label("Title").fill("Fewer falls at night")
    expect(page.locator("#saved")).to_have_text("Saved as a draft.")
    page.goto(f"{site}/projects/")
    expect(page.get_by_role("link", name="Fewer falls at night")).to_be_visible()


def test_what_was_typed_is_back_after_the_page_was_left(site: str, cast: Cast, visit: Visit) -> None:
    project = cast.draft()
    page = visit(cast.leader)
    page.goto(f"{site}/projects/{project.pk}/edit/")
    page.get_by_label("Vision of the end").fill("Everybody sleeps.")
    page.goto(f"{site}/projects/")
    page.goto(f"{site}/projects/{project.pk}/edit/")
    expect(page.get_by_label("Vision of the end")).to_have_value("Everybody sleeps.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart_in_both_schemes(site: str, cast: Cast, visit: Visit, scheme: str) -> None:
    project = cast.executing()
    page = visit(cast.leader)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/projects/{project.pk}/")
    assert faults(page) == []


def test_shortcuts_explain_themselves_and_can_be_switched_off(site: str, cast: Cast, visit: Visit) -> None:
    page = visit(cast.member)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Use these shortcuts in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search"
