"""Handovers over HTTP: what they say, the work that is left, marks and comments."""

from typing import Any

import pytest

from projects.models import Condition, Handover, HandoverSignOff
from tests.api_caller import Caller
from tests.cast import Cast, fresh


@pytest.fixture
def handover(cast: Cast) -> Handover:
    return Handover.objects.get(project=cast.handing_over())


def left_by(cast: Cast, handover: Handover) -> dict[str, Any]:
    body = {"handover": str(handover.pk), "item": "Courses.", "owner": str(cast.deputy.pk), "due_date": "2026-06"}
    answer = Caller(cast.leader).post("remaining_items/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_what_it_costs_is_said_and_shown(cast: Cast, handover: Handover) -> None:
    caller, path = Caller(cast.leader), f"handovers/{handover.pk}/"
    body = {"operating_cost": "250000", "hours_per_month": "6.5", "operations_owner": str(cast.deputy.pk)}
    shown = caller.patch(path, body, version=handover.version).json()
    assert (shown["operating_cost"], shown["operating_currency"], shown["hours_per_month"]) == ("250000", "NOK", "6.5")


def test_remaining_work_is_listed_changed_and_struck_out(cast: Cast, handover: Handover) -> None:
    row, caller = left_by(cast, handover), Caller(cast.leader)
    assert row["due_date"] == "2026-06-30"
    path = f"remaining_items/{row['id']}/"
    changed = caller.patch(path, {"item": "One course."}, version=row["version"]).json()
    assert [one["item"] for one in caller.rows("remaining_items/", handover=str(handover.pk))] == ["One course."]
    assert caller.delete(path, version=changed["version"]).status_code == 204


def test_marks_and_comments_come_with_the_decision(cast: Cast, handover: Handover) -> None:
    row = left_by(cast, handover)
    waiting = fresh(cast.take(handover, "send", cast.leader))
    benefit = str(handover.project.benefits.get().pk)
    body = {
        "decision": "accept",
        "snapshot_sha256": waiting.snapshot_sha256,
        "benefits": [{"benefit": benefit, "accepted": True, "comment": "Gladly."}],
        "remaining_work": [{"item": row["id"], "accepted": True}],
        "comments": [{"section": "costs", "text": "Fine."}],
    }
    answer = Caller(cast.line_manager).post(f"handovers/{waiting.pk}/decisions/", body)
    assert answer.status_code == 200, answer.content
    [signed] = answer.json()["sign_offs"]
    assert [one["comment"] for one in signed["benefits"]] == ["Gladly."]
    assert [one["title"] for one in signed["remaining_work"]] == ["Courses."]
    assert Condition.objects.get().owner == cast.deputy


def test_a_benefit_that_is_not_accepted_stops_an_unreserved_yes_at_its_place(cast: Cast, handover: Handover) -> None:
    waiting = fresh(cast.take(handover, "send", cast.leader))
    mark = {"benefit": str(handover.project.benefits.get().pk), "accepted": False, "comment": "Too high."}
    body = {"decision": "accept", "snapshot_sha256": waiting.snapshot_sha256, "benefits": [mark]}
    answer = Caller(cast.line_manager).post(f"handovers/{waiting.pk}/decisions/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/benefits/0/accepted"
    assert not HandoverSignOff.objects.exists()


def test_a_comment_is_written_by_a_reader_and_settled_by_the_leader(cast: Cast, handover: Handover) -> None:
    body = {"handover": str(handover.pk), "section": "risks", "text": "Who is on call?"}
    comment = Caller(cast.member).post("handover_comments/", body).json()
    assert (comment["round"], comment["settled_at"]) == (1, None)
    path = f"handover_comments/{comment['id']}/settle/"
    assert Caller(cast.controller).post(path, {}).status_code == 403
    assert Caller(cast.leader).post(path, {"answer": "The night shift."}).json()["answer"] == "The night shift."
    assert Caller(cast.member).rows("handover_comments/", open="true") == []


def test_what_somebody_signed_or_owns_is_found(cast: Cast, handover: Handover) -> None:
    caller = Caller(cast.member)
    assert caller.rows("handovers/", signed_by=str(cast.line_manager.pk)) == []
    cast.sign(fresh(cast.take(handover, "send", cast.leader)))
    for name in ("signed_by", "benefit_owner"):
        [found] = caller.rows("handovers/", **{name: str(cast.line_manager.pk)})
        assert found["id"] == str(handover.pk)
    for name in ("signed_by", "signed_for"):
        assert caller.rows("handovers/", **{name: str(cast.deputy.pk)}) == []
    handover.sign_offs.update(acting_for=cast.deputy)
    assert [row["id"] for row in caller.rows("handovers/", signed_for=str(cast.deputy.pk))] == [str(handover.pk)]
