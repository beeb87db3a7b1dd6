"""Who holds what when somebody leaves, who is asked to take it on, and what moves when they say yes."""

from datetime import date, timedelta

import pytest
from django.core import mail

from projects.mails import composer
from projects.models import Condition, FollowUp, Gap, Prerequisite, Project, RealisationAction, Risk, Succession
from projects.reports.benefit_page import page_of
from projects.reports.duties import duties_of
from projects.reports.health import health_of
from projects.reports.holdings import Held, default_for, held_by, one_by_one, without_owner
from projects.reports.line import Line
from projects.reports.oversight import oversees, ownership_of, queue_of
from projects.services import projects, successions
from projects.services.reminders import make_round
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import AuditEvent, Person
from register.services import people, tokens, units
from tests.cast import Cast, fresh
from workflows.services.delivery import deliver_due


@pytest.fixture
def heir(cast: Cast) -> Person:
    return cast.person("Heir")


def today(cast: Cast) -> date:
    return cast.organisation.local_date(cast.now)


def leave(cast: Cast, person: Person) -> None:
    people.deactivate(person=person, by=cast.administrator, now=cast.now)


def queue(cast: Cast) -> dict[str, Held]:
    return {held.kind: held for held in without_owner(cast.organisation, today(cast))}


def kinds_held(cast: Cast, person: Person) -> list[str]:
    return sorted(held.kind for held in held_by(fresh(person), today(cast)))


def parts_of(cast: Cast, project: Project, person: Person) -> None:
    """What of a benefit rests on somebody, and beside it what is done."""
    cast.parts_of_benefit(project.benefits.get())
    for model, field in ((RealisationAction, "responsible"), (Prerequisite, "handler"), (Risk, "responsible")):
        model.objects.update(**{field: person})
    done = {"benefit": project.benefits.get(), "title": "Done", "responsible": person, "status": "done"}
    RealisationAction.objects.create(organisation=cast.organisation, created_at=cast.now, **done)


def test_everything_living_that_rests_on_a_person_is_found(cast: Cast) -> None:
    project = cast.planning()
    cast.milestone(project, responsible=cast.line_manager)
    make_condition(cast, project, cast.line_manager)
    make_gap(cast, project, cast.line_manager)
    follow_up(cast, project, cast.line_manager)
    parts_of(cast, project, cast.line_manager)
    assert kinds_held(cast, cast.line_manager) == [
        *("action", "benefit", "condition", "follow_up", "gap", "handover", "indicator", "milestone"),
        *("prerequisite", "risk"),
    ]
    assert kinds_held(cast, cast.owner) == ["owner"]
    assert kinds_held(cast, cast.responsible) == ["benefits_responsible"]
    assert kinds_held(cast, cast.leader) == ["leader"]


def test_what_is_over_rests_on_nobody(cast: Cast) -> None:
    cast.closed()
    assert [kinds_held(cast, one) for one in (cast.line_manager, cast.owner, cast.leader)] == [[], [], []]


def test_a_leader_holds_nothing_any_more_once_the_line_runs_it(cast: Cast) -> None:
    cast.realising()
    assert kinds_held(cast, cast.leader) == []


def test_nothing_is_without_an_owner_while_everybody_is_there(cast: Cast) -> None:
    cast.realising()
    assert queue(cast) == {}


def test_what_somebody_held_who_leaves_stands_without_an_owner(cast: Cast) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    found = queue(cast)
    assert found.keys() == {"benefit", "indicator", "handover"}
    assert {(held.why, held.since, held.holder) for held in found.values()} == {("left", cast.now, cast.line_manager)}


def test_somebody_let_in_again_owns_what_they_owned(cast: Cast) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    people.reactivate(person=cast.line_manager, by=cast.administrator, now=cast.now)
    assert queue(cast) == {}


