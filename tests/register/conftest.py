"""The cast: two municipalities of which neither may see the other, and the people of one."""

from datetime import datetime

import pytest

from register.models import Account, Organisation, Person, RoleAssignment, Unit


def make_organisation(name: str, country: str = "NO") -> Organisation:
    defaults = Organisation(country=country).country_defaults
    return Organisation.objects.create(
        name=name,
        country=country,
        language=defaults.language,
        currency=defaults.currency,
        time_zone=defaults.time_zone,
    )


def make_person(organisation: Organisation, name: str, **roles: Unit | None) -> Person:
    """A person with an account and roles, given as role=unit or, for the whole organisation, role=None."""
    email = f"{name.lower()}@{organisation.name.lower()}.example"
    account = Account.objects.create(email=email)
    person = Person.objects.create(organisation=organisation, name=name, email=email, language="nb", account=account)
    for role, unit in roles.items():
        RoleAssignment.objects.create(organisation=organisation, person=person, role=role, unit=unit)
    return person


@pytest.fixture
def andebu(db: None) -> Organisation:
    return make_organisation("Andebu")


@pytest.fixture
def vejen(db: None) -> Organisation:
    return make_organisation("Vejen", "DK")


@pytest.fixture
def unit(andebu: Organisation) -> Unit:
    return Unit.objects.create(organisation=andebu, name="Health")


@pytest.fixture
def administrator(andebu: Organisation) -> Person:
    return make_person(andebu, "Anne", administrator=None)


@pytest.fixture
def member(andebu: Organisation) -> Person:
    return make_person(andebu, "Mons")


@pytest.fixture
def stranger(vejen: Organisation) -> Person:
    """An administrator, but of another municipality."""
    return make_person(vejen, "Signe", administrator=None)


@pytest.fixture
def later(now: datetime) -> datetime:
    return now.replace(hour=15)
