"""Bodies that decide at gates: any one member, all of them, or one that meets elsewhere."""

from datetime import date, timedelta

import pytest

from projects.models import DecidingBody, GateDecider, Project, Referral
from projects.reports.duties import duties_due
from projects.reports.health import health_of
from projects.services import deciding, referrals, transitions
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Person
from tests.cast import Cast, fresh
from workflows.lifecycle import choice_for

GATE = "approve_concept"


def asked(cast: Cast, kind: str = "decide_gate", **later: int) -> set[Person]:
    found = duties_due(cast.organisation, cast.now + timedelta(**later))
    return {Person.objects.get(pk=one.person) for one in found if one.kind == kind}


def refer(cast: Cast, project: Project, body: DecidingBody, by: Person, **fields: object) -> Referral:
    fields = {"meeting_date": date(2026, 3, 20), **fields}
    return referrals.refer(project=project, body=body, fields=fields, by=by, now=cast.now)


def test_any_member_of_a_body_decides_and_nobody_else(cast: Cast) -> None:
    cast.body(cast.member, cast.controller)
    project = cast.proposed()
    assert asked(cast) == {cast.member, cast.controller}
    with pytest.raises(NotPermitted, match="Board decides this"):
        cast.take(project, GATE, cast.decision_maker)
    decision = cast.take(project, GATE, cast.member).gate_decisions.get()
    assert (decision.decided_by, decision.body, decision.deciding_body.name) == (cast.member, "Board", "Board")


def test_a_leader_who_sits_in_the_body_does_not_decide(cast: Cast) -> None:
    cast.body(cast.leader, cast.member)
    project = cast.proposed()
    assert asked(cast) == {cast.member}
    with pytest.raises(NotPermitted, match=r"You lead this project, .* Who can: Member\."):
        cast.take(project, GATE, cast.leader)
    DecidingBody.objects.get().members.remove(cast.member)
    with pytest.raises(NotPermitted, match=r"Board decides this\. Nobody else sits in it who can"):
        cast.take(project, GATE, cast.member)


def test_an_idea_before_a_body_is_turned_down_or_sent_back_by_the_body_alone(cast: Cast) -> None:
    cast.body(cast.member)
    for step, state in (("reject", "rejected"), ("send_back", "draft")):
        with pytest.raises(NotPermitted, match=r"Board decides this\. Who can: Member\."):
            cast.take(cast.proposed(), step, cast.decision_maker, comment="No.")
        assert cast.take(cast.proposed(), step, cast.member, comment="No.").state == state


def test_what_a_council_did_not_approve_is_recorded_with_its_meeting(cast: Cast) -> None:
    council = cast.body(name="Council", rule="elsewhere", secretary=cast.controller)
    project = cast.proposed()
    referral = refer(cast, project, council, cast.leader, case_number="26/114")
    with pytest.raises(InvalidInput, match="The meeting is on"):
        cast.take(project, "reject", cast.controller, comment="No.")
    cast.now += timedelta(days=19)
    rejected = cast.take(project, "reject", cast.controller, comment="Too dear.", item_number="PS 12/26", body="Me")
    decision = rejected.gate_decisions.get()
    assert (rejected.state, decision.outcome, decision.decided_on) == ("rejected", "stop", date(2026, 3, 20))
    assert (decision.body, decision.decided_by, decision.recorded_by) == ("Council", None, cast.controller)
    assert (decision.case_number, decision.item_number, decision.comment) == ("26/114", "PS 12/26", "Too dear.")
    assert fresh(referral).decision == decision
    GateDecider.objects.all().delete()
    with pytest.raises(NotPossible, match="has taken part in decisions"):
        deciding.delete(row=council, by=cast.administrator, now=cast.now)


