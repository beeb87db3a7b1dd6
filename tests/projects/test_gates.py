"""A gate decision keeps its outcome, its words, its conditions and its basis."""

from datetime import date, datetime, timedelta

import pytest

from projects.models import Project
from projects.reports.duties import Duty, duties_of
from projects.services import gate_askings, projects, reminders, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person, RoleAssignment
from tests.cast import Cast, fresh
from workflows.models import Notice
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
        ({"conditions": [{"text": " ", "owner": "x", "due_date": "x"}]}, "conditions/0/text"),
        ({"conditions": [{"text": "x", "owner": Person(is_active=False), "due_date": "x"}]}, "conditions/0/owner"),
        ({"decided_on": date(2026, 3, 3)}, "decided_on"),
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


@pytest.mark.parametrize(
    ("step", "answer", "field"),
    [
        ("start_handover", {"outcome": "stop"}, "outcome"),
        ("start_handover", {"conditions": [{"text": "x"}]}, "conditions"),
        ("hold", {"outcome": "go"}, "outcome"),
        ("reopen", {"outcome": "planning"}, "outcome"),
    ],
)
def test_an_answer_that_a_step_cannot_keep_is_refused_and_not_lost(
    cast: Cast, step: str, answer: dict[str, object], field: str
) -> None:
    project = cast.draft(track="light")
    with pytest.raises(InvalidInput) as refused:
        cast.take(project, step, cast.leader, comment="x", **answer)
    assert refused.value.errors[0].field == field


def test_whoever_may_not_decide_hears_who_can(cast: Cast) -> None:
    both = cast.proposed()
    leader = cast.person("Leading decider", "decision_maker")
    Project.objects.filter(pk=both.pk).update(leader=leader)
    with pytest.raises(NotPermitted, match=r"You lead this project.* Who can: Decision maker\."):
        cast.take(both, "approve_concept", leader)
    RoleAssignment.objects.filter(person=cast.decision_maker).delete()
    with pytest.raises(NotPermitted, match="An administrator can make somebody else"):
        cast.take(both, "approve_concept", leader)
    Project.objects.filter(pk=both.pk).update(owner=leader, track="light")
    with pytest.raises(NotPermitted, match="The project needs another owner"):
        cast.take(both, "approve_execution", leader)


def test_a_decision_maker_of_a_unit_decides_for_what_lies_below(cast: Cast) -> None:
    local = cast.person("Local decider", "decision_maker", cast.top)
    elsewhere = cast.person("Elsewhere", "decision_maker", cast.unit)
    project = cast.proposed()
    Project.objects.filter(pk=project.pk).update(unit=cast.top)
    with pytest.raises(NotPermitted):
        cast.take(project, "approve_concept", elsewhere)
    assert cast.take(project, "approve_concept", local).state == "concept"


def test_hold_at_a_gate_pauses_the_project_until_a_day(cast: Cast) -> None:
    project = cast.proposed()
    given = {"outcome": "hold", "comment": "No money this year.", "review_date": date(2026, 9, 1)}
    held = cast.take(project, "approve_concept", cast.decision_maker, **given)
    assert (held.state, held.state_before_hold, held.review_date) == ("on_hold", "proposed", date(2026, 9, 1))
    decision = held.gate_decisions.get()
    assert (decision.outcome, decision.round, decision.review_date) == ("hold", 1, date(2026, 9, 1))
    assert decision.snapshot["project"]["state"] == "proposed"
    assert cast.take(project, "resume", cast.owner).state == "proposed"
    with pytest.raises(NotPossible):
        cast.take(project, "hold", cast.owner, comment="Again.", review_date=date(2026, 9, 1))


def test_stop_at_a_gate_needs_lessons_and_withdraws_the_benefits(cast: Cast) -> None:
    project = cast.planning()
    with pytest.raises(NotPossible) as refused:
        cast.take(project, "approve_execution", cast.owner, outcome="stop", comment="Too dear.")
    assert [one.code for one in refused.value.requirements] == ["no_lessons"]
    cast.lesson(project)
    stopped = cast.take(project, "approve_execution", cast.owner, outcome="stop", comment="Too dear.")
    assert (stopped.state, stopped.benefits.get().state) == ("stopped", "withdrawn")
    assert stopped.gate_decisions.get(gate="approve_execution").outcome == "stop"


@pytest.mark.parametrize("outcome", ["hold", "stop", "rework"])
def test_only_whoever_decides_the_gate_gives_such_an_answer(cast: Cast, outcome: str) -> None:
    project = cast.planning()
    given = {"outcome": outcome, "comment": "No.", "review_date": date(2026, 9, 1)}
    with pytest.raises(NotPermitted):
        cast.take(project, "approve_execution", cast.decision_maker, **given)


