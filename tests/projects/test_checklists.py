"""Checklists of gates: editions of an organisation's own, answered by each project."""

from datetime import date

import pytest

from projects.models import Checklist, Project
from projects.reports.gate_way import gate_of, skipped_gates, way_of
from projects.services import checklists, projects, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from tests.cast import Cast, fresh

GATE = "approve_concept"


def edition(cast: Cast, *texts: str, required: bool = False, **more: object) -> Checklist:
    items = [{"text": text, "required": required} for text in texts]
    how = {"gate": GATE, "track": "full", "items": items, "by": cast.administrator, "now": cast.now, **more}
    return checklists.make_edition(organisation=cast.organisation, **how)


def answer(cast: Cast, project: Project, item: str, state: str = "done", by: Person | None = None, **more: str) -> None:
    how = {"gate": GATE, "item": item, "state": state, "by": by or cast.leader, "now": cast.now, **more}
    checklists.answer_item(project=project, **how)


def test_every_gate_has_a_usual_list_with_the_employees_side_privacy_risk_and_archive(cast: Cast) -> None:
    for gate in way_of(cast.proposed()):
        codes = " ".join(one.item.code for one in gate.items)
        assert "employees" in codes, gate.gate
        assert "archive" in codes, gate.gate
    plan = {one.item.code for one in gate_of(cast.draft(), "approve_execution").items}
    assert {"privacy", "risks"} <= plan


def test_answers_are_kept_with_who_and_when_and_open_items_block_nothing(cast: Cast) -> None:
    project = cast.proposed()
    answer(cast, project, "strategy")
    answer(cast, project, "similar", "not_relevant", by=cast.owner, reason="The first of its kind.")
    found = {one.item.code: one for one in gate_of(fresh(project), GATE).items}
    assert found["strategy"].answer.answered_by == cast.leader
    assert found["similar"].state == "not_relevant"
    assert found["archive"].is_open
    decided = cast.take(project, GATE, cast.decision_maker)
    kept = {one["id"]: one for one in decided.gate_decisions.get().snapshot["checklist"]}
    assert (kept["strategy"]["answer"], kept["strategy"]["answered_by"]) == ("done", "Leader")
    assert kept["similar"]["reason"] == "The first of its kind."
    assert kept["archive"]["answer"] == "open"


def test_the_last_word_on_an_item_counts(cast: Cast) -> None:
    project = cast.proposed()
    answer(cast, project, "strategy")
    answer(cast, project, "strategy", "open")
    assert project.checklist_answers.get().state == "open"


