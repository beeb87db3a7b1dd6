"""The whole table of states and steps, and who may take them."""

from datetime import date
from decimal import Decimal

import pytest

from projects.lifecycles.project import ProjectState
from projects.models import Benefit, Handover, Measurement, Project
from projects.services import projects, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import AuditEvent
from tests.cast import Cast, fresh, give_role
from workflows.lifecycle import choices_for, table, transition_names

STEPS_FROM = {
    "draft": {"submit", "stop"},
    "proposed": {"withdraw", "approve_concept", "send_back", "reject", "stop"},
    "concept": {"approve_planning", "hold", "stop"},
    "planning": {"approve_execution", "hold", "stop"},
    "executing": {"start_handover", "hold", "stop"},
    "handing_over": {"complete_handover", "return_to_execution", "hold", "stop"},
    "realising": {"start_evaluation", "close", "hold"},
    "evaluating": {"continue_realising", "close"},
    "closed": {"reopen"},
    "on_hold": {"resume", "stop"},
    "stopped": {"reopen"},
    "rejected": {"revise"},
}


@pytest.mark.parametrize("state", ProjectState.values)
def test_exactly_the_steps_of_the_contract_leave_each_state(cast: Cast, state: str) -> None:
    project = cast.draft()
    Project.objects.filter(pk=project.pk).update(state=state)
    assert {choice.name for choice in choices_for(cast.leader, fresh(project), cast.now)} == STEPS_FROM[state]


def test_the_light_track_goes_from_proposed_straight_to_execution(cast: Cast) -> None:
    project = cast.proposed(track="light")
    names = {choice.name for choice in choices_for(cast.leader, project, cast.now)}
    assert "approve_execution" in names
    assert "approve_concept" not in names


@pytest.mark.parametrize("model", [Project, Benefit, Measurement, Handover])
def test_every_step_says_from_where_and_by_whom(model: type[Project]) -> None:
    for edge in table(model):
        assert edge.source not in ("*", "+"), edge.name
        assert edge.permission is not None, edge.name
        assert edge.custom["label"], edge.name


WHO = [
    ("draft", "submit", "leader"),
    ("proposed", "withdraw", "leader"),
    ("proposed", "approve_concept", "decision_maker"),
    ("proposed", "send_back", "decision_maker"),
    ("proposed", "reject", "decision_maker"),
    ("concept", "approve_planning", "decision_maker"),
    ("planning", "approve_execution", "owner"),
    ("planning", "hold", "owner"),
    ("executing", "start_handover", "owner"),
    ("handing_over", "return_to_execution", "owner"),
    ("taken_over", "complete_handover", "owner"),
    ("realising", "start_evaluation", "responsible"),
    ("closed", "reopen", "decision_maker"),
]


@pytest.mark.parametrize(("state", "step", "holder"), WHO)
def test_only_the_holder_of_the_role_may_take_a_step(cast: Cast, state: str, step: str, holder: str) -> None:
    project = getattr(cast, state)()
    everybody = ("leader", "owner", "responsible", "decision_maker", "controller", "administrator", "member")
    allowed = set()
    for name in everybody:
        choices = choices_for(getattr(cast, name), fresh(project), cast.now)
        choice = next(choice for choice in choices if choice.name == step)
        assert choice.permitted or choice.refusal.endswith(".")
        if choice.permitted:
            allowed.add(name)
    assert allowed == {holder}


def test_nobody_approves_a_gate_of_a_project_they_lead(cast: Cast) -> None:
    project = cast.proposed()
    Project.objects.filter(pk=project.pk).update(leader=cast.decision_maker)
    with pytest.raises(NotPermitted, match="You lead this project"):
        cast.take(project, "approve_concept", cast.decision_maker)


def test_an_owner_who_also_leads_cannot_approve_execution(cast: Cast) -> None:
    project = cast.planning()
    Project.objects.filter(pk=project.pk).update(leader=cast.owner)
    with pytest.raises(NotPermitted, match="You lead this project"):
        cast.take(project, "approve_execution", cast.owner)


def test_a_machine_decides_nothing(cast: Cast) -> None:
    project = cast.proposed()
    type(cast.decision_maker).objects.filter(pk=cast.decision_maker.pk).update(is_service=True)
    with pytest.raises(NotPermitted, match="service token"):
        cast.take(project, "approve_concept", fresh(cast.decision_maker))