@pytest.mark.parametrize(
    ("gate", "answers", "field"),
    [
        ("approve_concept", {"outcome": "hold", "comment": "Later."}, "review_date"),
        ("approve_concept", {"outcome": "hold", "review_date": date(2026, 9, 1)}, "comment"),
        ("approve_concept", {"outcome": "stop"}, "comment"),
        ("close", {"outcome": "stop", "comment": "x"}, "outcome"),
    ],
)
def test_an_answer_aside_needs_its_reason_and_day(
    cast: Cast, gate: str, answers: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        cast.take(cast.proposed(), gate, cast.decision_maker, **answers)
    assert refused.value.errors[0].field == field


def test_whoever_answers_too_late_is_told_who_decided_and_when(cast: Cast) -> None:
    project = cast.proposed()
    cast.take(project, "approve_concept", cast.decision_maker)
    with pytest.raises(NotPossible, match="Decision maker has answered BP1 on 2 March 2026") as refused:
        cast.take(project, "approve_concept", cast.decision_maker, outcome="stop", comment="No!")
    assert refused.value.code == "wrong_state"
    with pytest.raises(NotPossible, match="Decision maker brought it there on 2 March 2026"):
        cast.take(project, "reject", cast.decision_maker, comment="No!")


def test_two_who_answer_the_same_round_make_one_decision(cast: Cast) -> None:
    other = cast.person("Other decider", "decision_maker")
    project = cast.proposed()
    cast.take(project, "approve_concept", cast.decision_maker, outcome="rework", comment="Too thin.")
    answer = {"subject": project, "name": "approve_concept", "now": cast.now}
    with pytest.raises(NotPossible, match="Decision maker was faster"):
        transitions.take(**answer, by=cast.decision_maker)
    with pytest.raises(NotPossible, match="has answered BP1"):
        cast.take(project, "approve_concept", other)
    with pytest.raises(NotPossible, match="has answered BP1"):
        cast.take(project, "approve_concept", other, round=1)
    assert cast.take(project, "approve_concept", other, round=2).state == "concept"
    assert project.gate_decisions.count() == 2


def test_a_round_that_is_not_open_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="not the round"):
        cast.take(cast.proposed(), "approve_concept", cast.decision_maker, round=3)


def test_somebody_elses_rework_is_answered_once_something_was_worked_on(cast: Cast) -> None:
    other = cast.person("Other decider", "decision_maker")
    project = cast.proposed()
    cast.take(project, "approve_concept", cast.decision_maker, outcome="rework", comment="Too thin.")
    Project.objects.filter(pk=project.pk).update(purpose="Thicker.")
    assert cast.take(project, "approve_concept", other).state == "concept"


@pytest.mark.parametrize("step", ["send_back", "reject"])
def test_an_idea_is_not_turned_down_over_somebody_elses_rework_unseen(cast: Cast, step: str) -> None:
    other = cast.person("Other decider", "decision_maker")
    project = cast.proposed()
    cast.take(project, "approve_concept", cast.decision_maker, outcome="rework", comment="Too thin.")
    with pytest.raises(NotPossible, match="Decision maker has answered BP1") as refused:
        cast.take(project, step, other, comment="No.")
    assert refused.value.code == "already_decided"
    with pytest.raises(NotPermitted):
        cast.take(project, step, cast.member, comment="No.")
    assert cast.take(project, step, other, comment="No.", round=2).state in ("draft", "rejected")


def gate_duty(cast: Cast, now: datetime) -> Duty:
    return next(one for one in duties_of(fresh(cast.decision_maker), now) if one.kind == "decide_gate")


def test_nothing_but_the_asking_moves_the_day_by_which_a_gate_is_decided(cast: Cast) -> None:
    project = cast.concept()
    gate_askings.write_down_all(organisation=cast.organisation, now=cast.now)
    due = gate_duty(cast, cast.now).due_date
    later = cast.now + timedelta(days=3)
    projects.update_project(project=fresh(project), changes={"vision": "Nobody falls."}, by=cast.leader, now=later)
    gate_askings.write_down_all(organisation=cast.organisation, now=later)
    assert gate_duty(cast, later).due_date == due


def test_after_rework_those_who_decide_are_asked_anew_once_it_was_worked_on(cast: Cast) -> None:
    project = cast.proposed()
    cast.now += timedelta(days=2)
    cast.take(project, "approve_concept", cast.decision_maker, outcome="rework", comment="Too thin.")
    asked = Notice.objects.filter(kind="projects.asked", recipient=cast.decision_maker)
    told = asked.count()
    assert gate_duty(cast, cast.now).asked_on == cast.organisation.local_date(cast.now)
    for days, words in ((3, "Thicker."), (5, "Thicker still.")):
        now = cast.now + timedelta(days=days)
        projects.update_project(project=fresh(project), changes={"purpose": words}, by=cast.leader, now=now)
        reminders.make_round(organisation=cast.organisation, now=now)
        duty = gate_duty(cast, now)
        assert duty.asked_on == cast.organisation.local_date(cast.now + timedelta(days=3))
        assert asked.count() == told + 1
