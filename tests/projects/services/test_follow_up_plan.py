"""Each handover is followed up from the day the unit took over, whatever the rest of the project does."""

from datetime import date

import pytest

from projects.lifecycles.project import Track
from projects.models import FollowUp, Handover, Project
from projects.services import follow_up_plan, follow_ups, handovers
from register.errors import NotPermitted
from register.models import AuditEvent, Person
from tests.cast import Cast, fresh

pytestmark = pytest.mark.django_db

PLAN = [
    (3, date(2026, 7, 1)),
    (6, date(2026, 10, 1)),
    (12, date(2027, 4, 1)),
    (24, date(2028, 4, 1)),
    (36, date(2029, 4, 1)),
    (None, date(2027, 12, 31)),
]


@pytest.fixture
def signed(cast: Cast) -> Handover:
    """Taken over while the project still runs."""
    return fresh(cast.sign(cast.sent(cast.executing())))


def plan_of(handover: Handover) -> list[tuple[int | None, date]]:
    return list(handover.follow_ups.order_by("months").values_list("months", "due_date"))


def test_a_handover_that_is_accepted_is_followed_up_from_the_day_of_taking_over(cast: Cast, signed: Handover) -> None:
    assert sorted(plan_of(signed), key=str) == sorted(PLAN, key=str)
    assert set(signed.follow_ups.values_list("responsible", flat=True)) == {cast.line_manager.pk}
    assert fresh(signed).project.state == "executing"
    assert AuditEvent.objects.filter(action="follow_up.planned", by=cast.line_manager).count() == len(PLAN)


def test_none_is_dated_before_the_day_on_which_it_is_planned(cast: Cast) -> None:
    sent = cast.sent(cast.executing())
    handover = cast.sign(sent, now=cast.now.replace(month=8))
    assert (3, date(2026, 7, 1)) not in plan_of(handover)
    assert (6, date(2026, 10, 1)) in plan_of(handover)


def test_the_projects_own_plan_stays_as_it_is_and_counts_from_its_completion(cast: Cast) -> None:
    project = cast.realising()
    own = project.follow_ups.filter(handover=None)
    assert set(own.values_list("months", "due_date")) == {
        (3, date(2026, 6, 2)),
        (6, date(2026, 9, 2)),
        (12, date(2027, 3, 2)),
        (24, date(2028, 3, 2)),
        (36, date(2029, 3, 2)),
        (None, date(2027, 12, 31)),
    }
    assert set(own.values_list("responsible", flat=True)) == {cast.responsible.pk}


def test_changing_what_was_signed_takes_back_what_is_not_done(cast: Cast, signed: Handover) -> None:
    done = signed.follow_ups.get(months=3)
    follow_ups.complete(follow_up=done, note="Well begun.", by=cast.line_manager, now=cast.now)
    handovers.update_handover(
        handover=fresh(signed), changes={"anchoring": "In the rota."}, by=cast.leader, now=cast.now
    )
    assert plan_of(signed) != [(3, date(2026, 7, 1))], "nothing has changed, so the signature stands"
    handovers.update_handover(
        handover=fresh(signed), changes={"anchoring": "In the plan."}, by=cast.leader, now=cast.now
    )
    assert (fresh(signed).state, plan_of(signed)) == ("draft", [(3, date(2026, 7, 1))])


def test_signing_again_plans_again_but_nothing_twice(cast: Cast, signed: Handover) -> None:
    follow_ups.complete(
        follow_up=signed.follow_ups.get(months=3), note="Well begun.", by=cast.line_manager, now=cast.now
    )
    reopened = cast.take(signed, "reopen", cast.leader, comment="Another day.")
    changes = {"takes_over_on": date(2026, 5, 1)}
    handovers.update_handover(handover=reopened, changes=changes, by=cast.leader, now=cast.now)
    again = cast.sign(fresh(cast.take(reopened, "send", cast.leader)))
    assert dict(plan_of(again))[3] == date(2026, 7, 1), "what was done is done"
    assert dict(plan_of(again))[6] == date(2026, 11, 1)
    assert follow_up_plan.plan_for_handover(handover=again, by=None, now=cast.now) == []
    assert again.follow_ups.count() == len(PLAN)


def test_whoever_runs_the_unit_is_asked_where_the_signer_has_left(cast: Cast, signed: Handover) -> None:
    signed.follow_ups.all().delete()
    Person.objects.filter(pk=cast.line_manager.pk).update(is_active=False)
    planned = follow_up_plan.plan_for_handover(handover=fresh(signed), by=None, now=cast.now)
    assert {row.responsible for row in planned} == {cast.deputy}


def test_a_deputy_of_the_unit_holds_it_too_and_the_leader_does_not(cast: Cast, signed: Handover) -> None:
    first = signed.follow_ups.get(months=3)
    with pytest.raises(NotPermitted):
        follow_ups.complete(follow_up=first, note="Fine.", by=cast.leader, now=cast.now)
    assert follow_ups.complete(follow_up=first, note="Fine.", by=cast.deputy, now=cast.now).done_by == cast.deputy


@pytest.mark.parametrize(
    ("limits", "track", "months"),
    [
        ({}, Track.LIGHT, (3, 6, 12, 24, 36)),
        ({"follow_up_months": [6]}, Track.LIGHT, (6,)),
        ({"follow_up_months": [6], "follow_up_months_light": [9]}, Track.LIGHT, (9,)),
        ({"follow_up_months": [6], "follow_up_months_light": [9]}, Track.FULL, (6,)),
    ],
)
def test_an_organisation_chooses_the_months_of_each_track(
    cast: Cast, limits: dict[str, list[int]], track: str, months: tuple[int, ...]
) -> None:
    cast.organisation.limits = limits
    assert follow_up_plan.months_of(cast.organisation, track) == months


def test_two_units_that_take_over_on_one_day_have_a_plan_each(cast: Cast, signed: Handover) -> None:
    other: Project = signed.project
    second = FollowUp(
        organisation=cast.organisation, project=other, months=3, due_date=date(2026, 7, 1), responsible=cast.owner
    )
    second.save()
    assert other.follow_ups.filter(months=3, due_date=date(2026, 7, 1)).count() == 2
