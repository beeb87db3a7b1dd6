"""The line manager's two visits a year: signing a handover and reporting a figure, in a real browser."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from projects.models import FollowUp, Handover, Indicator, Measurement
from projects.services import measurements
from tests.cast import Cast, fresh
from tests.journeys.accessible import faults, walk
from tests.journeys.conftest import Visit

TABS_AT_MOST = 60


def tab_to(page: Page, name: str) -> None:
    """Move by Tab alone until the focus is on what has this name."""
    for _press in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == name:
            return
    raise AssertionError(f"Tab never came to {name!r}.")


@pytest.fixture
def waiting(cast: Cast) -> Handover:
    return cast.sent(cast.handing_over())


@pytest.fixture
def due(cast: Cast) -> Measurement:
    cast.executing()
    return measurements.plan(indicator=Indicator.objects.get(), today=cast.now.date(), now=cast.now)[0]


def test_a_handover_is_signed_by_keyboard_alone(site: str, cast: Cast, waiting: Handover, visit: Visit) -> None:
    page = visit(cast.line_manager)
    page.goto(f"{site}{waiting.get_absolute_url()}")
    tab_to(page, "I take over")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    assert fresh(waiting).state == "accepted"


def test_a_comment_is_kept_once_and_reservations_are_written_by_keyboard_with_a_row_added(
    site: str, cast: Cast, waiting: Handover, visit: Visit
) -> None:
    page = visit(cast.line_manager)
    page.goto(f"{site}{waiting.get_absolute_url()}")
    page.get_by_text("Comment on this section…").first.click()
    page.get_by_label("Your comment on").first.fill("Who pays?")
    page.get_by_role("button", name="Keep the comment, decide later").first.click()
    page.wait_for_load_state()
    assert page.get_by_label("Your comment on").first.input_value() == ""
    tab_to(page, "I take over, with reservations…")
    page.keyboard.press("Enter")
    page.get_by_label("What must still be done").fill("Two more courses.")
    page.get_by_role("button", name="Add another reservation").press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_label("What must still be done").first).to_have_value("Two more courses.")
    page.get_by_label("Who does it").first.select_option(label="Leader")
    page.get_by_label("Until when").first.fill("2030-01-01")
    page.get_by_role("button", name="Take over with these reservations").press("Enter")
    page.wait_for_load_state()
    assert fresh(waiting).state == "accepted_with_reservations"
    assert waiting.comments.count() == 1


def test_from_the_mail_to_the_signature_it_takes_two_presses(
    site: str, cast: Cast, waiting: Handover, visit: Visit
) -> None:
    """The link in the mail, and the button."""
    page = visit(cast.line_manager)
    page.goto(f"{site}{waiting.get_absolute_url()}")
    page.get_by_role("button", name="I take over", exact=True).click()
    page.wait_for_load_state()
    assert fresh(waiting).state == "accepted"


def test_a_figure_is_typed_and_saved_without_touching_anything_else(
    site: str, cast: Cast, due: Measurement, visit: Visit
) -> None:
    page = visit(cast.line_manager)
    page.goto(f"{site}{due.get_absolute_url()}")
    page.keyboard.type("31,5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you. The figure is stored.")).to_be_visible()
    assert fresh(due).value == Decimal("31.5")


def test_the_chart_is_drawn_and_says_what_it_shows(site: str, cast: Cast, due: Measurement, visit: Visit) -> None:
    row = Measurement(organisation=cast.organisation, indicator=due.indicator, period_end=date(2026, 3, 31))
    row.low, row.high = Decimal(30), Decimal(34)
    row.save()
    page = visit(cast.line_manager)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{site}{due.indicator.get_absolute_url()}")
    expect(page.get_by_role("img", name="Lower “Falls” from")).to_be_visible()
    assert page.locator("figure.chart svg path").count() > 3
    page.locator("figure.chart").hover()
    assert complaints == []


def test_the_pages_of_a_handover_can_be_used_by_everybody(
    site: str, cast: Cast, waiting: Handover, visit: Visit
) -> None:
    handover, project = waiting.get_absolute_url(), f"/projects/{waiting.project_id}/"
    assert walk(visit(cast.line_manager), site, [handover]) == []
    pages = [handover, f"{handover}edit/", f"{project}handovers/", f"{project}handovers/new/", f"{project}history/"]
    assert walk(visit(cast.leader), site, pages) == []
    cast.sign(waiting)
    assert walk(visit(cast.line_manager), site, [handover]) == []


def test_the_pages_of_a_benefit_can_be_used_by_everybody(site: str, cast: Cast, due: Measurement, visit: Visit) -> None:
    benefit, indicator = due.indicator.get_absolute_url(), f"/indicators/{due.indicator_id}/"
    project = f"/projects/{due.project.pk}/"
    page = visit(cast.leader)
    of_benefit = [benefit, f"{benefit}edit/", f"{benefit}judgement/", f"{benefit}indicators/new/"]
    of_indicator = [f"{indicator}edit/", f"{indicator}baseline/", f"{indicator}figures/new/"]
    assert walk(page, site, [*of_benefit, *of_indicator, f"{project}benefits/", "/benefits/", "/benefits/?q=x"]) == []
    page = visit(cast.line_manager)
    assert walk(page, site, [due.get_absolute_url(), benefit]) == []
    cast.take(due, "report", cast.line_manager, value=Decimal(31))
    assert walk(visit(cast.responsible), site, ["/measurements/", due.get_absolute_url(), "/portfolio/"]) == []


def test_decisions_and_follow_ups_can_be_read_by_everybody(site: str, cast: Cast, visit: Visit) -> None:
    project = cast.realising()
    follow_up, decision = FollowUp.objects.first(), project.gate_decisions.first()
    assert follow_up
    assert decision
    page = visit(cast.responsible)
    assert walk(page, site, [follow_up.get_absolute_url(), f"/decisions/{decision.pk}/"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_can_be_told_apart_in_both_schemes(
    site: str, cast: Cast, due: Measurement, visit: Visit, scheme: str
) -> None:
    page = visit(cast.leader)
    page.emulate_media(color_scheme=scheme)
    for path in (due.indicator.get_absolute_url(), "/portfolio/", "/benefits/"):
        page.goto(f"{site}{path}")
        assert faults(page) == []
