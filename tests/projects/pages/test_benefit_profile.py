"""The profile of a benefit: five minutes or in full, what it lacks, what it needs, and when it is a potential."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from projects.models import Benefit, Prerequisite, Project, RealisationAction, Risk
from projects.services import benefits
from tests import factories as make
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def project(cast: Cast) -> Project:
    return make.a_project(
        cast.organisation,
        leader=cast.leader,
        owner=cast.owner,
        benefits_responsible=cast.responsible,
        track="light",
        unit=cast.unit,
    )


@pytest.fixture
def benefit(project: Project, cast: Cast) -> Benefit:
    row = make.a_benefit(project, title="Less driving", kind="financial_indirect", owner=cast.line_manager)
    make.a_target(make.an_indicator(row))
    return row


def page(cast: Cast, address: str, who: Any = None) -> str:
    return visiting(who or cast.leader).get(address).content.decode()


def said(browser: Any, address: str, **given: Any) -> Any:
    return browser.post(address, given)


def test_five_minutes_are_enough_in_the_light_track(project: Project, cast: Cast) -> None:
    address = reverse("projects:benefit_create", args=[project.pk])
    form = page(cast, address)
    assert "Five minutes are enough" in form
    assert form.count("<select") + form.count("<textarea") + form.count('type="text"') + form.count("checkbox") <= 12
    given = {
        "title": "Fewer falls at night",
        "kind": "financial_indirect",
        "beneficiaries": "citizens",
        "owner": cast.line_manager.pk,
        "how_known": "The night journal.",
        "due_date": "2027-Q2",
        "use_kind": "redeployed",
        "use_service": "Home care by day",
    }
    answer = said(visiting(cast.leader), address, **given)
    row = Benefit.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.title, row.due_date_entered, row.use_service) == ("Fewer falls at night", "2027-Q2", "Home care by day")


def test_the_full_form_says_section_by_section_what_is_lacking(benefit: Benefit, cast: Cast) -> None:
    Project.objects.update(track="full")
    address = reverse("projects:benefit_edit", args=[benefit.pk])
    form = page(cast, address)
    for words in (
        "What the freed value is used for",
        "Say what becomes of the money or time that is freed.",
        "Say whether it comes once or lasts.",
        "Choose the goal that it serves.",
    ):
        assert words in form
    assert "Five minutes are enough" in page(cast, f"{address}?form=short")


def test_the_full_form_stores_all_of_it_and_keeps_what_was_refused(benefit: Benefit, cast: Cast) -> None:
    milestone = make.a_milestone(benefit.project, title="Cars sold")
    address, browser = reverse("projects:benefit_edit", args=[benefit.pk]) + "?form=full", visiting(cast.leader)
    given = {
        "version": benefit.version,
        "title": "Less driving",
        "kind": "financial_indirect",
        "owner": cast.line_manager.pk,
        "attribution_share": "120",
        "attribution_reason": "Fuel prices.",
        "milestone": milestone.pk,
        "months_after_milestone": "2",
    }
    refused = said(browser, address, **given).content.decode()
    assert "100" in refused
    assert "Fuel prices." in refused
    said(browser, address, **{**given, "attribution_share": "62,5"})
    row = fresh(benefit)
    assert (row.attribution_share, row.start_date) == (Decimal("62.5"), date(2026, 8, 30))
    moving = page(cast, reverse("projects:milestone_edit", args=[milestone.pk]))
    assert "1 benefit waits for this milestone." in moving
    told = page(cast, row.get_absolute_url())
    assert "Starts 2 months after the milestone “Cars sold”." in told
    assert "62.5\N{NO-BREAK SPACE}% of the change" in told or "62.5 % of the change" in told


def test_freed_time_is_a_potential_until_it_is_decided_what_it_is_used_for(benefit: Benefit, cast: Cast) -> None:
    tag = ">Potential</span>"
    tab = reverse("projects:project_benefits", args=[benefit.project_id])
    for address in (benefit.get_absolute_url(), tab, reverse("projects:benefit_list")):
        assert tag in page(cast, address), address
    assert "nobody has said what becomes of the money or time" in page(cast, benefit.get_absolute_url())
    told = {"use_kind": "redeployed", "use_service": "Home care by day"}
    change(benefit, cast, **told)
    assert "is meant, but it is not said who decided that and when" in page(cast, benefit.get_absolute_url())
    change(benefit, cast, use_decided_by="The council", use_decided_on=date(2099, 12, 12))
    assert "The council decides on 12 December 2099." in page(cast, benefit.get_absolute_url())
    change(benefit, cast, use_decided_on=date(2026, 2, 1))
    decided = page(cast, benefit.get_absolute_url())
    assert "It goes to Home care by day. Decided by The council on 1 February 2026." in decided
    assert tag not in decided + page(cast, tab)


def change(benefit: Benefit, cast: Cast, **changes: Any) -> Benefit:
    return benefits.update_benefit(benefit=fresh(benefit), changes=changes, by=cast.leader, now=cast.now)


def test_what_a_benefit_needs_is_added_from_its_page(benefit: Benefit, cast: Cast) -> None:
    browser = visiting(cast.line_manager)
    for sort, model in (("action", RealisationAction), ("prerequisite", Prerequisite), ("risk", Risk)):
        address = reverse(f"projects:{sort}_create", args=[benefit.pk])
        assert browser.get(address).status_code == 200
        answer = said(
            browser,
            address,
            title=f"A new {sort}",
            status="planned" if sort == "action" else "open",
            kind="barrier",
            benefits=[benefit.pk],
            likelihood="high",
            consequence="high",
        )
        assert answer.url == f"{benefit.get_absolute_url()}#{sort}s"
        assert model.objects.get().title == f"A new {sort}"
    told = page(cast, benefit.get_absolute_url())
    for words in ("A new action", "A new prerequisite", "Stands in the way", "A new risk", 'data-tone="bad"'):
        assert words in told


def test_who_does_an_action_says_how_far_it_is_and_nothing_else(benefit: Benefit, cast: Cast) -> None:
    row = RealisationAction.objects.create(
        organisation=cast.organisation, benefit=benefit, title="Sell the cars", responsible=cast.member
    )
    browser, address = visiting(cast.member), row.get_absolute_url()
    form = browser.get(address).content.decode()
    assert 'name="status"' in form
    assert 'name="title"' not in form
    said(browser, address, version=row.version, status="done", note="All four.")
    assert fresh(row).done_on is not None
    somebody = visiting(cast.controller).get(address).content.decode()
    assert "Only who sees to it" in somebody
    assert "<textarea" not in somebody
    assert visiting(cast.stranger).get(address).status_code == 404


def test_who_steers_the_benefit_removes_what_was_a_mistake(benefit: Benefit, cast: Cast) -> None:
    row = Risk.objects.create(organisation=cast.organisation, benefit=benefit, title="Rain")
    assert "Remove what was entered by mistake" in page(cast, row.get_absolute_url())
    visiting(cast.leader).post(reverse("projects:risk_delete", args=[row.pk]))
    assert not Risk.objects.exists()
    alone = Prerequisite.objects.create(organisation=cast.organisation, project=benefit.project, title="Money")
    gone = visiting(cast.leader).post(reverse("projects:prerequisite_delete", args=[alone.pk]))
    assert gone.url == benefit.project.get_absolute_url()


def test_the_benefits_responsible_adds_what_turned_up_on_the_way(cast: Cast) -> None:
    project = make.a_project(cast.organisation, state="realising", benefits_responsible=cast.responsible)
    assert "turned up on the way" in page(
        cast, reverse("projects:project_benefits", args=[project.pk]), cast.responsible
    )
    address = reverse("projects:benefit_create", args=[project.pk])
    said(visiting(cast.responsible), address, title="Less noise", is_emergent="on")
    row = Benefit.objects.get()
    assert row.is_emergent
    assert "Turned up on the way" in page(cast, row.get_absolute_url())
    refused = said(visiting(cast.responsible), address, title="Planned after all")
    assert "Only the project" in refused.content.decode()


def test_a_benefit_elsewhere_names_its_owner_there_and_its_custodian_here(benefit: Benefit, cast: Cast) -> None:
    change(benefit, cast, outside_organisation="The region", attribution_share=Decimal(100))
    assert "nobody is named as its owner there" in page(cast, benefit.get_absolute_url())
    change(benefit, cast, outside_owner_name="Rita")
    told = page(cast, benefit.get_absolute_url())
    assert "Shows at The region, where Rita owns it; Line manager is its custodian here." in told
    assert "Give the e-mail address of who owns it there." in told
    Benefit.objects.update(owner=None)
    assert "nobody here is its custodian yet" in page(cast, benefit.get_absolute_url())


def test_what_cannot_be_counted_says_how_important_it_is(cast: Cast, project: Project) -> None:
    Project.objects.update(track="full")
    row = make.a_benefit(fresh(project), kind="qualitative", owner=cast.line_manager, how_known="We ask.")
    assert "say how important it is" in page(cast, row.get_absolute_url())
    change(row, cast, importance="High", milestone=make.a_milestone(project), attribution_share=Decimal(50))
    told = page(cast, row.get_absolute_url())
    assert "Say why it is important." in told
    assert "Follows the milestone" in told
    assert "Say what else plays a part in the change." in told