def test_nobody_is_asked_for_a_decision_that_cannot_be_given(cast: Cast) -> None:
    council = cast.body(name="Council", rule="elsewhere", secretary=cast.controller)
    project = cast.proposed()
    refer(cast, project, council, cast.leader)
    later = {"days": 19}
    assert asked(cast, "record_decision", **later) == {cast.controller}
    cast.take(project, "withdraw", cast.leader)
    assert asked(cast, "record_decision", **later) == set()
    cast.take(project, "submit", cast.leader)
    cast.lesson(project)
    stopped = cast.take(project, "stop", cast.decision_maker, comment="No money.", body="The board", case_number="26/1")
    decision = stopped.gate_decisions.get()
    assert (decision.body, decision.case_number, decision.deciding_body) == ("The board", "26/1", None)
    assert not project.referrals.get().is_open
    Person.objects.filter(pk=cast.controller.pk).update(is_active=False)
    with pytest.raises(NotPermitted, match="nobody is named as its secretary"):
        cast.take(cast.proposed(), GATE, cast.member)


def test_all_must_agree_and_their_conditions_add_up(cast: Cast) -> None:
    cast.body(cast.member, cast.controller, cast.leader, rule="all")
    project = cast.proposed()
    condition = {"text": "Ask the unions.", "owner": cast.owner, "due_date": date(2026, 4, 1), "blocks": "next"}
    waiting = cast.take(project, GATE, cast.member, conditions=[condition], comment="Fine.")
    assert (waiting.state, waiting.gate_decisions.count()) == ("proposed", 0)
    assert asked(cast) == {cast.controller}
    decided = cast.take(project, GATE, cast.controller, comment="Agreed.")
    decision = decided.gate_decisions.get()
    assert (decided.state, decision.outcome, decision.decided_by) == ("concept", "go_with_conditions", None)
    assert (decision.body, decision.recorded_by) == ("Board", cast.controller)
    assert decision.comment == "Controller: Agreed.\n\nMember: Fine."
    assert decision.answers.count() == 2
    stored = decided.conditions.get()
    assert (stored.text, stored.owner, stored.blocks) == ("Ask the unions.", cast.owner, "approve_planning")


@pytest.mark.parametrize(
    ("outcome", "state", "more"),
    [("rework", "proposed", {}), ("hold", "on_hold", {"review_date": date(2026, 6, 1)})],
)
def test_the_first_other_answer_decides_it_that_way(
    cast: Cast, outcome: str, state: str, more: dict[str, object]
) -> None:
    cast.body(cast.member, cast.controller, rule="all")
    project = cast.proposed()
    cast.take(project, GATE, cast.member)
    after = cast.take(project, GATE, cast.controller, outcome=outcome, comment="Too dear.", **more)
    assert (after.state, after.gate_decisions.get().outcome) == (state, outcome)


def test_answers_on_another_basis_count_no_more(cast: Cast) -> None:
    cast.body(cast.member, cast.controller, rule="all")
    project = cast.proposed()
    cast.take(project, GATE, cast.member)
    Project.objects.filter(pk=project.pk).update(purpose="Something else.")
    assert asked(cast) == {cast.member, cast.controller}
    assert cast.take(project, GATE, cast.controller).state == "proposed"
    assert cast.take(project, GATE, cast.member).state == "concept"


def test_a_go_that_lacks_something_is_refused_to_each_member(cast: Cast) -> None:
    cast.body(cast.member, cast.controller, rule="all", gate="approve_planning")
    project = cast.concept()
    Project.objects.filter(pk=project.pk).update(alternatives="")
    with pytest.raises(NotPossible) as refused:
        cast.take(project, "approve_planning", cast.member)
    assert [one.code for one in refused.value.requirements] == ["no_alternatives"]
    with pytest.raises(NotPermitted):
        cast.take(project, "approve_planning", cast.owner, outcome="rework", comment="No.")
    with pytest.raises(NotPermitted):
        cast.take(project, "approve_planning", cast.owner)