def test_what_a_line_manager_held_is_without_an_owner_when_another_runs_the_unit(cast: Cast, heir: Person) -> None:
    cast.realising()
    later = cast.now + timedelta(days=1)
    units.appoint(unit=cast.unit, role="line_manager", person=heir, by=cast.administrator, now=later)
    found = queue(cast)
    assert found.keys() == {"benefit", "indicator", "follow_up"}
    assert {(held.why, held.since, held.holder) for held in found.values()} == {
        ("new_line_manager", later, cast.line_manager)
    }
    units.appoint(unit=cast.unit, role="line_manager", person=cast.line_manager, by=cast.administrator, now=later)
    assert queue(cast) == {}


def test_what_a_former_manager_took_on_elsewhere_stays_with_them(cast: Cast, heir: Person) -> None:
    elsewhere = cast.realising(unit=cast.top)
    elsewhere.benefits.update(receiving_unit=cast.top)
    units.appoint(unit=cast.unit, role="line_manager", person=heir, by=cast.administrator, now=cast.now)
    assert queue(cast) == {}


def test_a_former_manager_keeps_what_they_say_they_keep(cast: Cast, heir: Person) -> None:
    cast.realising()
    cast.now += timedelta(hours=1)
    units.appoint(unit=cast.unit, role="line_manager", person=heir, by=cast.administrator, now=cast.now)
    cast.now += timedelta(hours=1)
    held = without_owner(cast.organisation, today(cast))
    accept_all(cast, propose(cast, held, cast.line_manager))
    assert queue(cast) == {}
    assert set(kinds_held(cast, cast.line_manager)) == {"benefit", "indicator", "follow_up"}


def test_a_benefit_whose_proposed_owner_says_no_is_without_an_owner(cast: Cast) -> None:
    benefit = cast.take(cast.concept().benefits.get(), "profile", cast.leader)
    cast.take(benefit, "decline", cast.line_manager, comment="I leave in May.")
    assert (queue(cast)["benefit"].why, queue(cast)["benefit"].holder) == ("declined", None)


def test_a_role_that_was_declined_is_without_an_owner(cast: Cast) -> None:
    project = cast.proposed()
    projects.decline_role(project=project, role="owner", by=cast.owner, now=cast.now, reason="No time.")
    assert queue(cast)["owner"].why == "declined"


def test_a_promised_benefit_is_without_an_owner_until_the_new_one_says_yes(cast: Cast, heir: Person) -> None:
    benefit = cast.realising().benefits.get()
    benefit.owner, benefit.accepted_at = heir, None
    benefit.save()
    assert queue(cast)["benefit"].why == "not_accepted"
    cast.take(benefit, "accept", heir)
    assert queue(cast) == {}


def test_an_expectation_that_nobody_was_asked_to_own_is_no_orphan(cast: Cast) -> None:
    project = cast.concept()
    project.benefits.update(owner=None, owner_asked_at=None)
    assert queue(cast) == {}


