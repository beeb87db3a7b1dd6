"""What a handover says beyond what it must; remaining work that becomes duties; marks and comments on it."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from projects.models import Condition, Handover, HandoverComment, HandoverSignOff, RemainingItem
from projects.reports.duties import duties_of
from projects.reports.snapshots import handover_snapshot, substance
from projects.services import conditions, handover_comments, handovers, projects, remaining_work
from register.errors import InvalidInput, NotPermitted, NotPossible
from tests.cast import Cast, fresh
from workflows.models import Notice
from workflows.snapshots import sha256_of

NEW_IN_FORMAT_2 = (
    *("handed_over", "task_split", "agreements", "operating_cost_note", "training", "documentation", "routines"),
    *("preconditions", "risks", "reporting", "budget_consequence", "operations_owner", "operating_cost"),
    *("operating_currency", "hours_per_month", "remaining_items"),
)


@pytest.fixture
def handover(cast: Cast) -> Handover:
    """Filled in, of a project that hands over; not sent yet."""
    return Handover.objects.get(project=cast.handing_over())


def item(cast: Cast, handover: Handover, **fields: Any) -> RemainingItem:
    values = {"item": "Two more courses.", "owner": cast.deputy, "due_date": date(2026, 6, 1), **fields}
    return remaining_work.create_item(handover=fresh(handover), fields=values, by=cast.leader, now=cast.now)


def send(cast: Cast, handover: Handover) -> Handover:
    return fresh(cast.take(handover, "send", cast.leader))


def change(cast: Cast, handover: Handover, **changes: Any) -> Handover:
    return handovers.update_handover(handover=fresh(handover), changes=changes, by=cast.leader, now=cast.now)


def as_format_1(handover: Handover) -> Handover:
    """Frozen before there was more to say."""
    kept = deepcopy(handover.snapshot)
    assert kept is not None
    kept = {name: value for name, value in kept.items() if name not in NEW_IN_FORMAT_2} | {"format": 1}
    Handover.objects.filter(pk=handover.pk).update(snapshot=kept, snapshot_sha256=sha256_of(kept))
    return fresh(handover)


# What it says


def test_a_cost_without_a_currency_is_in_the_organisations_own(cast: Cast, handover: Handover) -> None:
    assert change(cast, handover, operating_cost=Decimal(250000)).operating_currency == "NOK"
    assert change(cast, handover, operating_cost=Decimal(1), operating_currency="EUR").operating_currency == "EUR"


@pytest.mark.parametrize("field", ["operating_cost", "hours_per_month"])
def test_neither_cost_nor_time_can_be_negative(cast: Cast, handover: Handover, field: str) -> None:
    with pytest.raises(InvalidInput):
        change(cast, handover, **{field: Decimal(-1)})


def test_what_is_said_and_every_row_is_part_of_what_is_signed(cast: Cast, handover: Handover) -> None:
    row = item(cast, handover)
    change(cast, handover, operating_cost=Decimal("1200.50"), operations_owner=cast.deputy, risks="Too few hands.")
    kept = handover_snapshot(fresh(handover))
    assert (kept["format"], kept["operating_cost"], kept["operations_owner"]) == (2, "1200.5", "Deputy")
    rows = [{"id": str(row.pk), "item": "Two more courses.", "owner": "Deputy", "due": "2026-06-01"}]
    assert kept["remaining_items"] == rows


def test_what_was_signed_in_the_first_format_does_not_look_changed(cast: Cast, handover: Handover) -> None:
    waiting = as_format_1(send(cast, handover))
    assert substance(handover_snapshot(waiting)) == substance(waiting.snapshot or {})
    signed = cast.sign(waiting)
    assert signed.state == "accepted"
    handovers.review_signed(project=signed.project, by=None, now=cast.now)
    assert fresh(signed).state == "accepted"
    assert (fresh(signed).snapshot or {})["format"] == 1


def test_a_new_number_of_the_project_reopens_nothing(cast: Cast, handover: Handover) -> None:
    signed = cast.sign(send(cast, handover))
    projects.update_project(
        project=fresh(signed.project), changes={"reference": "2026-17"}, by=cast.administrator, now=cast.now
    )
    assert fresh(signed).state == "accepted"


def test_what_is_added_to_a_text_of_the_first_format_reopens_it(cast: Cast, handover: Handover) -> None:
    signed = cast.sign(as_format_1(send(cast, handover)))
    change(cast, signed, risks="Too few hands.")
    assert fresh(signed).state == "draft"


# Remaining work


def test_a_row_of_remaining_work_needs_what_who_and_until_when(cast: Cast, handover: Handover) -> None:
    for field, empty in (("item", ""), ("owner", None), ("due_date", None)):
        with pytest.raises(InvalidInput) as refused:
            item(cast, handover, **{field: empty})
        assert refused.value.errors[0].field == field


def test_only_who_prepares_the_handover_lists_its_remaining_work(cast: Cast, handover: Handover) -> None:
    row = item(cast, handover)
    with pytest.raises(NotPermitted):
        remaining_work.create_item(handover=handover, fields={}, by=cast.member, now=cast.now)
    with pytest.raises(NotPermitted):
        remaining_work.update_item(item=row, changes={"item": "x"}, by=cast.member, now=cast.now)
    with pytest.raises(NotPermitted):
        remaining_work.delete_item(item=row, by=cast.member, now=cast.now)


def test_every_change_of_the_rows_makes_a_new_version_of_what_waits(cast: Cast, handover: Handover) -> None:
    waiting = send(cast, handover)
    seen = {waiting.snapshot_sha256}
    row = item(cast, waiting)
    seen.add(fresh(waiting).snapshot_sha256)
    remaining_work.update_item(item=row, changes={"item": "One course."}, by=cast.leader, now=cast.now)
    seen.add(fresh(waiting).snapshot_sha256)
    assert len(seen) == 3
    remaining_work.delete_item(item=fresh(row), by=cast.leader, now=cast.now)
    assert fresh(waiting).snapshot_sha256 == waiting.snapshot_sha256


def test_a_returned_handover_takes_no_rows_until_it_is_revised(cast: Cast, handover: Handover) -> None:
    row = item(cast, handover)
    cast.sign(send(cast, handover), decision="return", comment="Not yet.")
    with pytest.raises(NotPossible):
        item(cast, handover)
    with pytest.raises(NotPossible):
        remaining_work.update_item(item=fresh(row), changes={"item": "x"}, by=cast.leader, now=cast.now)
    with pytest.raises(NotPossible):
        remaining_work.delete_item(item=fresh(row), by=cast.leader, now=cast.now)


def test_taken_over_each_row_is_a_duty_of_its_owner(cast: Cast, handover: Handover) -> None:
    row = item(cast, handover)
    assert not Condition.objects.exists()
    cast.sign(send(cast, handover))
    condition = Condition.objects.get()
    assert (condition.text, condition.owner, condition.due_date) == (row.item, cast.deputy, row.due_date)
    assert fresh(row).condition == condition
    later = cast.now + timedelta(days=80)
    assert "fulfil_condition" in [duty.kind for duty in duties_of(cast.deputy, later)]


def test_a_returned_handover_makes_nobody_a_duty(cast: Cast, handover: Handover) -> None:
    item(cast, handover)
    cast.sign(send(cast, handover), decision="return", comment="Not yet.")
    assert not Condition.objects.exists()


def test_what_the_line_does_not_accept_goes_back_to_the_leader_with_its_words(cast: Cast, handover: Handover) -> None:
    row = item(cast, handover)
    marks = [{"item": row.pk, "accepted": False, "comment": "Yours to finish."}]
    reserved = [{"text": "Finish the courses.", "due_date": date(2026, 5, 1)}]
    cast.sign(send(cast, handover), decision="accept_with_reservations", remaining_work=marks, reservations=reserved)
    condition = fresh(row).condition
    assert condition.owner == cast.leader
    assert "Yours to finish." in condition.text
    assert "Line manager" in condition.text


def test_signed_anew_a_row_is_still_one_duty_as_it_reads_now(cast: Cast, handover: Handover) -> None:
    row, done = item(cast, handover), item(cast, handover, item="Paint the door.")
    cast.sign(send(cast, handover))
    conditions.fulfil(condition=fresh(done).condition, note="Painted.", by=cast.deputy, now=cast.now)
    remaining_work.update_item(item=fresh(row), changes={"item": "One course."}, by=cast.leader, now=cast.now)
    assert fresh(handover).state == "draft"
    cast.sign(send(cast, handover))
    assert sorted(Condition.objects.values_list("text", flat=True)) == ["One course.", "Paint the door."]
    assert Condition.objects.filter(fulfilled_at=None).count() == 1


def test_a_row_that_is_a_duty_is_fulfilled_not_deleted(cast: Cast, handover: Handover) -> None:
    row = item(cast, handover)
    cast.sign(send(cast, handover))
    with pytest.raises(NotPossible):
        remaining_work.delete_item(item=fresh(row), by=cast.leader, now=cast.now)


# Marks


def test_without_marks_accepting_holds_for_all(cast: Cast, handover: Handover) -> None:
    cast.sign(send(cast, handover))
    kept = HandoverSignOff.objects.get()
    assert (kept.benefits, kept.remaining_work) == ([], [])


def test_the_sign_off_keeps_the_marks_with_what_they_were_called(cast: Cast, handover: Handover) -> None:
    row, benefit = item(cast, handover), handover.project.benefits.get()
    marks = [{"benefit": benefit.pk, "comment": "With pleasure."}]
    cast.sign(send(cast, handover), benefits=marks, remaining_work=[{"item": row.pk, "accepted": True}])
    kept = HandoverSignOff.objects.get()
    shown = {"benefit": str(benefit.pk), "title": "Fewer falls", "accepted": True, "comment": "With pleasure."}
    assert kept.benefits == [shown]
    assert kept.remaining_work == [{"item": str(row.pk), "title": row.item, "accepted": True, "comment": ""}]


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ({"accepted": False, "comment": "Too high."}, "benefits/0/accepted"),
        ({"accepted": False, "comment": " "}, "benefits/0/comment"),
        ({"benefit": "f0000000-0000-4000-8000-000000000000"}, "benefits/0/benefit"),
    ],
)
def test_a_mark_that_contradicts_the_decision_is_refused_at_its_place(
    cast: Cast, handover: Handover, mark: dict[str, Any], place: str
) -> None:
    given = {"benefit": handover.project.benefits.get().pk, **mark}
    with pytest.raises(InvalidInput) as refused:
        cast.sign(send(cast, handover), benefits=[given])
    assert refused.value.errors[0].field == place
    assert fresh(handover).state == "sent"


def test_nothing_is_marked_twice(cast: Cast, handover: Handover) -> None:
    mark = {"benefit": handover.project.benefits.get().pk}
    with pytest.raises(InvalidInput) as refused:
        cast.sign(send(cast, handover), benefits=[mark, mark])
    assert refused.value.errors[0].code == "twice"


def test_a_return_may_carry_marks_that_are_not_accepted(cast: Cast, handover: Handover) -> None:
    mark = {"benefit": handover.project.benefits.get().pk, "accepted": False, "comment": "Too high."}
    assert cast.sign(send(cast, handover), decision="return", comment="No.", benefits=[mark]).state == "returned"


# Comments


def said(cast: Cast, handover: Handover, text: str = "Who pays?", by: Any = None) -> HandoverComment:
    by = by or cast.line_manager
    return handover_comments.comment(handover=fresh(handover), section="costs", text=text, by=by, now=cast.now)


def test_a_comment_is_kept_by_round_and_leaves_what_is_signed_alone(cast: Cast, handover: Handover) -> None:
    waiting = send(cast, handover)
    comment = said(cast, waiting)
    assert (comment.round, comment.written_by, str(comment)) == (1, cast.line_manager, "Who pays?")
    assert fresh(waiting).snapshot_sha256 == waiting.snapshot_sha256
    assert cast.sign(waiting).state == "accepted"


def test_a_comment_says_something_on_a_handover_that_is_not_signed(cast: Cast, handover: Handover) -> None:
    with pytest.raises(InvalidInput):
        said(cast, handover, text="  ")
    cast.sign(send(cast, handover))
    with pytest.raises(NotPossible):
        said(cast, handover)


def test_the_leader_is_told_once_of_many_comments_and_asked_until_they_are_settled(
    cast: Cast, handover: Handover
) -> None:
    send(cast, handover)
    comments = [said(cast, handover, text=words) for words in ("Who pays?", "From when?")]
    said(cast, handover, text="Note to myself.", by=cast.leader)
    asked = [duty for duty in duties_of(cast.leader, cast.now) if duty.kind == "answer_comments"]
    assert len(asked) == 1
    assert Notice.objects.filter(recipient=cast.leader, payload__kind="answer_comments").count() == 1
    for comment in comments:
        handover_comments.settle(comment=comment, answer="The unit does.", by=cast.leader, now=cast.now)
    assert "answer_comments" not in [duty.kind for duty in duties_of(cast.leader, cast.now)]


def test_whoever_wrote_a_comment_may_let_it_rest_and_nobody_else(cast: Cast, handover: Handover) -> None:
    comment = said(cast, handover)
    with pytest.raises(NotPermitted):
        handover_comments.settle(comment=comment, answer="", by=cast.member, now=cast.now)
    settled = handover_comments.settle(comment=comment, answer="", by=cast.line_manager, now=cast.now)
    assert (settled.is_open, settled.settled_by) == (False, cast.line_manager)
    with pytest.raises(NotPossible):
        handover_comments.settle(comment=settled, answer="", by=cast.line_manager, now=cast.now)


def test_a_return_may_speak_by_section_alone(cast: Cast, handover: Handover) -> None:
    comments = [{"section": "costs", "text": "Who pays?"}]
    returned = cast.sign(send(cast, handover), decision="return", comments=comments)
    assert returned.state == "returned"
    assert HandoverSignOff.objects.get().words == "See the comments at the sections."
    assert HandoverComment.objects.get().is_open
