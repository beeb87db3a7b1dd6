"""What happened, what was decided on what basis, what was demanded, and what was seen at the follow-ups."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from projects.models import Benefit, Condition, FollowUp, Project
from projects.models.base import PartOfProject
from projects.reports.history_words import KINDS
from projects.services import projects
from register.services import editing
from tests.cast import Cast, fresh
from tests.visits import visiting


def history(cast: Cast, project: Project, **asked: str) -> str:
    url = reverse("projects:project_history", args=[project.pk])
    return visiting(cast.member).get(url, asked).content.decode().partition('class="history"')[2]


def test_a_change_is_told_with_who_what_from_what_to_what_and_why(cast: Cast) -> None:
    project = cast.proposed()
    changes = {"title": "Much shorter days", "owner": cast.superior}
    projects.update_project(project=project, changes=changes, by=cast.leader, now=cast.now, reason="It was too long.")
    page = history(cast, project)
    for words in ("Shorter days in bed", "Much shorter days", "Owner", "Superior", "It was too long.", "Leader"):
        assert words in page


def test_the_history_is_narrowed_to_one_kind(cast: Cast) -> None:
    project = cast.concept()
    assert "Gate decision" in history(cast, project, kind="projects.gatedecision")
    assert "step “approve the concept phase”" in history(cast, project)
    assert "step “approve" not in history(cast, project, kind="projects.benefit")
    assert "Nothing of this kind" in history(cast, project, kind="projects.lesson")


def test_a_long_history_goes_on_on_the_next_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projects.reports.history.PAGE_SIZE", 2)
    project = cast.concept()
    assert "Older" in history(cast, project)
    assert (
        visiting(cast.member).get(reverse("projects:project_history", args=[project.pk]), {"before": "x"}).status_code
        == 400
    )


def test_what_was_deleted_keeps_its_name_in_the_history(cast: Cast) -> None:
    project = cast.planning()
    lesson = cast.lesson(project)
    editing.delete(row=lesson, by=cast.leader, now=cast.now, about=project.pk)
    assert "Lesson “Start earlier.”:</strong> removed" in history(cast, project)


def test_every_part_of_a_project_has_a_name_for_people() -> None:
    parts = {model._meta.label_lower for model in apps.get_models() if issubclass(model, PartOfProject)}
    assert parts <= KINDS.keys()


def test_a_gate_decision_shows_its_basis_and_what_had_changed_since_the_one_before(cast: Cast) -> None:
    project = cast.planning()
    project.gate_decisions.filter(gate="approve_concept").update(recorded_at=cast.now - timedelta(days=30))
    last = project.gate_decisions.get(gate="approve_planning")
    page = visiting(cast.member).get(reverse("projects:gate_detail", args=[last.pk])).content.decode()
    for words in ("What it was based on", last.snapshot_sha256[:12], "Too many falls.", "What had changed since"):
        assert words in page


def test_a_condition_is_fulfilled_in_a_few_words_by_its_owner(cast: Cast) -> None:
    handover = cast.sent(cast.handing_over())
    reservations = [{"text": "Two more courses.", "owner": cast.member, "due_date": cast.now.date()}]
    cast.sign(handover, decision="accept_with_reservations", reservations=reservations)
    condition = Condition.objects.get()
    others = visiting(cast.controller).get(condition.get_absolute_url()).content.decode()
    assert "Reserved when Home care took over" in others
    assert "It is fulfilled" not in others
    browser = visiting(cast.member)
    assert "id_note_error" in browser.post(condition.get_absolute_url(), {"note": ""}).content.decode()
    browser.post(condition.get_absolute_url(), {"note": "Held in May.", "version": condition.version})
    assert fresh(condition).fulfilled_by == cast.member
    assert "Held in May." in browser.get(condition.get_absolute_url()).content.decode()
    again = browser.post(condition.get_absolute_url(), {"note": "Twice."}).content.decode()
    assert "fulfilled already" in again


def test_for_a_stranger_none_of_it_exists(cast: Cast) -> None:
    project = cast.realising()
    browser = visiting(cast.stranger)
    follow_up, decision = FollowUp.objects.first(), project.gate_decisions.first()
    assert Benefit.objects.exists()
    for name, pk in (
        ("project_history", project.pk),
        ("follow_up_detail", follow_up.pk),
        ("gate_detail", decision.pk),
    ):
        assert browser.get(reverse(f"projects:{name}", args=[pk])).status_code == 404
