"""A line manager reads a handover and signs exactly that, on one page."""

import pytest
from django.urls import reverse

from projects.models import Condition, Handover, Indicator
from projects.services import handovers, measurements
from tests.cast import Cast, fresh
from tests.visits import visiting


@pytest.fixture
def waiting(cast: Cast) -> Handover:
    """A handover that waits for the line manager of Home care."""
    return cast.sent(cast.handing_over())


def answer(handover: Handover, decision: str, **more: str) -> dict[str, str]:
    return {"decision": decision, "snapshot_sha256": handover.snapshot_sha256, **more}


def test_the_line_manager_reads_what_is_signed_and_takes_over_with_one_press(cast: Cast, waiting: Handover) -> None:
    measurements.plan(indicator=Indicator.objects.get(), today=cast.now.date(), now=cast.now)
    browser = visiting(cast.line_manager)
    page = browser.get(waiting.get_absolute_url()).content.decode()
    for words in ("You sign version 1, as shown here.", waiting.snapshot_sha256[:12], "Fewer falls", "In the rota."):
        assert words in page
    receipt = browser.post(reverse("projects:handover_sign", args=[waiting.pk]), answer(waiting, "accept"), follow=True)
    assert fresh(waiting).state == "accepted"
    for words in ("Signed by Line manager, line manager of Home care", "What happens next", "First measurement: Falls"):
        assert words in receipt.content.decode()


def test_reservations_become_conditions_with_owner_and_date(cast: Cast, waiting: Handover) -> None:
    row = {"text": "Two more courses.", "owner": str(cast.leader.pk), "due_date": "2030-01-01"}
    more = {f"reservation-0-{name}": value for name, value in row.items()}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", rows="2", **more))
    assert fresh(waiting).state == "accepted_with_reservations"
    assert Condition.objects.get().owner == cast.leader


def test_another_row_is_added_without_javascript_and_nothing_typed_is_lost(cast: Cast, waiting: Handover) -> None:
    more = {"rows": "1", "add": "1", "reservation-0-text": "Two more courses."}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", **more)).content.decode()
    assert "Two more courses." in page
    assert "reservation-1-text" in page
    assert fresh(waiting).state == "sent"


def test_a_half_written_reservation_says_what_is_missing_at_the_field(cast: Cast, waiting: Handover) -> None:
    more = {"rows": "1", "reservation-0-text": "Two more courses."}
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "accept_with_reservations", **more)).content.decode()
    assert "id_reservation-0-due_date_error" in page
    assert fresh(waiting).state == "sent"


def test_returning_needs_words_and_they_reach_the_leader(cast: Cast, waiting: Handover) -> None:
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    assert "Say what is missing" in browser.post(url, answer(waiting, "return")).content.decode()
    browser.post(url, answer(waiting, "return", comment="Who pays for the courses?"))
    page = visiting(cast.leader).get(waiting.get_absolute_url()).content.decode()
    assert "Who pays for the courses?" in page
    assert "Revise" in page


def test_an_old_page_cannot_be_signed_but_shows_what_changed_and_can_be_signed_anew(
    cast: Cast, waiting: Handover
) -> None:
    changes = {"anchoring": "In the budget."}
    handovers.update_handover(handover=fresh(waiting), changes=changes, by=cast.leader, now=cast.now)
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    page = browser.post(url, answer(waiting, "accept")).content.decode()
    for words in ("This text has changed since you opened it", "In the rota.", "In the budget.", "You sign version 2"):
        assert words in page
    browser.post(url, answer(fresh(waiting), "accept"))
    assert fresh(waiting).state == "accepted"


def test_a_change_around_the_handover_leads_to_a_new_version_that_can_be_signed(cast: Cast, waiting: Handover) -> None:
    type(cast.unit).objects.filter(pk=cast.unit.pk).update(name="Home and care")
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    assert "Home and care" in browser.post(url, answer(waiting, "accept")).content.decode()
    browser.post(url, answer(fresh(waiting), "accept"))
    assert fresh(waiting).state == "accepted"


def test_of_two_decisions_the_second_is_told_who_decided_and_keeps_the_words(cast: Cast, waiting: Handover) -> None:
    cast.sign(waiting, by=cast.deputy)
    url = reverse("projects:handover_sign", args=[waiting.pk])
    page = visiting(cast.line_manager).post(url, answer(waiting, "return", comment="Not yet.")).content.decode()
    for words in ("Deputy already decided this", "Not yet.", "Acting for Line manager"):
        assert words in page


def test_a_leader_who_is_also_the_line_manager_sees_whose_signature_is_awaited(cast: Cast, waiting: Handover) -> None:
    type(waiting.project).objects.filter(pk=waiting.project_id).update(leader=cast.line_manager)
    url, browser = reverse("projects:handover_sign", args=[waiting.pk]), visiting(cast.line_manager)
    browser.post(url, answer(waiting, "accept"))
    page = browser.post(url, answer(fresh(waiting), "accept"), follow=True).content.decode()
    assert "a second signature is needed" in page
    assert "Superior" in page.partition("It waits for:")[2].partition("</p>")[0]
    assert "You sign version" not in page
    assert "You sign version" in visiting(cast.superior).get(waiting.get_absolute_url()).content.decode()


def test_others_read_the_handover_and_whom_it_waits_for_but_get_no_buttons(cast: Cast, waiting: Handover) -> None:
    page = visiting(cast.member).get(waiting.get_absolute_url()).content.decode()
    assert "Only the receiving unit" in page
    assert "You sign version" not in page
    refused = visiting(cast.member).post(
        reverse("projects:handover_sign", args=[waiting.pk]), answer(waiting, "accept")
    )
    assert "Only the receiving unit" in refused.content.decode()
    assert fresh(waiting).state == "sent"


@pytest.mark.parametrize("name", ["handover_detail", "handover_edit", "handover_sign"])
def test_for_a_stranger_a_handover_does_not_exist(cast: Cast, waiting: Handover, name: str) -> None:
    assert visiting(cast.stranger).get(reverse(f"projects:{name}", args=[waiting.pk])).status_code == 404