def test_an_administrators_override_passes_the_body_over_and_shows(cast: Cast) -> None:
    cast.body(cast.member, cast.controller, rule="all")
    project = cast.proposed()
    from_above = {"comment": "Urgent.", "by": cast.administrator, "now": cast.now, "override": True}
    decided = transitions.take(subject=project, name=GATE, **from_above)
    assert decided.gate_decisions.get().overridden == ["permission"]


def test_the_nearest_units_rule_counts_and_there_the_one_for_the_gate(cast: Cast) -> None:
    everywhere = cast.body(cast.member, name="Everywhere")
    here = cast.body(cast.controller, name="Here", unit=cast.unit)
    gate = cast.body(cast.owner, name="At this gate", unit=cast.unit, gate=GATE)
    project = fresh(cast.proposed())
    assert project.body_at(GATE) == gate
    assert project.body_at("approve_planning") == here
    Project.objects.filter(pk=project.pk).update(unit=cast.top)
    assert fresh(project).body_at(GATE) == everywhere
    place = GateDecider.objects.get(body=gate)
    deciding.update_decider(decider=place, changes={"body": None}, by=cast.administrator, now=cast.now)
    Project.objects.filter(pk=project.pk).update(unit=cast.unit)
    assert fresh(project).body_at(GATE) is None
    assert choice_for(GATE, cast.decision_maker, fresh(project), cast.now).permitted


def test_a_council_decides_elsewhere_and_its_secretary_records_it(cast: Cast) -> None:
    council = cast.body(name="Kommunestyret", rule="elsewhere", secretary=cast.controller)
    project = cast.proposed()
    assert asked(cast) == {cast.controller}
    referral = refer(cast, project, council, cast.leader, case_number="26/114")
    assert asked(cast) == set()
    assert asked(cast, "record_decision", days=18) == set()
    assert asked(cast, "record_decision", days=19) == {cast.controller}
    assert "Waits for Kommunestyret, which meets on 20 March 2026" in health_of(fresh(project), date(2026, 3, 2))
    assert "not recorded yet" in health_of(fresh(project), date(2026, 3, 21))
    with pytest.raises(NotPermitted, match="Controller records the decision"):
        cast.take(project, GATE, cast.decision_maker)
    with pytest.raises(InvalidInput, match="The meeting is on"):
        cast.take(project, GATE, cast.controller)
    cast.now += timedelta(days=19)
    decision = cast.take(project, GATE, cast.controller, item_number="PS 12/26").gate_decisions.get()
    assert (decision.decided_by, decision.recorded_by, decision.body) == (None, cast.controller, "Kommunestyret")
    assert (decision.decided_on, decision.recorded_at.date()) == (date(2026, 3, 20), date(2026, 3, 21))
    assert (decision.case_number, decision.item_number) == ("26/114", "PS 12/26")
    assert fresh(referral).decision == decision
    assert asked(cast, "record_decision", days=19) == set()


def test_only_those_who_decide_send_a_gate_to_another_body(cast: Cast) -> None:
    council = cast.body(name="Council", rule="elsewhere", secretary=cast.controller, gate="close")
    project = cast.proposed()
    for somebody in (cast.leader, cast.controller, cast.member):
        with pytest.raises(NotPermitted, match="is not Council's"):
            refer(cast, project, council, somebody)
    referral = refer(cast, project, council, cast.decision_maker)
    assert fresh(project).body_at(GATE) == council
    with pytest.raises(NotPossible, match="already waits"):
        refer(cast, project, council, cast.administrator)
    with pytest.raises(NotPermitted):
        referrals.withdraw(referral=referral, reason="No.", by=cast.member, now=cast.now)
    with pytest.raises(InvalidInput):
        referrals.withdraw(referral=referral, reason=" ", by=cast.leader, now=cast.now)
    referrals.withdraw(referral=referral, reason="We decide ourselves.", by=cast.decision_maker, now=cast.now)
    assert cast.take(project, GATE, cast.decision_maker).state == "concept"
    with pytest.raises(NotPossible, match="answered or taken back"):
        referrals.withdraw(referral=referral, reason="Again.", by=cast.leader, now=cast.now)