def test_a_blocked_step_is_refused_with_all_that_lacks(cast: Cast) -> None:
    project = cast.draft()
    Project.objects.filter(pk=project.pk).update(purpose="", background="")
    with pytest.raises(NotPossible) as refused:
        cast.take(project, "submit", cast.leader)
    assert [unmet.code for unmet in refused.value.requirements] == ["no_purpose", "no_background"]
    assert fresh(project).state == "draft"


def test_a_step_that_does_not_leave_the_state_is_refused_and_names_those_that_do(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Possible steps: submit, stop"):
        cast.take(cast.draft(), "close", cast.decision_maker)


@pytest.mark.parametrize(
    ("state", "step", "holder"),
    [
        ("proposed", "send_back", "decision_maker"),
        ("proposed", "reject", "decision_maker"),
        ("handing_over", "return_to_execution", "owner"),
        ("closed", "reopen", "decision_maker"),
    ],
)
def test_a_step_back_needs_its_reason(cast: Cast, state: str, step: str, holder: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        cast.take(getattr(cast, state)(), step, getattr(cast, holder))
    assert [error.field for error in refused.value.errors] == ["comment"]


def test_a_pause_needs_a_reason_and_a_day_to_look_again_and_remembers_where_it_came_from(cast: Cast) -> None:
    project = cast.planning()
    with pytest.raises(InvalidInput) as refused:
        cast.take(project, "hold", cast.owner)
    assert [error.field for error in refused.value.errors] == ["comment", "review_date"]
    project = cast.take(project, "hold", cast.owner, comment="No money.", review_date=date(2026, 6, 1))
    assert (project.state, project.review_date) == ("on_hold", date(2026, 6, 1))
    assert cast.take(project, "resume", cast.owner).state == "planning"


def test_a_rejected_idea_can_be_revised(cast: Cast) -> None:
    project = cast.take(cast.proposed(), "reject", cast.decision_maker, comment="Not now.")
    assert cast.take(project, "revise", cast.leader, comment="Smaller.").state == "draft"


def test_stopping_withdraws_the_benefits_and_reopening_starts_them_anew(cast: Cast) -> None:
    project = cast.planning()
    with pytest.raises(NotPossible, match="lesson"):
        cast.take(project, "stop", cast.decision_maker, comment="No use.")
    cast.lesson(project)
    project = cast.take(project, "stop", cast.decision_maker, comment="No use.")
    assert (project.state, project.benefits.get().state) == ("stopped", "withdrawn")
    project = cast.take(project, "reopen", cast.decision_maker, comment="A new law.")
    assert (project.state, project.benefits.get().state) == ("planning", "identified")


def test_closing_judges_the_benefits_and_reopening_follows_them_up_again(cast: Cast) -> None:
    project = cast.closed()
    assert (project.state, project.benefits.get().state) == ("closed", "realised")
    project = cast.take(project, "reopen", cast.decision_maker, comment="A doubt.")
    assert (project.state, project.benefits.get().state) == ("realising", "tracking")


def test_a_closed_project_may_be_reopened_for_evaluation_only(cast: Cast) -> None:
    project = cast.take(cast.closed(), "reopen", cast.decision_maker, comment="A doubt.", outcome="evaluating")
    assert (project.state, project.benefits.get().state) == ("evaluating", "realised")


def test_going_on_realising_takes_new_actions_with_dates(cast: Cast) -> None:
    project = cast.realising()
    Project.objects.filter(pk=project.pk).update(state="evaluating")
    with pytest.raises(InvalidInput):
        cast.take(project, "continue_realising", cast.decision_maker)
    action = {"text": "Train the weekend staff.", "owner": cast.line_manager, "due_date": date(2026, 9, 1)}
    project = cast.take(project, "continue_realising", cast.decision_maker, conditions=[action])
    assert project.state == "realising"
    assert project.conditions.get().owner == cast.line_manager


def test_returning_to_execution_takes_back_what_was_sent(cast: Cast) -> None:
    project = cast.handing_over()
    handover = cast.sent(project)
    project = cast.take(project, "return_to_execution", cast.owner, comment="Not ready.")
    assert (project.state, project.recommended_at) == ("executing", None)
    assert fresh(handover).state == "draft"


def test_completing_makes_the_follow_up_plan_and_tracks_the_benefits(cast: Cast) -> None:
    project = cast.realising()
    assert project.state == "realising"
    assert project.benefits.get().state == "tracking"
    months = set(project.follow_ups.values_list("months", flat=True))
    assert {3, 6, 12, 24, 36} <= months


def test_an_administrator_overrides_with_a_reason_and_it_stays_visible(cast: Cast) -> None:
    project = cast.planning()
    Project.objects.filter(pk=project.pk).update(leader=cast.owner)

    def override(by: object, comment: str) -> Project:
        return transitions.take(
            subject=fresh(project),
            name="approve_execution",
            by=by,  # type: ignore[arg-type]
            now=cast.now,
            comment=comment,
            override=True,
        )

    with pytest.raises(NotPermitted, match="Only an administrator"):
        override(cast.owner, "We are few.")
    with pytest.raises(InvalidInput):
        override(cast.administrator, "")
    done = override(cast.administrator, "We are few.")
    assert done.state == "executing"
    assert "permission" in done.gate_decisions.get(gate="approve_execution").overridden
    event = AuditEvent.objects.get(action="project.approve_execution")
    assert event.details["overridden"] == "owns_project"


def test_a_rehearsal_gives_the_same_refusals_and_keeps_nothing(cast: Cast) -> None:
    project = cast.draft()
    rehearsed = transitions.rehearse(subject=project, name="submit", by=cast.leader, now=cast.now)
    assert rehearsed.state == "proposed"
    assert fresh(project).state == "draft"
    with pytest.raises(NotPermitted):
        transitions.rehearse(subject=project, name="submit", by=cast.owner, now=cast.now)


def test_a_step_leaves_one_event_with_the_states_and_the_words(cast: Cast) -> None:
    project = cast.take(cast.draft(), "submit", cast.leader, comment="Please.")
    event = AuditEvent.objects.get(action="project.submit")
    assert (event.about, event.by_id) == (project.pk, cast.leader.pk)
    assert event.changes["state"] == {"old": "draft", "new": "proposed"}


def test_the_only_names_that_can_be_sent_are_those_of_the_table() -> None:
    assert "delete" not in transition_names(Project)
    assert "save" not in transition_names(Project)
    assert transition_names(Handover) >= {"send", "revise"}


def test_an_administrator_who_leads_a_project_does_not_override_its_gates(cast: Cast) -> None:
    project = cast.proposed()
    Project.objects.filter(pk=project.pk).update(leader=cast.administrator)
    with pytest.raises(NotPermitted, match="You lead this project"):
        transitions.take(
            subject=fresh(project),
            name="approve_concept",
            by=cast.administrator,
            now=cast.now,
            comment="We are few.",
            override=True,
        )
    assert not project.gate_decisions.exists()


def test_who_led_a_project_up_to_a_gate_does_not_decide_there_after_naming_another_leader(cast: Cast) -> None:
    give_role(cast.leader, "decision_maker", now=cast.now)
    project = cast.proposed()
    projects.update_project(project=project, changes={"leader": cast.member}, by=cast.leader, now=cast.now)
    with pytest.raises(NotPermitted, match="You led this project"):
        cast.take(fresh(project), "approve_concept", cast.leader)
    cast.take(fresh(project), "approve_concept", cast.decision_maker)
    assert fresh(project).state == "concept"


def test_no_override_lets_an_administrator_check_their_own_figure(cast: Cast) -> None:
    project = cast.realising()
    indicator = project.benefits.get().indicators.get()
    measurement = Measurement.objects.create(
        organisation=cast.organisation, indicator=indicator, period_end=cast.now.date(), created_at=cast.now
    )
    measurer = indicator.measurer
    give_role(measurer, "administrator", now=cast.now)
    cast.take(measurement, "report", measurer, value=Decimal(5))
    with pytest.raises(NotPermitted, match="You reported this figure"):
        transitions.take(
            subject=fresh(measurement), name="verify", by=measurer, now=cast.now, comment="We are few.", override=True
        )
    assert fresh(measurement).state == "reported"


def test_no_override_lets_an_administrator_take_over_from_themselves(cast: Cast) -> None:
    project = cast.executing()
    handover = cast.sent(project)
    Project.objects.filter(pk=project.pk).update(leader=cast.administrator)
    with pytest.raises(NotPermitted, match="You lead this project"):
        cast.sign(fresh(handover), by=cast.administrator, override=True, comment="We are few.")
    assert fresh(handover).state == "sent"
