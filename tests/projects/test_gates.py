"""A gate decision keeps its outcome, its words, its conditions and its basis."""

from datetime import date

import pytest

from projects.models import Project
from register.errors import InvalidInput, NotPermitted, NotPossible
from tests.cast import Cast, fresh
from workflows.snapshots import sha256_of


def test_a_go_is_recorded_with_the_basis_it_was_taken_on(cast: Cast) -> None:
    project = cast.take(cast.proposed(), "approve_concept", cast.decision_maker, comment="Worth a look.")
    decision = project.gate_decisions.get()
    assert (decision.gate, decision.outcome, decision.round) == ("approve_concept", "go", 1)
    assert (decision.decided_by, decision.recorded_by) == (cast.decision_maker, cast.decision_maker)
    assert (decision.comment, decision.decided_on) == ("Worth a look.", date(2026, 3, 2))
    assert decision.snapshot["project"]["state"] == "proposed"
    assert decision.snapshot["benefits"][0]["title"] == "Fewer falls"
    assert decision.snapshot_sha256 == sha256_of(decision.snapshot)


def test_a_body_decides_and_a_person_records_it(cast: Cast) -> None:
    record = {
        "body": "Kommunestyret",
        "decided_on": date(2026, 2, 26),
        "case_number": "26/114",
        "item_number": "PS 12/26",
        "link": "https://testby.example/sak/26-114",
    }
    decision = cast.take(cast.proposed(), "approve_concept", cast.decision_maker, **record).gate_decisions.get()
    assert (decision.decided_by, decision.recorded_by) == (None, cast.decision_maker)
    assert {name: getattr(decision, name) for name in record} == record


def test_conditions_are_owned_and_dated(cast: Cast) -> None:
    condition = {"text": "Ask the unions.", "owner": cast.leader, "due_date": date(2026, 4, 1)}
    project = cast.take(
        cast.proposed(), "approve_concept", cast.decision_maker, outcome="go_with_conditions", conditions=[condition]
    )
    stored = project.conditions.get()
    assert (stored.text, stored.owner, stored.due_date) == ("Ask the unions.", cast.leader, date(2026, 4, 1))
    assert (project.state, stored.gate_decision.outcome) == ("concept", "go_with_conditions")
    assert stored.is_open


def test_conditions_alone_mean_go_with_conditions(cast: Cast) -> None:
    condition = {"text": "Ask the unions.", "owner": cast.leader, "due_date": date(2026, 4, 1)}
    project = cast.take(cast.proposed(), "approve_concept", cast.decision_maker, conditions=[condition])
    assert project.gate_decisions.get().outcome == "go_with_conditions"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "go_with_conditions"}, "conditions"),
        ({"outcome": "go", "conditions": [{"text": "x", "owner": "x", "due_date": "x"}]}, "conditions"),
        ({"outcome": "go_with_conditions", "conditions": [{"text": "No owner."}]}, "conditions/0/owner"),
        ({"outcome": "rework"}, "comment"),
    ],
)
def test_an_unclear_decision_is_refused_at_its_field(cast: Cast, answers: dict[str, object], field: str) -> None:
    project = cast.proposed()
    with pytest.raises(InvalidInput) as refused:
        cast.take(project, "approve_concept", cast.decision_maker, **answers)
    assert refused.value.errors[0].field == field
    assert not project.gate_decisions.exists()


def test_rework_records_a_round_and_leaves_the_state(cast: Cast) -> None:
    project = cast.proposed()
    again = cast.take(project, "approve_concept", cast.decision_maker, outcome="rework", comment="Think of the cost.")
    assert again.state == "proposed"
    cast.take(project, "approve_concept", cast.decision_maker)
    rounds = project.gate_decisions.order_by("round").values_list("round", "outcome")
    assert list(rounds) == [(1, "rework"), (2, "go")]


def test_rework_may_be_asked_for_although_something_lacks(cast: Cast) -> None:
    project = cast.concept()
    Project.objects.filter(pk=project.pk).update(alternatives="")
    cast.take(project, "approve_planning", cast.decision_maker, outcome="rework", comment="No alternatives.")
    assert fresh(project).state == "concept"


def test_rework_is_refused_to_others_and_at_a_gate_that_is_not_open(cast: Cast) -> None:
    project = cast.proposed()
    with pytest.raises(NotPermitted):
        cast.take(project, "approve_concept", cast.leader, outcome="rework", comment="x")
    with pytest.raises(NotPossible) as refused:
        cast.take(project, "approve_planning", cast.decision_maker, outcome="rework", comment="x")
    assert refused.value.code == "wrong_state"


def test_the_light_tracks_own_steps_are_no_gate_decisions(cast: Cast) -> None:
    project = cast.executing()
    Project.objects.filter(pk=project.pk).update(track="light")
    project = cast.take(project, "start_handover", cast.leader)
    assert project.state == "handing_over"
    assert not project.gate_decisions.filter(gate="start_handover").exists()


def test_a_decision_maker_of_a_unit_decides_for_what_lies_below(cast: Cast) -> None:
    local = cast.person("Local decider", "decision_maker", cast.top)
    elsewhere = cast.person("Elsewhere", "decision_maker", cast.unit)
    project = cast.proposed()
    Project.objects.filter(pk=project.pk).update(unit=cast.top)
    with pytest.raises(NotPermitted):
        cast.take(project, "approve_concept", elsewhere)
    assert cast.take(project, "approve_concept", local).state == "concept"
