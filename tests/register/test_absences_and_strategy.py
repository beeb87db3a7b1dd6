"""Absences, goals and programmes."""

from datetime import date, datetime

import pytest

from register.errors import InvalidInput, NotPermitted
from register.models import Absence, Goal, Organisation, Person, Programme
from register.services import absences, strategy, tokens
from tests.register.conftest import make_person

JULY = {"from_date": date(2026, 7, 1), "to_date": date(2026, 7, 31)}


@pytest.fixture
def deputy(andebu: Organisation) -> Person:
    return make_person(andebu, "Dag")


@pytest.fixture
def controller(andebu: Organisation) -> Person:
    return make_person(andebu, "Kari", controller=None)


@pytest.mark.parametrize("who", ["member", "administrator"])
def test_oneself_or_an_administrator_says_when_one_is_away(
    who: str, member: Person, deputy: Person, now: datetime, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    absence = absences.register_absence(person=member, deputy=deputy, **JULY, by=by, now=now)
    longer = absences.update_absence(absence=absence, changes={"to_date": date(2026, 8, 7)}, by=by, now=now)
    assert str(longer) == "2026-07-01/2026-08-07"
    absences.delete_absence(absence=longer, by=by, now=now)
    assert not Absence.objects.exists()


def test_nobody_else_does(member: Person, deputy: Person, stranger: Person, now: datetime) -> None:
    absence = absences.register_absence(person=member, deputy=deputy, **JULY, by=member, now=now)
    for by in (deputy, stranger):
        with pytest.raises(NotPermitted):
            absences.register_absence(person=member, deputy=deputy, **JULY, by=by, now=now)
        with pytest.raises(NotPermitted):
            absences.update_absence(absence=absence, changes={}, by=by, now=now)
        with pytest.raises(NotPermitted):
            absences.delete_absence(absence=absence, by=by, now=now)


def test_somebody_who_has_left_registers_nothing(member: Person, deputy: Person, now: datetime) -> None:
    member.is_active = False
    with pytest.raises(NotPermitted):
        absences.register_absence(person=member, deputy=deputy, **JULY, by=member, now=now)


def test_a_deputy_is_an_active_person_of_the_organisation(
    member: Person, administrator: Person, deputy: Person, stranger: Person, andebu: Organisation, now: datetime
) -> None:
    machine = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync")[0].person
    left = make_person(andebu, "Ole")
    left.is_active = False
    for wrong in (machine, left, stranger, member):
        with pytest.raises(InvalidInput):
            absences.register_absence(person=member, deputy=wrong, **JULY, by=member, now=now)
    absence = absences.register_absence(person=member, deputy=deputy, **JULY, by=member, now=now)
    for changes in ({"deputy": left}, {"deputy": None}, {"person": deputy}):
        with pytest.raises(InvalidInput):
            absences.update_absence(absence=absence, changes=changes, by=member, now=now)


@pytest.mark.parametrize("who", ["administrator", "controller"])
def test_administrators_and_controllers_keep_goals_and_programmes(
    who: str, andebu: Organisation, now: datetime, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    vision = strategy.create_goal(
        organisation=andebu, fields={"title": "A healthy town", "level": "vision"}, by=by, now=now
    )
    goal = strategy.create_goal(organisation=andebu, fields={"title": "Fewer ill"}, by=by, now=now)
    goal = strategy.update_goal(goal=goal, changes={"parent": vision}, by=by, now=now)
    programme = strategy.create_programme(organisation=andebu, title="Saman", by=by, now=now)
    programme = strategy.update_programme(programme=programme, changes={"title": "Sammen"}, by=by, now=now)
    assert (goal.parent, goal.level, str(goal), str(programme)) == (vision, "goal", "Fewer ill", "Sammen")
    for row in (goal, programme):
        strategy.delete_goal_or_programme(row=row, by=by, now=now)
    assert list(Goal.objects.all()) == [vision]


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_others_do_not(who: str, andebu: Organisation, now: datetime, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)
    goal = Goal.objects.create(organisation=andebu, title="Trust")
    programme = Programme.objects.create(organisation=andebu, title="Saman")
    for attempt in (
        lambda: strategy.create_goal(organisation=andebu, fields={"title": "X"}, by=by, now=now),
        lambda: strategy.update_goal(goal=goal, changes={"title": "X"}, by=by, now=now),
        lambda: strategy.create_programme(organisation=andebu, title="X", by=by, now=now),
        lambda: strategy.update_programme(programme=programme, changes={"title": "X"}, by=by, now=now),
        lambda: strategy.delete_goal_or_programme(row=goal, by=by, now=now),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_goals_form_a_tree_within_the_organisation(
    administrator: Person, andebu: Organisation, vejen: Organisation, now: datetime
) -> None:
    goal = strategy.create_goal(organisation=andebu, fields={"title": "Trust"}, by=administrator, now=now)
    lower = strategy.create_goal(
        organisation=andebu, fields={"title": "Speed", "parent": goal}, by=administrator, now=now
    )
    foreign = Goal.objects.create(organisation=vejen, title="Tillid")
    for parent in (lower, foreign):
        with pytest.raises(InvalidInput):
            strategy.update_goal(goal=goal, changes={"parent": parent}, by=administrator, now=now)
    with pytest.raises(InvalidInput):
        strategy.create_goal(organisation=andebu, fields={"title": "X", "is_secret": True}, by=administrator, now=now)


def test_other_organisations_join_a_programme_only_through_those_who_run_the_installation(
    administrator: Person, andebu: Organisation, vejen: Organisation, now: datetime
) -> None:
    programme = strategy.create_programme(organisation=andebu, title="Saman", by=administrator, now=now)
    for attempt in (
        lambda: strategy.create_programme(
            organisation=andebu, title="X", participants=[vejen], by=administrator, now=now
        ),
        lambda: strategy.update_programme(
            programme=programme, changes={"participants": [vejen]}, by=administrator, now=now
        ),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    administrator.account.is_installation_admin = True
    administrator.account.save()
    joined = strategy.update_programme(
        programme=programme, changes={"participants": [vejen]}, by=administrator, now=now
    )
    assert joined.is_shared_with(vejen.pk)
