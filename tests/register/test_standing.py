"""What a person may be trusted with follows from their roles, on units and all below them."""

from datetime import date

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from register.models import Absence, Organisation, Person, Programme, RoleAssignment, Unit
from tests.register.conftest import make_person


@pytest.fixture
def ward(unit: Unit, andebu: Organisation) -> Unit:
    home = Unit.objects.create(organisation=andebu, name="Nursing home", parent=unit)
    return Unit.objects.create(organisation=andebu, name="Ward", parent=home)


@pytest.fixture
def school(andebu: Organisation) -> Unit:
    return Unit.objects.create(organisation=andebu, name="School")


def test_a_role_on_a_unit_holds_for_all_below_it(andebu: Organisation, unit: Unit, ward: Unit, school: Unit) -> None:
    manager = make_person(andebu, "Liv", line_manager=unit)
    assert manager.standing.has("line_manager", ward.pk)
    assert manager.standing.manages(ward.pk)
    assert not manager.standing.has("line_manager", school.pk)
    assert not manager.standing.has("line_manager")
    assert manager.standing.unit_ids("line_manager", "deputy") == {unit.pk, ward.parent_id, ward.pk}


def test_a_role_in_the_whole_organisation_holds_everywhere(andebu: Organisation, ward: Unit) -> None:
    controller = make_person(andebu, "Kari", controller=None)
    assert controller.standing.has("controller")
    assert controller.standing.has("controller", ward.pk)
    assert controller.standing.unit_ids("controller") == frozenset()
    assert not controller.standing.administrator


def test_a_deputy_manages_too(andebu: Organisation, unit: Unit, ward: Unit) -> None:
    assert make_person(andebu, "Dag", deputy=unit).standing.manages(ward.pk)


def test_standing_takes_one_query_once(
    administrator: Person, ward: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = Person.objects.get(pk=administrator.pk)
    with django_assert_num_queries(1):
        assert person.standing.administrator
        assert person.standing.administrator


def test_somebody_who_has_left_has_no_standing(administrator: Person) -> None:
    Person.objects.filter(pk=administrator.pk).update(is_active=False)
    assert not Person.objects.get(pk=administrator.pk).standing.administrator


def test_a_knotted_tree_comes_to_an_end(andebu: Organisation, unit: Unit, ward: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).update(parent=ward)
    assert make_person(andebu, "Liv", line_manager=ward).standing.manages(unit.pk)


def test_units_below_are_found_at_once(unit: Unit, ward: Unit, school: Unit) -> None:
    assert set(Unit.objects.below([unit.pk])) == {unit, ward.parent, ward}
    assert set(Unit.objects.below([ward.pk, school.pk])) == {ward, school}
    assert not Unit.objects.below([]).exists()


def test_the_superior_is_the_nearest_other_line_manager_above(andebu: Organisation, unit: Unit, ward: Unit) -> None:
    top = make_person(andebu, "Tor", line_manager=unit)
    middle = make_person(andebu, "Mia", line_manager=ward.parent)
    assert ward.superior() == middle
    own = RoleAssignment.objects.create(organisation=andebu, person=middle, role="line_manager", unit=ward)
    assert ward.superior() == top
    own.delete()
    Person.objects.filter(pk=middle.pk).update(is_active=False)
    assert ward.superior() == top
    assert unit.superior() is None


def test_managers_of_many_units_are_fetched_together(
    andebu: Organisation, unit: Unit, ward: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_person(andebu, "Tor", line_manager=unit)
    make_person(andebu, "Mia", deputy=ward)
    with django_assert_num_queries(2):
        leaders = {(one.name, str(one.line_manager), str(one.deputy)) for one in Unit.objects.with_managers()}
    assert leaders == {("Health", "Tor", "None"), ("Nursing home", "None", "None"), ("Ward", "None", "Mia")}


def test_a_deputy_stands_in_on_the_days_of_the_absence(andebu: Organisation, member: Person) -> None:
    deputy = make_person(andebu, "Dag")
    Absence.objects.create(
        organisation=andebu, person=member, deputy=deputy, from_date=date(2026, 7, 1), to_date=date(2026, 7, 31)
    )
    assert list(member.stand_ins(date(2026, 7, 31))) == [deputy]
    assert list(deputy.stands_in_for(date(2026, 7, 1))) == [member]
    assert not member.stand_ins(date(2026, 8, 1)).exists()


def test_everything_seen_is_of_ones_own_organisation(member: Person, stranger: Person, unit: Unit) -> None:
    assert list(Person.objects.visible_to(member)) == [member]
    assert list(Organisation.objects.visible_to(member)) == [member.organisation]
    assert not Unit.objects.visible_to(stranger).exists()
    assert list(type(member.account).objects.visible_to(member)) == [member.account]


def test_a_shared_programme_is_seen_by_those_who_take_part(
    andebu: Organisation, vejen: Organisation, member: Person, stranger: Person
) -> None:
    programme = Programme.objects.create(organisation=andebu, title="Saman")
    assert not Programme.objects.visible_to(stranger).exists()
    programme.participants.add(vejen)
    assert list(Programme.objects.visible_to(stranger)) == list(Programme.objects.visible_to(member)) == [programme]


def test_names_are_ordered_with_nordic_letters_last(andebu: Organisation) -> None:
    for name in ("Ås", "Østre", "Zoo", "Ære", "Åse", "École", "aure"):
        Unit.objects.create(organisation=andebu, name=name)
    ordered = Unit.objects.order_by("name_sort").values_list("name", flat=True)
    assert list(ordered) == ["aure", "École", "Zoo", "Ære", "Østre", "Ås", "Åse"]


@pytest.mark.parametrize("role", ["line_manager", "deputy"])
def test_the_database_lets_a_unit_have_one_of_each_leader(andebu: Organisation, unit: Unit, role: str) -> None:
    make_person(andebu, "Tor", **{role: unit})
    with pytest.raises(IntegrityError):
        make_person(andebu, "Mia", **{role: unit})


def test_the_database_knows_no_administrator_of_a_unit_and_no_line_manager_without(
    andebu: Organisation, unit: Unit
) -> None:
    with pytest.raises(IntegrityError):
        make_person(andebu, "Tor", administrator=unit)


def test_the_database_knows_no_line_manager_without_a_unit(andebu: Organisation) -> None:
    with pytest.raises(IntegrityError):
        make_person(andebu, "Tor", line_manager=None)