def test_the_line_manager_is_asked_unless_somebody_else_is_named(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    held = queue(cast)["benefit"]
    assert default_for(held, Line(cast.organisation, today(cast))) == cast.deputy.pk
    units.appoint(unit=cast.unit, role="line_manager", person=heir, by=cast.administrator, now=cast.now)
    assert default_for(held, Line(cast.organisation, today(cast))) == heir.pk


# Asking and answering.


def propose(cast: Cast, held: list[Held], to: Person, by: Person | None = None, **more: str) -> list[Succession]:
    return successions.propose(held=held, to=to, by=by or cast.administrator, now=cast.now, **more)


def accept_all(cast: Cast, asked: list[Succession]) -> None:
    for one in asked:
        successions.accept(succession=fresh(one), by=one.to_person, now=cast.now)


def everything(cast: Cast, project: Project) -> list[Held]:
    """One of each kind, all on people who leave."""
    cast.milestone(project, responsible=cast.line_manager)
    make_condition(cast, project, cast.line_manager)
    make_gap(cast, project, cast.line_manager)
    follow_up(cast, project, cast.line_manager)
    parts_of(cast, project, cast.line_manager)
    for one in (cast.line_manager, cast.owner, cast.responsible, cast.leader):
        leave(cast, one)
    return list(queue(cast).values())


def test_nothing_moves_before_the_one_asked_says_yes(cast: Cast, heir: Person) -> None:
    held = everything(cast, cast.planning())
    assert len(held) == 13
    asked = propose(cast, held, heir, words="You know it best.")
    assert kinds_held(cast, heir) == []
    assert {one.asked for one in queue(cast).values()} == set(asked)
    accept_all(cast, asked)
    assert kinds_held(cast, heir) == sorted(one.kind for one in held)
    assert queue(cast) == {}


def test_a_benefit_taken_on_is_accepted_and_a_role_is_too(cast: Cast, heir: Person) -> None:
    project = cast.realising()
    for one in (cast.line_manager, cast.owner):
        leave(cast, one)
    accept_all(cast, propose(cast, without_owner(cast.organisation, today(cast)), heir))
    project, benefit = fresh(project), project.benefits.get()
    assert (benefit.owner, benefit.accepted_at, benefit.state) == (heir, cast.now, "tracking")
    assert (project.owner, project.owner_accepted_at) == (heir, cast.now)


def test_an_expected_benefit_gets_its_owner_and_waits_to_be_described(cast: Cast, heir: Person) -> None:
    project = cast.draft()
    leave(cast, cast.line_manager)
    accept_all(cast, propose(cast, list(queue(cast).values()), heir))
    assert (project.benefits.get().owner, project.benefits.get().state) == (heir, "identified")


def test_a_sent_handover_is_frozen_anew_with_the_new_line_manager(cast: Cast, heir: Person) -> None:
    handover = cast.sent(cast.handing_over())
    leave(cast, cast.line_manager)
    accept_all(cast, propose(cast, [queue(cast)["handover"]], heir))
    assert (fresh(handover).line_manager, fresh(handover).state) == (heir, "sent")
    assert fresh(handover).snapshot_sha256 != handover.snapshot_sha256
    assert cast.sign(handover, by=heir).state == "accepted"


def test_the_one_asked_has_one_duty_for_each_thing_and_one_mail_for_all(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    asked = propose(cast, list(queue(cast).values()), heir)
    assert [duty.kind for duty in duties_of(heir, cast.now)] == ["take_on"] * 3
    assert {duty.due_date for duty in duties_of(heir, cast.now)} == {today(cast) + timedelta(days=14)}
    deliver_due(compose=composer(cast.now), now=cast.now)
    (letter,) = [one for one in mail.outbox if heir.email in one.to[0]]
    assert "The benefit “Fewer falls”" in letter.body
    assert f"/successions/{asked[0].pk}/" in letter.body
    assert len(asked) == 3


def test_who_asks_themselves_takes_it_on_at_once(cast: Cast) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["benefit"]], cast.superior, by=cast.superior)
    assert (row.answer, fresh(row.benefit).owner) == ("accepted", cast.superior)


def test_saying_no_takes_a_reason_and_leaves_it_without_an_owner(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["benefit"]], heir)
    with pytest.raises(InvalidInput):
        successions.decline(succession=row, reason=" ", by=heir, now=cast.now)
    successions.decline(succession=row, reason="I leave too.", by=heir, now=cast.now)
    assert (fresh(row).answer, fresh(row).answer_words) == ("declined", "I leave too.")
    assert queue(cast)["benefit"].asked is None
    assert duties_of(heir, cast.now) == []


def test_an_answer_is_given_once(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["benefit"]], heir)
    successions.accept(succession=row, by=heir, now=cast.now)
    with pytest.raises(NotPossible):
        successions.decline(succession=row, reason="After all not.", by=heir, now=cast.now)


def test_nobody_answers_for_somebody_else(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["benefit"]], heir)
    with pytest.raises(NotPermitted, match="Heir"):
        successions.accept(succession=row, by=cast.administrator, now=cast.now)


