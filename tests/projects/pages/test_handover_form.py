"""A leader writes a handover over several visits: section by section, row by row, nothing lost."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from projects.models import Handover, RemainingItem
from projects.services import remaining_work
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def handover(cast: Cast) -> Handover:
    """Nothing is written yet but whom it is for."""
    return cast.planning().handovers.get()


def edit(handover: Handover) -> str:
    return reverse("projects:handover_edit", args=[handover.pk])


def row(cast: Cast, number: int = 0, **fields: str) -> dict[str, str]:
    values = {"item": "Two more courses.", "owner": str(cast.deputy.pk), "due_date": "2030-06-01", **fields}
    return {f"item-new-{number}-{name}": value for name, value in values.items()}


def visit(cast: Cast, handover: Handover, **written: Any) -> str:
    given = {"version": fresh(handover).version, "line_manager": cast.line_manager.pk, **written}
    return visiting(cast.leader).post(edit(handover), given, follow=True).content.decode()


def test_what_is_still_empty_stands_beside_the_form_and_what_is_needed_first(cast: Cast, handover: Handover) -> None:
    page = visiting(cast.leader).get(edit(handover)).content.decode()
    beside = page.partition("<aside")[2].partition("</aside>")[0]
    for words in ("Needed:</strong> takes over on", "Empty:", "operating cost per year", "residual risks"):
        assert words in beside
    assert "currency" not in beside
    visit(cast, handover, risks="Few hands.", preconditions="None.", stay="risks")
    page = visiting(cast.leader).get(edit(handover)).content.decode()
    assert "Everything is said." in page


def test_a_section_is_saved_and_one_goes_on_writing_there(cast: Cast, handover: Handover) -> None:
    given = {"version": handover.version, "operating_cost": "250 000,50", "stay": "costs"}
    answer = visiting(cast.leader).post(edit(handover), given)
    assert answer.headers["Location"] == f"{edit(handover)}#part-costs"
    assert str(fresh(handover).operating_cost.normalize()) == "250000.5"


def test_remaining_work_is_written_changed_and_removed_row_by_row(cast: Cast, handover: Handover) -> None:
    visit(cast, handover, **row(cast), **row(cast, 1, item="Paint the door."))
    first, second = RemainingItem.objects.order_by("item")
    kept = {f"item-{one.pk}-{name}": value for one in (first, second) for name, value in stored(one).items()}
    visit(cast, handover, **kept | {f"item-{first.pk}-item": "Paint.", f"item-{second.pk}-remove": "on"})
    assert [one.item for one in RemainingItem.objects.all()] == ["Paint."]


def stored(item: RemainingItem) -> dict[str, Any]:
    return {"item": item.item, "owner": item.owner_id, "due_date": item.due_date.isoformat(), "version": item.version}


def test_a_half_written_row_is_told_at_its_place_and_the_rest_is_kept_as_typed(cast: Cast, handover: Handover) -> None:
    page = visit(cast, handover, risks="Few hands.", **row(cast, owner=""))
    assert "Two more courses." in page
    assert "Few hands." in page
    assert "id_item-new-0-owner_error" in page
    assert not RemainingItem.objects.exists()
    assert fresh(handover).risks == ""


def test_what_is_refused_for_one_row_changes_nothing_else(cast: Cast, handover: Handover) -> None:
    visit(cast, handover, **row(cast))
    item = RemainingItem.objects.get()
    changes = {"item": "Three more courses."}
    remaining_work.update_item(item=item, changes=changes, by=cast.administrator, now=cast.now)
    old = {f"item-{item.pk}-{name}": value for name, value in stored(item).items()}
    page = visit(cast, handover, risks="Few hands.", **old | {f"item-{item.pk}-item": "One course."})
    assert "One course." in page
    assert fresh(item).item == "Three more courses."
    assert fresh(handover).risks == ""


def test_a_row_that_is_a_duty_already_cannot_be_removed_on_the_page(cast: Cast) -> None:
    project = cast.handing_over()
    handover = project.handovers.get()
    fields = {"item": "Courses.", "owner": cast.deputy, "due_date": date(2030, 6, 1)}
    item = remaining_work.create_item(handover=handover, fields=fields, by=cast.leader, now=cast.now)
    cast.sign(cast.sent(project))
    page = visiting(cast.leader).get(edit(handover)).content.decode()
    assert f"item-{item.pk}-item" in page
    assert f"item-{item.pk}-remove" not in page
