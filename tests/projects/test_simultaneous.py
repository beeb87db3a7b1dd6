"""Steps that were asked for before somebody else's step was taken."""

import pytest

from projects.services import sign_off, transitions
from register.errors import NotPermitted, NotPossible
from register.models import RoleAssignment
from register.services import editing
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(now) -> Cast:
    return Cast(now)


def test_whoever_decides_on_a_project_that_has_moved_on_hears_who_was_faster_and_when(cast: Cast) -> None:
    project = cast.proposed()
    cast.take(project, "reject", cast.decision_maker, comment="Not now.")
    with pytest.raises(NotPossible, match=r"Decision maker was faster and decided on .*10:00"):
        transitions.take(subject=project, name="approve_concept", by=cast.decision_maker, now=cast.now)


def test_of_rework_and_go_at_the_same_moment_one_counts(cast: Cast) -> None:
    seen = fresh(cast.proposed())
    cast.take(seen, "approve_concept", cast.decision_maker, outcome="rework", comment="Say more.")
    with pytest.raises(NotPossible, match="Decision maker was faster"):
        transitions.take(subject=seen, name="approve_concept", by=cast.decision_maker, now=cast.now)
    assert cast.take(seen, "approve_concept", cast.decision_maker).state == "concept"


def test_an_edit_at_the_same_moment_does_not_hold_up_a_decision(cast: Cast) -> None:
    seen = fresh(cast.proposed())
    editing.update(row=fresh(seen), changes={"next_action": "Ask around."}, by=cast.leader, now=cast.now)
    assert transitions.take(subject=seen, name="approve_concept", by=cast.decision_maker, now=cast.now)


def test_a_role_that_was_lost_before_it_was_ones_turn_decides_nothing(cast: Cast) -> None:
    project = fresh(cast.proposed())
    assert cast.decision_maker.standing.has("decision_maker")
    RoleAssignment.objects.filter(person=cast.decision_maker).delete()
    with pytest.raises(NotPermitted):
        transitions.take(subject=project, name="approve_concept", by=cast.decision_maker, now=cast.now)


def test_whoever_has_left_signs_nothing_any_more(cast: Cast) -> None:
    handover = cast.sent(cast.handing_over())
    type(cast.line_manager).objects.filter(pk=cast.line_manager.pk).update(is_active=False)
    answer = sign_off.Answer(decision="accept", snapshot_sha256=handover.snapshot_sha256)
    with pytest.raises(NotPermitted, match="not active"):
        sign_off.decide(handover=handover, answer=answer, by=cast.line_manager, now=cast.now)
