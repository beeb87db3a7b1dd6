"""Roles are given by administrators, never to oneself; a unit has one line manager and one deputy."""

from datetime import datetime

import pytest

from register.errors import InvalidInput, NotPermitted, NotPossible, Stale
from register.models import AuditEvent, Organisation, Person, RoleAssignment, Unit
from register.services import roles, tokens, units
from tests.register.conftest import make_person


@pytest.fixture
def other(andebu: Organisation) -> Person:
    return make_person(andebu, "Olav", administrator=None)


@pytest.fixture
def ward(unit: Unit, administrator: Person, andebu: Organisation, now: datetime) -> Unit:
    return units.create_unit(organisation=andebu, name="Ward", parent=unit, by=administrator, now=now)


def test_an_administrator_gives_and_takes_a_role(member: Person, administrator: Person, now: datetime) -> None:
    assert not member.standing.has("controller")
    given = roles.assign(person=member, role="controller", by=administrator, now=now)
    assert member.standing.has("controller")
    roles.remove(assignment=given, by=administrator, now=now, reason="Rotation")
    assert not Person.objects.get(pk=member.pk).standing.has("controller")


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
def test_nobody_gives_themselves_a_role(
    administrator: Person, member: Person, unit: Unit, now: datetime, role: str
) -> None:
    place = None if role == "administrator" else unit
    for by in (administrator, member):
        with pytest.raises(NotPermitted):
            roles.assign(person=by, role=role, unit=place, by=by, now=now)


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_administrators_of_the_organisation_give_and_take_roles(
    who: str, administrator: Person, andebu: Organisation, now: datetime, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    person = make_person(andebu, "Liv")
    with pytest.raises(NotPermitted):
        roles.assign(person=person, role="reader", by=by, now=now)
    with pytest.raises(NotPermitted):
        roles.remove(assignment=administrator.assignments.get(), by=by, now=now)


def test_an_unknown_role_is_refused(member: Person, administrator: Person, now: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        roles.assign(person=member, role="king", by=administrator, now=now)
    assert caught.value.errors[0].field == "role"


def test_an_administrator_is_one_everywhere(member: Person, administrator: Person, unit: Unit, now: datetime) -> None:
    with pytest.raises(InvalidInput, match="in the whole organisation") as caught:
        roles.assign(person=member, role="administrator", unit=unit, by=administrator, now=now)
    assert caught.value.errors[0].field == "role"


def test_a_role_on_a_foreign_unit_is_refused(member: Person, administrator: Person, vejen, now: datetime) -> None:
    foreign = Unit.objects.create(organisation=vejen, name="Børn")
    with pytest.raises(InvalidInput) as caught:
        roles.assign(person=member, role="controller", unit=foreign, by=administrator, now=now)
    assert (caught.value.errors[0].field, caught.value.errors[0].code) == ("unit", "does_not_exist")


def test_somebody_who_has_left_gets_no_role(member: Person, administrator: Person, now: datetime) -> None:
    Person.objects.filter(pk=member.pk).update(is_active=False)
    with pytest.raises(InvalidInput):
        roles.assign(person=Person.objects.get(pk=member.pk), role="reader", by=administrator, now=now)


def test_a_machine_gets_no_role_that_signs_or_decides(
    administrator: Person, andebu: Organisation, unit: Unit, now: datetime
) -> None:
    token, _ = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync")
    with pytest.raises(InvalidInput):
        roles.assign(person=token.person, role="line_manager", unit=unit, by=administrator, now=now)
    roles.assign(person=token.person, role="controller", by=administrator, now=now)


def test_the_last_administrator_keeps_the_role(administrator: Person, now: datetime) -> None:
    with pytest.raises(NotPossible):
        roles.remove(assignment=administrator.assignments.get(), by=administrator, now=now)


def test_one_of_two_administrators_can_be_removed(administrator: Person, other: Person, now: datetime) -> None:
    roles.remove(assignment=other.assignments.get(), by=administrator, now=now)
    assert not other.standing.administrator


def test_a_unit_is_created_with_its_leaders(
    administrator: Person, member: Person, other: Person, andebu: Organisation, now: datetime
) -> None:
    unit = units.create_unit(
        organisation=andebu, name="School", line_manager=member, deputy=other, by=administrator, now=now
    )
    assert (unit.line_manager, unit.deputy, unit.version) == (member, other, 3)
    assert member.standing.manages(unit.pk)


def test_leaders_of_another_organisation_are_refused(
    administrator: Person, stranger: Person, andebu: Organisation, unit: Unit, now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        units.create_unit(organisation=andebu, name="School", line_manager=stranger, by=administrator, now=now)
    with pytest.raises(InvalidInput):
        units.update_unit(unit=unit, changes={"deputy": stranger}, by=administrator, now=now)
    assert not Unit.objects.filter(name="School").exists()


def test_a_new_line_manager_takes_the_place_of_the_old(
    administrator: Person, member: Person, other: Person, unit: Unit, now: datetime
) -> None:
    units.appoint(unit=unit, role="line_manager", person=member, by=administrator, now=now)
    changed = units.update_unit(
        unit=unit, changes={"name": "Care", "line_manager": other}, by=administrator, now=now, expected_version=2
    )
    assert (changed.name, changed.line_manager, changed.version) == ("Care", other, 4)
    assert not member.standing.manages(unit.pk)
    history = AuditEvent.objects.history_of(unit.pk).filter(subject_id=unit.pk)
    assert history.first().changes == {"line_manager": {"old": str(member.pk), "new": str(other.pk)}}


def test_appointing_who_is_appointed_changes_nothing(
    administrator: Person, member: Person, unit: Unit, now: datetime
) -> None:
    first = units.appoint(unit=unit, role="deputy", person=member, by=administrator, now=now)
    again = units.appoint(unit=unit, role="deputy", person=member, by=administrator, now=now)
    assert (again, again.version) == (first, 1)
    assert units.appoint(unit=unit, role="line_manager", person=None, by=administrator, now=now) is None


def test_a_place_can_be_left_empty(administrator: Person, member: Person, unit: Unit, now: datetime) -> None:
    units.appoint(unit=unit, role="deputy", person=member, by=administrator, now=now)
    fetched = Unit.objects.with_managers().get(pk=unit.pk)
    assert fetched.deputy == member
    assert units.appoint(unit=fetched, role="deputy", person=None, by=administrator, now=now) is None
    assert fetched.deputy is None


def test_leaders_may_be_appointed_through_roles_too(
    administrator: Person, member: Person, unit: Unit, now: datetime
) -> None:
    given = roles.assign(person=member, role="line_manager", unit=unit, by=administrator, now=now)
    assert unit.version == 2
    with pytest.raises(InvalidInput):
        roles.assign(person=member, role="line_manager", unit=unit, by=administrator, now=now)
    roles.remove(assignment=given, by=administrator, now=now)
    assert Unit.objects.get(pk=unit.pk).version == 3


def test_nobody_appoints_themselves(administrator: Person, unit: Unit, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        units.appoint(unit=unit, role="line_manager", person=administrator, by=administrator, now=now)


def test_a_unit_has_no_other_leaders(administrator: Person, member: Person, unit: Unit, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        units.appoint(unit=unit, role="controller", person=member, by=administrator, now=now)


def test_a_unit_cannot_lie_below_itself(administrator: Person, unit: Unit, ward: Unit, now: datetime) -> None:
    for parent in (ward, unit):
        with pytest.raises(InvalidInput) as caught:
            units.update_unit(unit=unit, changes={"parent": parent}, by=administrator, now=now)
        assert caught.value.errors[0].code == "circle"


def test_a_unit_can_move_even_under_a_knotted_tree(
    administrator: Person, andebu: Organisation, unit: Unit, ward: Unit, now: datetime
) -> None:
    Unit.objects.filter(pk=unit.pk).update(parent=ward)
    school = Unit.objects.create(organisation=andebu, name="School")
    assert units.update_unit(unit=school, changes={"parent": ward}, by=administrator, now=now).parent == ward


def test_a_stale_unit_is_not_changed(administrator: Person, member: Person, unit: Unit, now: datetime) -> None:
    units.appoint(unit=unit, role="deputy", person=member, by=administrator, now=now)
    with pytest.raises(Stale) as caught:
        units.update_unit(unit=unit, changes={"deputy": None}, by=administrator, now=now, expected_version=1)
    assert caught.value.changed_fields == ["deputy"]


def test_a_unit_is_deleted_with_its_leaders_roles(
    administrator: Person, member: Person, ward: Unit, unit: Unit, now: datetime
) -> None:
    units.appoint(unit=ward, role="line_manager", person=member, by=administrator, now=now)
    units.delete_unit(unit=ward, by=administrator, now=now, expected_version=2, reason="Merged")
    assert not member.assignments.exists()
    assert list(Unit.objects.all()) == [unit]


def test_only_administrators_touch_units(member: Person, andebu: Organisation, unit: Unit, now: datetime) -> None:
    for attempt in (
        lambda: units.create_unit(organisation=andebu, name="School", by=member, now=now),
        lambda: units.update_unit(unit=unit, changes={"name": "X"}, by=member, now=now),
        lambda: units.delete_unit(unit=unit, by=member, now=now),
        lambda: units.appoint(unit=unit, role="deputy", person=None, by=member, now=now),
    ):
        with pytest.raises(NotPermitted):
            attempt()
