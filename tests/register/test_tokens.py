"""Keys to the API: hashed, scoped, expiring, and never more than who made them."""

from datetime import datetime, timedelta

import pytest

from register.errors import InvalidInput, NotPermitted
from register.models import Account, ApiToken, AuditPersonalValue, Organisation, Person
from register.services import tokens
from tests.register.conftest import make_person


@pytest.fixture
def made(member: Person, now: datetime) -> tuple[ApiToken, str]:
    return tokens.make_personal_token(person=member, by=member, now=now, name="My script")


def test_a_token_acts_as_who_made_it(made: tuple[ApiToken, str], member: Person, now: datetime) -> None:
    token = tokens.recognise(secret=made[1], now=now)
    assert token.person == member
    assert made[1].startswith("vrg_")
    assert (token.allows("read"), token.allows("write"), str(token)) == (True, True, "My script")
    assert token.expires == now + timedelta(days=365)


def test_the_secret_is_kept_nowhere(made: tuple[ApiToken, str]) -> None:
    token, secret = made
    assert secret not in token.digest
    kept = [token.digest, *map(str, AuditPersonalValue.objects.values_list("value", flat=True))]
    assert not [value for value in kept if secret[-20:] in value]
    assert token.digest not in kept[1:]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret: secret + "x",
        lambda secret: secret[:-1],
        lambda secret: secret.removeprefix("vrg_"),
        lambda secret: "vrg_" + "0" * 32 + secret[36:],
        lambda secret: "",
        lambda secret: "vrg_\udcff",
        lambda secret: "Bearer",
    ],
)
def test_a_wrong_secret_opens_nothing(made: tuple[ApiToken, str], now: datetime, spoil) -> None:
    assert tokens.recognise(secret=spoil(made[1]), now=now) is None


def test_an_expired_token_opens_nothing(made: tuple[ApiToken, str], now: datetime) -> None:
    assert tokens.recognise(secret=made[1], now=now + timedelta(days=364)) is not None
    assert tokens.recognise(secret=made[1], now=now + timedelta(days=365)) is None


def test_a_token_stops_with_its_person_or_account(made: tuple[ApiToken, str], member: Person, now: datetime) -> None:
    Account.objects.filter(pk=member.account_id).update(is_active=False)
    assert tokens.recognise(secret=made[1], now=now) is None
    Account.objects.filter(pk=member.account_id).update(is_active=True)
    Person.objects.filter(pk=member.pk).update(is_active=False)
    assert tokens.recognise(secret=made[1], now=now) is None


def test_use_is_noted_once_an_hour(made: tuple[ApiToken, str], now: datetime, django_assert_num_queries) -> None:
    tokens.recognise(secret=made[1], now=now)
    with django_assert_num_queries(1):
        tokens.recognise(secret=made[1], now=now + timedelta(minutes=59))
    assert ApiToken.objects.get().last_used == now
    tokens.recognise(secret=made[1], now=now + timedelta(hours=1))
    assert ApiToken.objects.get().last_used == now + timedelta(hours=1)


def test_nobody_makes_a_token_for_somebody_else(member: Person, administrator: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        tokens.make_personal_token(person=member, by=administrator, now=now, name="X")


def test_somebody_who_has_left_makes_no_token(member: Person, now: datetime) -> None:
    member.is_active = False
    with pytest.raises(NotPermitted):
        tokens.make_personal_token(person=member, by=member, now=now, name="X")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scopes", []),
        ("scopes", ["everything"]),
        ("expires", timedelta(days=366)),
        ("expires", timedelta(0)),
        ("name", ""),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(member: Person, now: datetime, field: str, value) -> None:
    asked = {"name": "X", field: now + value if field == "expires" else value}
    with pytest.raises(InvalidInput) as caught:
        tokens.make_personal_token(person=member, by=member, now=now, **asked)
    assert caught.value.errors[0].field == field


def test_a_machine_is_a_reader_unless_it_may_write(administrator: Person, andebu: Organisation, now: datetime) -> None:
    reading, secret = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Export")
    writing, _ = tokens.make_service_token(
        organisation=andebu, by=administrator, now=now, name="Sync", scopes=["write"]
    )
    watching, _ = tokens.make_service_token(
        organisation=andebu, by=administrator, now=now, name="Watch", role="controller"
    )
    assert reading.person.standing.has("reader")
    assert not reading.allows("write")
    assert writing.person.standing.administrator
    assert writing.allows("read")
    assert watching.person.standing.has("controller")
    assert tokens.recognise(secret=secret, now=now).person.is_service


def test_only_administrators_make_machines(member: Person, stranger: Person, andebu: Organisation, now) -> None:
    for by in (member, stranger):
        with pytest.raises(NotPermitted):
            tokens.make_service_token(organisation=andebu, by=by, now=now, name="X")


def test_a_machine_is_given_no_role_that_decides(administrator: Person, andebu: Organisation, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="X", role="decision_maker")


def test_a_machine_makes_no_personal_token(administrator: Person, andebu: Organisation, now: datetime) -> None:
    machine = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync")[0].person
    with pytest.raises(NotPermitted):
        tokens.make_personal_token(person=machine, by=machine, now=now, name="X")


def test_a_revoked_token_opens_nothing(
    made: tuple[ApiToken, str], member: Person, administrator: Person, andebu: Organisation, now: datetime
) -> None:
    tokens.revoke(token=made[0], by=member, now=now)
    assert tokens.recognise(secret=made[1], now=now) is None
    service, _ = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync")
    tokens.revoke(token=service, by=administrator, now=now)
    assert not Person.objects.get(pk=service.person_id).is_active


def test_others_tokens_are_revoked_by_administrators_only(
    made: tuple[ApiToken, str], stranger: Person, administrator: Person, andebu: Organisation, now: datetime
) -> None:
    for by in (stranger, make_person(andebu, "Liv")):
        with pytest.raises(NotPermitted):
            tokens.revoke(token=made[0], by=by, now=now)
    tokens.revoke(token=made[0], by=administrator, now=now)


def test_one_sees_ones_own_tokens_and_an_administrator_the_machines_too(
    made: tuple[ApiToken, str], member: Person, administrator: Person, stranger: Person, andebu: Organisation, now
) -> None:
    service, _ = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync")
    assert list(ApiToken.objects.visible_to(member)) == [made[0]]
    assert list(ApiToken.objects.visible_to(administrator)) == [service]
    assert not ApiToken.objects.visible_to(stranger).exists()