def test_asking_another_takes_the_first_question_back(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (first,) = propose(cast, [queue(cast)["benefit"]], heir)
    (second,) = propose(cast, [queue(cast)["benefit"]], cast.superior)
    assert (fresh(first).answer, fresh(second).answer) == ("withdrawn", "")
    held = queue(cast)["benefit"]
    successions.withdraw(succession=second, held=held, by=cast.administrator, now=cast.now)
    assert fresh(second).answer == "withdrawn"


def test_what_somebody_else_has_taken_on_meanwhile_cannot_be_taken_on(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["indicator"]], heir)
    indicator = row.indicator
    indicator.measurer = cast.member
    indicator.save()
    assert duties_of(heir, cast.now) == []
    with pytest.raises(NotPossible, match="meanwhile"):
        successions.accept(succession=fresh(row), by=heir, now=cast.now)


def test_what_is_over_cannot_be_taken_on(cast: Cast, heir: Person) -> None:
    project = cast.planning()
    condition = make_condition(cast, project, cast.line_manager)
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["condition"]], heir)
    Condition.objects.filter(pk=condition.pk).update(fulfilled_at=cast.now)
    with pytest.raises(NotPossible, match="over"):
        successions.accept(succession=row, by=heir, now=cast.now)


def test_only_who_answers_for_the_unit_or_holds_it_asks_somebody(cast: Cast, heir: Person) -> None:
    cast.planning()
    (held,) = [one for one in held_by(cast.line_manager, today(cast)) if one.kind == "benefit"]
    for by in (cast.superior, cast.deputy, cast.controller, cast.leader, cast.line_manager):
        assert propose(cast, one_by_one(cast.organisation, [held.key], today(cast)), heir, by=by)
    with pytest.raises(NotPermitted):
        propose(cast, [held], heir, by=cast.member)
    machine = tokens.make_service_token(organisation=cast.organisation, by=cast.administrator, now=cast.now, name="M")
    with pytest.raises(NotPermitted):
        propose(cast, [held], heir, by=machine[0].person)


def test_only_somebody_who_is_there_is_asked(cast: Cast, heir: Person) -> None:
    cast.planning()
    (held,) = [one for one in held_by(cast.line_manager, today(cast)) if one.kind == "benefit"]
    leave(cast, heir)
    with pytest.raises(InvalidInput):
        propose(cast, [held], fresh(heir))
    with pytest.raises(InvalidInput):
        propose(cast, [held], cast.stranger)
    with pytest.raises(InvalidInput):
        propose(cast, [], cast.member)


def test_the_history_tells_who_held_it_who_asked_and_who_took_it_on(cast: Cast, heir: Person) -> None:
    project = cast.planning()
    leave(cast, cast.line_manager)
    accept_all(cast, propose(cast, [queue(cast)["benefit"]], heir))
    told = AuditEvent.objects.filter(about=project.pk, action__in=("succession.proposed", "benefit.taken_on"))
    proposed, taken = told.order_by("position")
    assert (proposed.by, proposed.changes["from_person"]["new"]) == (cast.administrator, str(cast.line_manager.pk))
    assert (taken.by, taken.changes["owner"]) == (
        heir,
        {"old": str(cast.line_manager.pk), "new": str(heir.pk)},
    )


def test_each_sees_the_queue_of_the_units_they_answer_for(cast: Cast) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    for one in (cast.administrator, cast.controller, cast.superior, cast.deputy):
        assert (oversees(one), len(queue_of(one, cast.now))) == (True, 3), one
    assert (oversees(cast.member), queue_of(cast.member, cast.now)) == (False, [])


def test_the_health_of_the_register_counts_benefits_without_an_owner(cast: Cast) -> None:
    cast.planning()
    assert ownership_of(cast.controller, cast.now).oldest_since is None
    leave(cast, cast.line_manager)
    health = ownership_of(cast.controller, cast.now)
    assert (health.without_owner, health.benefits_without_owner, health.oldest_since) == (3, 1, cast.now)


def make_condition(cast: Cast, project: Project, owner: Person) -> Condition:
    return Condition.objects.create(
        organisation=cast.organisation,
        project=project,
        text="Train the night shift.",
        owner=owner,
        due_date=date(2026, 6, 1),
        created_at=cast.now,
    )


