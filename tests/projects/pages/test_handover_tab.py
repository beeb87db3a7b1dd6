"""The handover tab: a card per unit, preparing, sending, recommending."""

from django.urls import reverse

from projects.models import Handover
from tests.cast import Cast, fresh, unit
from tests.visits import visiting


def test_each_receiving_unit_has_its_card_with_what_is_still_lacking(cast: Cast) -> None:
    project = cast.planning()
    page = visiting(cast.leader).get(reverse("projects:project_handovers", args=[project.pk])).content.decode()
    assert "Home care" in page
    assert "Line manager: Line manager" in page
    assert 'class="requirements"' in page


def test_a_handover_is_prepared_written_and_sent_on_pages(cast: Cast) -> None:
    project = cast.executing()
    second = unit(cast.organisation, "Night care", now=cast.now, parent=cast.top)
    browser = visiting(cast.leader)
    browser.post(reverse("projects:handover_create", args=[project.pk]), {"receiving_unit": str(second.pk)})
    handover = Handover.objects.get(receiving_unit=second)
    written = {
        "version": handover.version,
        "line_manager": str(cast.superior.pk),
        "takes_over_on": "2030-01-01",
        "closing_milestone": "The pilot is over",
        "lasting_results": "A routine.",
        "anchoring": "In the rota.",
        "way_forward": "Go on.",
        "first_action": "Talk to the night shift.",
    }
    browser.post(reverse("projects:handover_edit", args=[handover.pk]), written)
    assert fresh(handover).closing_milestone.title == "The pilot is over"
    browser.post(reverse("projects:handover_transition", args=[handover.pk, "send"]))
    assert fresh(handover).state == "sent"


def test_a_step_that_is_no_step_is_not_found(cast: Cast) -> None:
    handover = cast.executing().handovers.get()
    url = reverse("projects:handover_transition", args=[handover.pk, "accept"])
    assert visiting(cast.leader).post(url).status_code == 404


def test_leader_recommends_and_benefits_responsible_reconfirms(cast: Cast) -> None:
    project = cast.take(cast.planning(), "approve_execution", cast.owner)
    visiting(cast.leader).post(reverse("projects:handover_recommend", args=[project.pk]))
    visiting(cast.responsible).post(reverse("projects:benefits_reconfirm", args=[project.pk]))
    assert fresh(project).recommended_at is not None
    assert fresh(project).benefits_reconfirmed_by == cast.responsible


def test_a_member_reads_the_tab_but_is_offered_nothing_to_change(cast: Cast) -> None:
    project = cast.executing()
    browser = visiting(cast.member)
    page = browser.get(reverse("projects:project_handovers", args=[project.pk])).content.decode()
    assert "Prepare a handover" not in page
    edit = browser.get(reverse("projects:handover_edit", args=[project.handovers.get().pk]), follow=True)
    assert "Only the project" in edit.content.decode()


def test_for_a_stranger_the_tab_does_not_exist(cast: Cast) -> None:
    project = cast.planning()
    for name in ("project_handovers", "handover_create"):
        assert visiting(cast.stranger).get(reverse(f"projects:{name}", args=[project.pk])).status_code == 404