def test_a_meeting_is_moved_and_a_leader_never_records(cast: Cast) -> None:
    council = cast.body(name="Council", rule="elsewhere", secretary=cast.leader)
    project = cast.proposed()
    with pytest.raises(InvalidInput, match="leads this project"):
        refer(cast, project, council, cast.leader)
    with pytest.raises(InvalidInput, match="only an administrator names another"):
        refer(cast, project, council, cast.leader, secretary=cast.member)
    with pytest.raises(InvalidInput, match="on which day"):
        refer(cast, project, council, cast.administrator, secretary=cast.member, meeting_date=None)
    referral = refer(cast, project, council, cast.administrator, secretary=cast.member)
    change = {"referral": referral, "now": cast.now}
    with pytest.raises(NotPermitted):
        referrals.update_referral(changes={"meeting_date": date(2026, 4, 1)}, by=cast.owner, **change)
    with pytest.raises(InvalidInput, match="on which day"):
        referrals.update_referral(changes={"meeting_date": None}, by=cast.member, **change)
    with pytest.raises(InvalidInput, match="leads this project"):
        referrals.update_referral(changes={"secretary": cast.leader}, by=cast.administrator, **change)
    moved = referrals.update_referral(changes={"meeting_date": date(2026, 4, 1)}, by=cast.leader, **change)
    assert moved.meeting_date == date(2026, 4, 1)


def test_a_body_without_a_secretary_takes_no_referral_and_a_closed_project_has_no_gate(cast: Cast) -> None:
    board = cast.body(cast.member)
    with pytest.raises(InvalidInput, match="Nobody is named as secretary"):
        refer(cast, cast.proposed(), board, cast.leader)
    rejected = cast.take(cast.proposed(), "reject", cast.member, comment="No.")
    with pytest.raises(NotPossible, match="No gate lies ahead"):
        refer(cast, rejected, board, cast.leader)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"members": ()}, "members"),
        ({"rule": "elsewhere"}, "secretary"),
        ({"colour": "blue"}, "colour"),
        ({"name": ""}, "name"),
    ],
)
def test_a_body_must_be_able_to_decide(cast: Cast, fields: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        cast.body(**{"members": (cast.member,), **fields}) if "members" not in fields else cast.body(**fields)
    assert refused.value.errors[0].field == field


def test_bodies_are_kept_by_administrators_and_stay_while_they_decide(cast: Cast) -> None:
    body = cast.body(cast.member)
    by, now = cast.administrator, cast.now
    with pytest.raises(NotPermitted):
        deciding.update_body(body=body, changes={"name": "Mine"}, by=cast.member, now=now)
    with pytest.raises(InvalidInput):
        deciding.update_body(body=body, changes={"rule": "elsewhere"}, by=by, now=now)
    Person.objects.filter(pk=cast.controller.pk).update(is_active=False)
    with pytest.raises(InvalidInput, match="has left"):
        deciding.update_body(body=body, changes={"members": [fresh(cast.controller)]}, by=by, now=now)
    with pytest.raises(InvalidInput, match="no such gate"):
        deciding.create_decider(
            organisation=cast.organisation, fields={"gate": "approve_lunch", "body": body}, by=by, now=now
        )
    with pytest.raises(NotPossible, match="Say first who does it instead"):
        deciding.delete(row=body, by=by, now=now)
    deciding.delete(row=GateDecider.objects.get(body=body), by=by, now=now)
    deciding.delete(row=body, by=by, now=now)
    assert not DecidingBody.objects.exists()


def test_those_who_decide_see_restricted_projects_of_their_units(cast: Cast) -> None:
    project = cast.proposed(restricted=True)
    elsewhere = cast.proposed(restricted=True, unit=cast.top)
    assert project not in Project.objects.visible_to(cast.member)
    cast.body(cast.member, unit=cast.unit)
    seen = set(Project.objects.visible_to(cast.member))
    assert project in seen
    assert elsewhere not in seen