def make_gap(cast: Cast, project: Project, owner: Person) -> Gap:
    return Gap.objects.create(
        organisation=cast.organisation,
        project=project,
        code="no_goal",
        gate="approve_planning",
        owner=owner,
        due_date=date(2026, 6, 1),
        created_at=cast.now,
    )


def follow_up(cast: Cast, project: Project, responsible: Person) -> FollowUp:
    return FollowUp.objects.create(
        organisation=cast.organisation,
        project=project,
        months=3,
        due_date=date(2026, 6, 1),
        responsible=responsible,
        created_at=cast.now,
    )


# Until somebody has said yes.


def orphaned_duties(cast: Cast, person: Person) -> list[str]:
    return [duty.title for duty in duties_of(fresh(person), cast.now) if duty.kind == "find_owner"]


def test_the_superior_is_to_find_an_owner_at_once(cast: Cast) -> None:
    cast.planning()
    assert orphaned_duties(cast, cast.superior) == []
    leave(cast, cast.line_manager)
    assert len(orphaned_duties(cast, cast.superior)) == 3
    assert "Without an owner: The benefit “Fewer falls”" in orphaned_duties(cast, cast.superior)
    assert [orphaned_duties(cast, one) for one in (cast.deputy, cast.controller, cast.member)] == [[], [], []]


def test_whoever_runs_the_unit_now_is_to_find_the_owner(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    units.appoint(unit=cast.unit, role="line_manager", person=heir, by=cast.administrator, now=cast.now)
    assert (len(orphaned_duties(cast, heir)), orphaned_duties(cast, cast.superior)) == (3, [])


def test_the_controllers_are_to_find_an_owner_where_nobody_runs_anything(cast: Cast) -> None:
    cast.planning()
    for one in (cast.line_manager, cast.superior):
        leave(cast, one)
    assert len(orphaned_duties(cast, cast.controller)) == 3


def test_nobody_is_to_find_an_owner_while_somebody_is_asked(cast: Cast, heir: Person) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    (row,) = propose(cast, [queue(cast)["benefit"]], heir)
    assert len(orphaned_duties(cast, cast.superior)) == 2
    successions.decline(succession=row, reason="No.", by=heir, now=cast.now)
    assert len(orphaned_duties(cast, cast.superior)) == 3


def test_the_superior_is_reminded_of_what_nobody_holds_and_nobody_who_has_left(cast: Cast) -> None:
    cast.planning()
    leave(cast, cast.line_manager)
    made = make_round(organisation=cast.organisation, now=cast.now + timedelta(days=1))
    told = {person: {one.duty.kind for one in reached} for person, reached in made.reached.items()}
    assert "find_owner" in told[cast.superior]
    assert cast.line_manager not in told


def test_a_project_says_what_rests_on_nobody(cast: Cast, heir: Person) -> None:
    project = cast.planning()
    leave(cast, cast.line_manager)
    words = health_of(Project.objects.with_parts().get(pk=project.pk), today(cast))
    assert "and 2 more" in words
    propose(cast, [queue(cast)["indicator"], queue(cast)["handover"]], heir)
    accept_all(cast, list(Succession.objects.all()))
    words = health_of(Project.objects.with_parts().get(pk=project.pk), today(cast))
    assert "Without an owner since" in words
    assert "more" not in words


def test_a_benefit_says_that_nobody_owns_it_any_more_and_who_is_asked(cast: Cast, heir: Person) -> None:
    benefit = cast.planning().benefits.get()
    leave(cast, cast.line_manager)
    page = page_of(fresh(benefit), cast.superior, cast.now, today(cast))
    assert "Line manager has left." in page.ownership
    assert page.may_ask
    propose(cast, [queue(cast)["benefit"]], heir)
    page = page_of(fresh(benefit), cast.member, cast.now, today(cast))
    assert "Heir is asked to take it on." in page.ownership
    assert not page.may_ask