@pytest.mark.parametrize(
    ("item", "state", "field"),
    [("strategy", "not_relevant", "reason"), ("strategy", "perhaps", "state"), ("unheard_of", "done", "item")],
)
def test_an_unclear_answer_is_refused_at_its_field(cast: Cast, item: str, state: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        answer(cast, cast.proposed(), item, state)
    assert refused.value.errors[0].field == field


def test_answers_come_from_those_who_take_part_and_only_ahead_of_the_gate(cast: Cast) -> None:
    project = cast.proposed()
    with pytest.raises(NotPermitted):
        answer(cast, project, "strategy", by=cast.controller)
    cast.take(project, GATE, cast.decision_maker)
    with pytest.raises(NotPossible, match="does not lie ahead"):
        answer(cast, project, "strategy")


def test_a_new_edition_keeps_the_answers_to_items_whose_words_stay(cast: Cast) -> None:
    first = edition(cast, "Is it needed?", "Is it legal?")
    project = cast.proposed()
    answer(cast, project, first.items[0]["code"])
    second = edition(cast, "Is it legal?", "Is it needed?", "Who pays?")
    assert (first.edition, second.edition) == (1, 2)
    states = {one.item.text: one.state for one in gate_of(fresh(project), GATE).items}
    assert states == {"Is it legal?": "open", "Is it needed?": "done", "Who pays?": "open"}
    edition(cast, "Is it needed now?")
    assert [one.state for one in gate_of(fresh(project), GATE).items] == ["open"]
    assert fresh(first).items[0]["text"] == "Is it needed?"


def test_a_decision_keeps_the_edition_it_was_taken_on(cast: Cast) -> None:
    first = edition(cast, "Is it needed?")
    decision = cast.take(cast.proposed(), GATE, cast.decision_maker).gate_decisions.get()
    edition(cast, "Who pays?")
    assert fresh(decision).checklist == first
    assert [one["title"] for one in fresh(decision).snapshot["checklist"]] == ["Is it needed?"]


def test_the_usual_items_keep_their_codes_when_they_are_taken_over(cast: Cast) -> None:
    usual = [str(one.item.text) for one in gate_of(cast.proposed(), GATE).items]
    own = edition(cast, *usual, "And one of ours.")
    assert [one["code"] for one in own.items][:2] == ["strategy", "affected"]


@pytest.mark.parametrize("texts", [("",), ("Twice", "Twice"), ("x" * 501,), tuple(str(one) for one in range(61))])
def test_a_list_that_cannot_be_worked_with_is_refused(cast: Cast, texts: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        edition(cast, *texts)


def test_a_list_is_changed_by_administrators_on_what_they_have_seen(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        edition(cast, "Mine", by=cast.leader)
    with pytest.raises(InvalidInput, match="no decision at this gate"):
        edition(cast, "Never asked", track="light")
    edition(cast, "First", replaces=0)
    with pytest.raises(NotPossible, match="edition 1 is in force"):
        edition(cast, "Second", replaces=0)


def test_an_item_marked_as_required_blocks_until_it_is_settled(cast: Cast) -> None:
    code = edition(cast, "Has the board been told?", required=True).items[0]["code"]
    project = cast.proposed()
    with pytest.raises(NotPossible) as refused:
        cast.take(project, GATE, cast.decision_maker)
    unmet = refused.value.requirements[0]
    assert (unmet.code, unmet.fields) == ("checklist_item_open", ("checklist_answers.state",))
    assert "Has the board been told?" in unmet.detail
    answer(cast, project, code, "not_relevant", reason="There is no board.")
    assert cast.take(project, GATE, cast.decision_maker).state == "concept"


def test_a_gate_that_nobody_decided_here_is_named(cast: Cast) -> None:
    fields = {"title": "Already running", "unit": cast.unit, "leader": cast.leader, "state": "executing"}
    running = projects.create_project(
        organisation=cast.organisation, fields=fields, by=cast.administrator, now=cast.now
    )
    skipped = skipped_gates(fresh(running))
    assert [one.label for one in skipped] == ["BP1", "BP2", "BP3"]
    assert skipped[0].registered_by == cast.administrator
    assert [one.standing for one in way_of(fresh(running))][:4] == ["not_decided", "not_decided", "not_decided", "next"]


def test_a_gate_passed_by_override_is_named(cast: Cast) -> None:
    project = cast.proposed()
    how = {"by": cast.administrator, "now": cast.now, "comment": "Urgent.", "override": True}
    project = transitions.take(subject=project, name=GATE, **how)
    assert [one.standing for one in way_of(fresh(project))][:3] == ["overridden", "next", "ahead"]
    assert skipped_gates(fresh(project)) == []


def test_a_condition_may_block_a_later_gate_until_it_is_fulfilled(cast: Cast) -> None:
    condition = {"text": "Ask the unions.", "owner": cast.leader, "due_date": date(2026, 4, 1)}
    given = {"conditions": [{**condition, "blocks": "close"}, {**condition, "text": "Find money.", "blocks": "next"}]}
    project = cast.concept()
    project = cast.take(project, "approve_planning", cast.decision_maker, **given)
    assert set(project.conditions.values_list("text", "blocks")) == {
        ("Ask the unions.", "close"),
        ("Find money.", "approve_execution"),
    }
    with pytest.raises(NotPossible) as refused:
        cast.take(project, "approve_execution", cast.owner)
    unmet = next(one for one in refused.value.requirements if one.code == "blocking_condition_open")
    assert "Find money. (Leader)" in unmet.detail


@pytest.mark.parametrize("blocks", ["approve_concept", "approve_planning", "lunch"])
def test_a_condition_blocks_no_gate_that_lies_behind(cast: Cast, blocks: str) -> None:
    condition = {"text": "x", "owner": cast.leader, "due_date": date(2026, 4, 1), "blocks": blocks}
    with pytest.raises(InvalidInput) as refused:
        cast.take(cast.concept(), "approve_planning", cast.decision_maker, conditions=[condition])
    assert refused.value.errors[0].field == "conditions/0/blocks"
