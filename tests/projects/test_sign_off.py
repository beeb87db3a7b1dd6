"""A line manager signs exactly what was read; of two decisions one counts."""

from datetime import date, timedelta
from typing import Any

import pytest

from projects.models import Benefit, Handover, HandoverSignOff, Indicator, Project
from projects.reports.snapshots import handover_snapshot
from projects.services import handovers, projects
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Absence, RoleAssignment
from register.services import editing
from tests.cast import Cast, fresh, unit
from workflows.snapshots import sha256_of

RESERVATION = {"text": "Two more courses.", "due_date": date(2026, 5, 1)}


@pytest.fixture
def waiting(cast: Cast) -> Handover:
    """A handover that waits for the line manager of Home care."""
    return cast.sent(cast.handing_over())


def lead_it_yourself(cast: Cast, handover: Handover) -> None:
    Project.objects.filter(pk=handover.project_id).update(leader=cast.line_manager)


def test_what_is_sent_is_frozen_and_its_hash_is_that_of_the_frozen_text(cast: Cast, waiting: Handover) -> None:
    assert waiting.state == "sent"
    assert waiting.snapshot_sha256 == sha256_of(waiting.snapshot)
    assert waiting.snapshot["anchoring"] == "In the rota."
    assert waiting.snapshot["benefits"][0]["indicators"][0]["baseline"] == {"value": "40", "comparator": "exact"}


def test_the_line_manager_takes_over_and_the_record_says_who_as_what_when_and_on_which_text(
    cast: Cast, waiting: Handover
) -> None:
    handover = cast.sign(waiting, comment="Gladly.", authenticated_by="password")
    assert handover.state == "accepted"
    signed = handover.sign_offs.get()
    assert (signed.signed_by, signed.acting_for, signed.signer_role) == (cast.line_manager, None, "line_manager")
    assert (signed.signer_unit, signed.signed_at, signed.round) == ("Home care", cast.now, 1)
    assert (signed.words, signed.authenticated_by) == ("Gladly.", "password")
    assert signed.snapshot == waiting.snapshot
    assert signed.snapshot_sha256 == waiting.snapshot_sha256


def test_once_taken_over_the_benefits_are_tracked(cast: Cast, waiting: Handover) -> None:
    cast.sign(waiting)
    assert waiting.project.benefits.get().state == "tracking"


def test_a_benefit_of_another_unit_is_left_alone(cast: Cast, waiting: Handover) -> None:
    other = unit(cast.organisation, "Roads", now=cast.now)
    Benefit.objects.filter(project=waiting.project).update(receiving_unit=other)
    handovers.review_signed(project=waiting.project, by=cast.leader, now=cast.now)
    cast.sign(waiting)
    assert waiting.project.benefits.get().state == "accepted"


def test_reservations_become_conditions_with_owner_and_date(cast: Cast, waiting: Handover) -> None:
    mine = {**RESERVATION, "text": "A laptop each.", "owner": cast.leader}
    handover = cast.sign(waiting, decision="accept_with_reservations", reservations=[RESERVATION, mine])
    assert handover.state == "accepted_with_reservations"
    owners = handover.project.conditions.order_by("text").values_list("text", "owner__name")
    assert list(owners) == [("A laptop each.", "Leader"), ("Two more courses.", "Line manager")]
    assert handover.sign_offs.get().reservations.count() == 2


def test_returning_says_what_is_missing_and_revising_opens_the_next_round(cast: Cast, waiting: Handover) -> None:
    returned = cast.sign(waiting, decision="return", comment="Who pays?")
    assert returned.state == "returned"
    with pytest.raises(NotPossible, match="Revise"):
        handovers.update_handover(handover=returned, changes={"anchoring": "x"}, by=cast.leader, now=cast.now)
    revised = cast.take(returned, "revise", cast.leader)
    assert (revised.state, revised.round) == ("draft", 2)
    again = fresh(cast.take(revised, "send", cast.leader))
    assert cast.sign(again).state == "accepted"
    assert list(again.sign_offs.order_by("round").values_list("round", "decision")) == [(1, "return"), (2, "accept")]


