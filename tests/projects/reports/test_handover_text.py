"""What is signed is laid out once, as sections of blocks, and read the same on a page and on paper."""

from datetime import date

import pytest

from projects.models import Benefit, Handover, HandoverSection
from projects.reports.handover_text import PARTS, handover_text
from projects.reports.snapshots import benefit_snapshot, handover_snapshot
from projects.reports.text_parts import Entry, Facts, Figures, Points, Section
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def kept(cast: Cast) -> dict:
    return handover_snapshot(Handover.objects.get(project=cast.executing()))


def section(kept: dict, key: str) -> Section:
    return next(one for one in handover_text(kept).sections if one.key == key)


def test_the_sections_come_in_the_order_in_which_one_decides(kept: dict) -> None:
    keys = [one.key for one in handover_text(kept).sections]
    assert keys == ["what", "benefits", "remaining", "report", "operations"]


def test_each_benefit_is_an_entry_under_its_own_id_with_its_figures_side_by_side(kept: dict) -> None:
    entry = section(kept, "benefits").blocks[0]
    assert isinstance(entry, Entry)
    assert (entry.key, entry.heading) == (kept["benefits"][0]["id"], "1. Fewer falls")
    figures = next(block for block in entry.blocks if isinstance(block, Figures))
    assert dict(figures.rows)["Before"].startswith("40")


def test_a_benefit_without_figures_says_how_one_will_know_and_what_the_value_is_for(kept: dict) -> None:
    more = {"indicators": [], "description": "At home.", "how_known": "We ask them.", "use_of_value": "More visits."}
    kept["benefits"][0] |= {**more, "is_disbenefit": True, "due_date": "2027-01-01"}
    entry = section(kept, "benefits").blocks[0]
    assert isinstance(entry, Entry)
    assert entry.tag == "Dis-benefit"
    assert entry.hint.endswith("to be seen by 1 January 2027")
    said = [words for block in entry.blocks if isinstance(block, Facts) for _label, words in block.rows]
    assert said == ["We ask them.", "More visits."]
    assert section(kept, "report").blocks[0].text == "There is no figure to report."  # type: ignore[union-attr]


def test_what_becomes_of_freed_value_is_signed_with_who_decided_it(cast: Cast, kept: dict) -> None:
    benefit = Handover.objects.get().project.benefits.get()
    assert "use" not in benefit_snapshot(benefit)
    benefit.use_kind, benefit.use_service = "redeployed", "Nights"
    assert used(kept, benefit) == "It goes to another service: Nights. Nobody has decided it yet: it is a potential."
    benefit.use_kind, benefit.use_service = "cut", ""
    benefit.use_decided_by, benefit.use_decided_on = "The council", date(2026, 2, 1)
    assert used(kept, benefit) == "A budget is cut. Decided by The council on 1 February 2026."
    assert said_of(kept | {"benefits": [benefit_snapshot(benefit) | {"use": {"kind": "unheard of"}}]}) == []


def used(kept: dict, benefit: Benefit) -> str:
    [words] = said_of(kept | {"benefits": [benefit_snapshot(benefit)]})
    return words


def said_of(kept: dict) -> list[str]:
    entry = section(kept, "benefits").blocks[0]
    assert isinstance(entry, Entry)
    return [words for block in entry.blocks if isinstance(block, Facts) for _label, words in block.rows]


def test_what_must_be_reported_names_figure_measurer_and_method(kept: dict) -> None:
    points = section(kept, "report").blocks[0]
    assert isinstance(points, Points)
    assert points.rows == [("Falls, quarterly", "Line manager", "Counted in the journal.")]


def test_a_handover_without_benefits_says_so(kept: dict) -> None:
    blocks = section({**kept, "benefits": []}, "benefits").blocks
    assert [block.text for block in blocks] == ["No benefit goes with this handover."]  # type: ignore[union-attr]


def test_the_first_action_carries_who_and_until_when(cast: Cast, kept: dict) -> None:
    kept |= {"first_action_owner": "Deputy", "first_action_due": "2026-05-01"}
    facts = section(kept, "operations").blocks[0]
    assert isinstance(facts, Facts)
    assert facts.rows[-1] == ("The first action", "Talk to the night shift.\nDeputy, by 1 May 2026")


def test_each_piece_of_remaining_work_is_an_entry_under_its_own_id(kept: dict) -> None:
    kept |= {"remaining_items": [{"id": "x", "item": "Paint.", "owner": "Deputy", "due": "2026-05-01"}]}
    kept |= {"remaining_work": "See below."}
    words, entry = section(kept, "remaining").blocks
    assert words.text == "See below."  # type: ignore[union-attr]
    assert isinstance(entry, Entry)
    assert (entry.key, entry.heading, entry.hint) == ("x", "1. Paint.", "Deputy, by 1 May 2026")


def test_what_is_said_of_operation_is_shown_and_what_is_not_said_leaves_no_heading(kept: dict) -> None:
    assert not [one for one in handover_text(kept).sections if one.key in ("costs", "risks", "running")]
    kept |= {"operating_cost": "250000", "operating_currency": "NOK", "hours_per_month": "6.5", "risks": "Few hands."}
    costs = section(kept, "costs").blocks[0]
    assert isinstance(costs, Facts)
    assert dict(costs.rows) == {
        "Operating cost per year": "250,000\N{NO-BREAK SPACE}NOK",
        "Hours per month for the unit": "6.5 hours per month",
    }
    assert section(kept, "risks").blocks == [Facts([("Residual risks", "Few hands.")])]


def test_every_part_of_what_is_signed_belongs_to_a_section(kept: dict) -> None:
    told = {name for names in PARTS.values() for name in names}
    assert set(kept) - {"format", "round", "figures_when_sent"} == told
    assert list(PARTS) == list(HandoverSection)


def test_page_and_text_say_the_same(cast: Cast, kept: dict) -> None:
    page = visiting(cast.leader).get(fresh(Handover.objects.get()).get_absolute_url()).content.decode()
    for one in handover_text(kept).sections:
        assert one.heading in page