@pytest.mark.parametrize(
    ("decision", "answers", "field"),
    [
        ("perhaps", {}, "decision"),
        ("return", {}, "comment"),
        ("accept_with_reservations", {}, "reservations"),
        ("accept", {"reservations": [RESERVATION]}, "reservations"),
        ("accept_with_reservations", {"reservations": [{"text": "No date."}]}, "reservations/0/due_date"),
        ("accept", {"snapshot_sha256": ""}, "snapshot_sha256"),
    ],
)
def test_an_incomplete_decision_is_refused_at_its_field(
    cast: Cast, waiting: Handover, decision: str, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        cast.sign(waiting, decision=decision, **answers)
    assert refused.value.errors[0].field == field
    assert fresh(waiting).state == "sent"


def change_the_handover(cast: Cast, handover: Handover) -> None:
    handovers.update_handover(handover=handover, changes={"anchoring": "Nowhere."}, by=cast.leader, now=cast.now)


def change_a_benefit_behind_its_back(cast: Cast, handover: Handover) -> None:
    Benefit.objects.filter(project=handover.project).update(title="Something else")


def take_back_and_send_again(cast: Cast, handover: Handover) -> None:
    recalled = cast.take(handover, "recall", cast.leader)
    handovers.update_handover(handover=recalled, changes={"anchoring": "Nowhere."}, by=cast.leader, now=cast.now)
    cast.take(recalled, "send", cast.leader)


@pytest.mark.parametrize("change", [change_the_handover, change_a_benefit_behind_its_back, take_back_and_send_again])
def test_a_page_opened_before_a_change_cannot_be_signed(cast: Cast, waiting: Handover, change: Any) -> None:
    change(cast, waiting)
    with pytest.raises(NotPossible, match="has changed since you opened it") as refused:
        cast.sign(waiting, snapshot_sha256=waiting.snapshot_sha256)
    assert refused.value.code == "stale_snapshot"
    assert not HandoverSignOff.objects.exists()


def test_after_the_change_the_new_text_can_be_signed(cast: Cast, waiting: Handover) -> None:
    change_the_handover(cast, waiting)
    assert cast.sign(waiting).sign_offs.get().snapshot["anchoring"] == "Nowhere."


def test_changing_what_was_signed_reopens_the_sign_off_and_keeps_the_old_one(cast: Cast, waiting: Handover) -> None:
    signed = cast.sign(waiting)
    reopened = handovers.update_handover(handover=signed, changes={"anchoring": "x"}, by=cast.leader, now=cast.now)
    assert (reopened.state, reopened.round) == ("draft", 2)
    assert reopened.sign_offs.get().superseded_at == cast.now


def test_a_figure_measured_meanwhile_reopens_nothing(cast: Cast, waiting: Handover) -> None:
    signed = cast.sign(waiting)
    indicator = Indicator.objects.get(benefit__project=waiting.project)
    indicator.measurements.create(
        organisation=cast.organisation, period_end=date(2026, 1, 31), value=30, state="reported"
    )
    handovers.review_signed(project=waiting.project, by=cast.leader, now=cast.now)
    assert fresh(signed).state == "accepted"


def test_when_the_project_is_over_the_signed_text_stays(cast: Cast) -> None:
    handover = cast.realising().handovers.get()
    with pytest.raises(NotPossible, match="stays as it is"):
        handovers.update_handover(handover=handover, changes={"anchoring": "x"}, by=cast.leader, now=cast.now)
    Benefit.objects.filter(project=handover.project).update(title="Something else")
    handovers.review_signed(project=handover.project, by=cast.leader, now=cast.now)
    assert fresh(handover).state == "accepted"


def test_the_second_decision_is_told_who_decided_and_when(cast: Cast, waiting: Handover) -> None:
    cast.sign(waiting)
    with pytest.raises(NotPossible, match="Line manager already decided this on 2 March 2026, 10:00") as refused:
        cast.sign(waiting, by=cast.deputy, decision="return", comment="No.")
    assert refused.value.code == "already_decided"


def test_what_is_not_sent_cannot_be_signed(cast: Cast) -> None:
    handover = cast.handing_over().handovers.get()
    with pytest.raises(NotPossible) as refused:
        cast.sign(handover, snapshot_sha256="x")
    assert refused.value.code == "not_sent"


@pytest.mark.parametrize(
    "name", ["leader", "owner", "responsible", "superior", "controller", "administrator", "member"]
)
def test_nobody_but_the_line_manager_and_a_deputy_signs(cast: Cast, waiting: Handover, name: str) -> None:
    with pytest.raises(NotPermitted, match="Line manager, Deputy"):
        cast.sign(waiting, by=getattr(cast, name))


def test_the_deputy_signs_for_the_line_manager(cast: Cast, waiting: Handover) -> None:
    signed = cast.sign(waiting, by=cast.deputy).sign_offs.get()
    assert (signed.signed_by, signed.acting_for, signed.signer_role) == (cast.deputy, cast.line_manager, "deputy")


def test_whoever_stands_in_for_an_absent_line_manager_signs_for_them(cast: Cast, waiting: Handover) -> None:
    absence = Absence(
        organisation=cast.organisation,
        person=cast.line_manager,
        from_date=date(2026, 3, 1),
        to_date=date(2026, 3, 31),
        deputy=cast.member,
    )
    editing.create(row=absence, by=None, now=cast.now)
    signed = cast.sign(waiting, by=cast.member).sign_offs.get()
    assert (signed.acting_for, signed.signer_role) == (cast.line_manager, "stand_in")


def test_a_leader_who_is_the_deputy_cannot_take_over_from_the_project(cast: Cast, waiting: Handover) -> None:
    Project.objects.filter(pk=waiting.project_id).update(leader=cast.deputy)
    with pytest.raises(NotPermitted, match="cannot take over from yourself"):
        cast.sign(waiting, by=cast.deputy)


def test_a_machine_signs_nothing(cast: Cast, waiting: Handover) -> None:
    type(cast.line_manager).objects.filter(pk=cast.line_manager.pk).update(is_service=True)
    with pytest.raises(NotPermitted, match="service token"):
        cast.sign(waiting, by=fresh(cast.line_manager))


def test_after_thirty_days_of_silence_the_superior_may_decide(cast: Cast, waiting: Handover) -> None:
    later = cast.now + timedelta(days=30)
    with pytest.raises(NotPermitted):
        cast.sign(waiting, by=cast.superior, now=later - timedelta(days=1))
    signed = cast.sign(waiting, by=cast.superior, now=later).sign_offs.get()
    assert (signed.signer_role, signed.acting_for) == ("superior", cast.line_manager)


@pytest.mark.parametrize("order", [("line_manager", "superior"), ("superior", "line_manager")])
def test_a_line_manager_who_leads_the_project_needs_the_superiors_signature_too(
    cast: Cast, waiting: Handover, order: tuple[str, str]
) -> None:
    lead_it_yourself(cast, waiting)
    handovers.review_signed(project=fresh(waiting).project, by=None, now=cast.now)
    first, second = order
    assert cast.sign(waiting, by=getattr(cast, first)).state == "sent"
    with pytest.raises(NotPossible, match="second signature"):
        cast.sign(waiting, by=getattr(cast, first))
    assert cast.sign(waiting, by=getattr(cast, second)).state == "accepted"
    assert list(waiting.sign_offs.order_by("is_countersignature").values_list("signer_role", flat=True)) == list(order)


def test_the_deputys_signature_is_not_the_superiors(cast: Cast, waiting: Handover) -> None:
    lead_it_yourself(cast, waiting)
    assert cast.sign(waiting, by=cast.deputy).state == "sent"
    with pytest.raises(NotPossible, match="Deputy has signed this already"):
        cast.sign(waiting)
    assert cast.sign(waiting, by=cast.superior).state == "accepted"


def test_a_new_title_of_the_project_is_a_change_and_a_new_owner_is_none(cast: Cast, waiting: Handover) -> None:
    def change(**values: Any) -> None:
        projects.update_project(project=fresh(waiting.project), changes=values, by=cast.leader, now=cast.now)

    change(owner=cast.controller)
    assert fresh(waiting).snapshot_sha256 == waiting.snapshot_sha256
    change(title="Another thing")
    assert fresh(waiting).snapshot["project"]["title"] == "Another thing"
    assert cast.sign(waiting).state == "accepted"
    change(purpose="Something else.")
    assert fresh(waiting).state == "draft"


def test_a_reservation_of_the_first_signature_is_not_lost_by_the_second(cast: Cast, waiting: Handover) -> None:
    lead_it_yourself(cast, waiting)
    handovers.review_signed(project=fresh(waiting).project, by=None, now=cast.now)
    cast.sign(waiting, decision="accept_with_reservations", reservations=[RESERVATION])
    assert cast.sign(waiting, by=cast.superior).state == "accepted_with_reservations"


def test_a_change_between_two_signatures_makes_the_first_void(cast: Cast, waiting: Handover) -> None:
    lead_it_yourself(cast, waiting)
    handovers.review_signed(project=fresh(waiting).project, by=None, now=cast.now)
    cast.sign(waiting)
    handovers.update_handover(handover=fresh(waiting), changes={"anchoring": "x"}, by=None, now=cast.now)
    assert cast.sign(waiting, by=cast.superior).state == "sent"
    assert cast.sign(waiting).state == "accepted"


def test_where_nobody_is_above_an_administrator_overrides_with_a_reason(cast: Cast, waiting: Handover) -> None:
    RoleAssignment.objects.filter(person=cast.superior).delete()
    lead_it_yourself(cast, waiting)
    handovers.review_signed(project=fresh(waiting).project, by=None, now=cast.now)
    cast.sign(waiting)
    with pytest.raises(NotPermitted, match="Only an administrator"):
        cast.sign(waiting, by=cast.controller, override=True, comment="We are few.")
    with pytest.raises(InvalidInput):
        cast.sign(waiting, by=cast.administrator, override=True)
    signed = cast.sign(waiting, by=cast.administrator, override=True, comment="We are few.")
    assert signed.state == "accepted"
    assert signed.sign_offs.get(is_countersignature=True).signer_role == "administrator"


def light_project_handing_over(cast: Cast) -> Handover:
    project = cast.proposed(track="light")
    benefit = cast.accepted_benefit(project)
    Benefit.objects.filter(pk=benefit.pk).update(how_known="We ask.", due_date=date(2026, 12, 31))
    row = handovers.create_handover(project=project, fields={"receiving_unit": cast.unit}, by=cast.leader, now=cast.now)
    cast.take(project, "approve_execution", cast.owner)
    cast.fill_in(row)
    cast.take(project, "start_handover", cast.leader)
    return fresh(cast.take(row, "send", cast.leader))


def test_in_the_light_track_the_last_signature_ends_the_project(cast: Cast) -> None:
    handover = light_project_handing_over(cast)
    cast.sign(handover)
    assert fresh(handover.project).state == "realising"


def test_the_last_signature_stands_even_when_the_light_project_still_lacks_something(cast: Cast) -> None:
    handover = light_project_handing_over(cast)
    Benefit.objects.filter(project=handover.project).update(accepted_at=None)
    assert cast.sign(handover).state == "accepted"
    assert fresh(handover.project).state == "handing_over"


def test_one_unit_takes_over_while_another_still_thinks(cast: Cast) -> None:
    project = cast.executing()
    roads = unit(cast.organisation, "Roads", now=cast.now)
    boss = cast.person("Boss of roads", "line_manager", roads)
    second = handovers.create_handover(project=project, fields={"receiving_unit": roads}, by=cast.leader, now=cast.now)
    cast.fill_in(second)
    first = fresh(cast.take(project.handovers.get(receiving_unit=cast.unit), "send", cast.leader))
    assert cast.sign(first).state == "accepted"
    cast.take(project, "start_handover", cast.owner)
    with pytest.raises(NotPossible, match="Roads"):
        cast.take(project, "complete_handover", cast.owner)
    cast.sign(fresh(cast.take(second, "send", cast.leader)), by=boss)
    project.milestones.filter(kind="closing").update(reached_date=date(2026, 2, 1))
    assert cast.take(project, "complete_handover", cast.owner).state == "realising"


def test_a_handover_is_not_sent_before_the_project_executes(cast: Cast) -> None:
    handover = cast.planning().handovers.get()
    cast.fill_in(handover)
    with pytest.raises(NotPossible, match="once the project is executing"):
        cast.take(handover, "send", cast.leader)


def test_a_signature_is_no_ordinary_step(cast: Cast, waiting: Handover) -> None:
    with pytest.raises(NotPossible) as refused:
        cast.take(waiting, "accept", cast.line_manager)
    assert refused.value.code == "needs_decision"


def test_an_unnamed_line_manager_is_taken_from_the_unit_when_it_is_sent(cast: Cast) -> None:
    handover = cast.executing().handovers.get()
    Handover.objects.filter(pk=handover.pk).update(line_manager=None, first_action_owner=None)
    sent = fresh(cast.take(handover, "send", cast.leader))
    assert (sent.line_manager, sent.first_action_owner) == (cast.line_manager, cast.line_manager)
    assert sent.first_action_due == sent.takes_over_on


def test_a_unit_gets_one_handover_per_project(cast: Cast) -> None:
    project = cast.planning()
    with pytest.raises(InvalidInput, match="already has a handover"):
        handovers.create_handover(project=project, fields={"receiving_unit": cast.unit}, by=cast.leader, now=cast.now)
    with pytest.raises(InvalidInput, match="Name the unit"):
        handovers.create_handover(project=project, fields={}, by=cast.leader, now=cast.now)
    with pytest.raises(NotPermitted):
        handovers.create_handover(
            project=project, fields={"receiving_unit": cast.top}, by=cast.line_manager, now=cast.now
        )


def test_a_closing_milestone_may_be_named_in_words(cast: Cast) -> None:
    project = cast.planning()
    handover = project.handovers.get()
    for words, expected in ((" the PILOT is over ", "The pilot is over"), ("Something new", "Something new")):
        cast.fill_in(handover)
        row = handovers.update_handover(
            handover=handover, changes={"closing_milestone": words}, by=cast.leader, now=cast.now
        )
        assert row.closing_milestone.title == expected
        assert row.closing_milestone.kind == "closing"
    cleared = handovers.update_handover(
        handover=handover, changes={"closing_milestone": " "}, by=cast.leader, now=cast.now
    )
    assert cleared.closing_milestone is None


def test_a_milestone_of_another_project_is_refused(cast: Cast) -> None:
    handover = cast.planning().handovers.get()
    foreign = cast.milestone(cast.draft(title="Another"), title="Theirs")
    with pytest.raises(InvalidInput, match="another project"):
        handovers.update_handover(
            handover=handover, changes={"closing_milestone": foreign}, by=cast.leader, now=cast.now
        )


def test_the_snapshot_is_the_same_however_often_it_is_taken(cast: Cast, waiting: Handover) -> None:
    assert handover_snapshot(fresh(waiting)) == waiting.snapshot
