"""One account per address in the installation, one person per organisation, nobody let in or locked out by mistake."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail

from projects.mails import composer
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Account, AccountLink, Organisation, Person
from register.services import accounts, people, roles, tokens
from register.services.people import Access, add_person, deactivate, give_account, reactivate, update_person
from tests.register.conftest import make_person
from workflows.models import Notice
from workflows.services import notices
from workflows.services.delivery import deliver_due


@pytest.fixture
def other_administrator(andebu: Organisation) -> Person:
    return make_person(andebu, "Olav", administrator=None)


def mailed(now: datetime) -> list[mail.EmailMessage]:
    """What leaves the outbox."""
    before = len(mail.outbox)
    deliver_due(compose=composer(now), now=now)
    return mail.outbox[before:]


def test_somebody_new_gets_an_account_and_an_invitation(
    administrator: Person, andebu: Organisation, now: datetime
) -> None:
    person = add_person(organisation=andebu, email=" Liv@Andebu.example ", by=administrator, now=now)
    assert (person.name, person.email, person.language) == ("liv", "liv@andebu.example", "nb")
    assert not person.account.has_usable_password()
    [sent] = mailed(now)
    assert sent.to == ['"liv" <liv@andebu.example>']
    secret = re.search(r"http://127.0.0.1:8000/choose-password/\?link=(\w+)", sent.body)[1]
    assert accounts.find_link(secret=secret, now=now).account == person.account


def test_an_invitation_that_nobody_took_is_seen_and_sent_again_with_the_same_link_for_its_whole_time(
    administrator: Person, andebu: Organisation, now: datetime, settings
) -> None:
    person = add_person(organisation=andebu, email="liv@andebu.example", by=administrator, now=now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert not mailed(now)
    late = now + timedelta(days=8)
    [stuck] = notices.dead_notices(organisation=andebu, now=late)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notices.retry_dead(notice=stuck, by=administrator, now=late)
    [sent] = mailed(late)
    secret = re.search(r"link=(\w+)", sent.body)[1]
    assert accounts.find_link(secret=secret, now=late + timedelta(days=6)).account == person.account


def test_an_invitation_is_not_sent_any_more_when_its_link_was_used(
    administrator: Person, andebu: Organisation, now: datetime
) -> None:
    person = add_person(organisation=andebu, email="liv@andebu.example", by=administrator, now=now)
    AccountLink.objects.filter(account=person.account).update(used_at=now)
    assert not mailed(now)
    Person.objects.update(account=None)
    accounts.import_string(settings.INVITATIONS)(person=person, now=now + timedelta(hours=1))
    assert not mailed(now + timedelta(hours=1))
    assert set(Notice.objects.values_list("status", flat=True)) == {"skipped"}


def test_an_address_known_elsewhere_is_added_the_same_way(
    administrator: Person, andebu: Organisation, stranger: Person, now: datetime
) -> None:
    stranger.account.set_password("a long enough password")
    stranger.account.save()
    person = add_person(organisation=andebu, email=stranger.email.upper(), by=administrator, now=now)
    assert (person.name, person.account) == ("signe", stranger.account)
    assert Account.objects.filter(email=stranger.email).count() == 1
    [sent] = mailed(now)
    assert "/sign-in/" in sent.body
    assert "choose-password" not in sent.body


def test_an_address_is_added_once_per_organisation(
    administrator: Person, member: Person, andebu: Organisation, now: datetime
) -> None:
    with pytest.raises(InvalidInput) as caught:
        add_person(organisation=andebu, email=member.email, by=administrator, now=now)
    assert caught.value.errors[0].field == "email"


def test_what_is_no_address_is_refused(administrator: Person, andebu: Organisation, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        add_person(organisation=andebu, email="liv at home", by=administrator, now=now)


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_administrators_add_people(
    who: str, andebu: Organisation, now: datetime, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted):
        add_person(organisation=andebu, email="x@y.example", by=request.getfixturevalue(who), now=now)


def test_people_may_be_known_before_they_have_an_account(
    administrator: Person, andebu: Organisation, now: datetime
) -> None:
    person = add_person(organisation=andebu, email="x@y.example", by=None, now=now, access=Access.NONE, name="Xenia")
    assert (person.name, person.account) == ("Xenia", None)
    with pytest.raises(NotPossible):
        accounts.invite(person=person, by=administrator, now=now)
    person = give_account(person=person, by=administrator, now=now)
    assert person.account.email == "x@y.example"
    assert give_account(person=person, by=administrator, now=now, invite=False).version == person.version


def test_a_machine_gets_no_account(administrator: Person, andebu: Organisation, now: datetime) -> None:
    token, _ = tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Export")
    with pytest.raises(NotPossible):
        give_account(person=token.person, by=administrator, now=now)


def test_one_changes_ones_own_name_and_language_only(member: Person, now: datetime) -> None:
    changed = update_person(person=member, changes={"name": "Mons B", "language": "da"}, by=member, now=now)
    assert (changed.name, changed.language) == ("Mons B", "da")
    with pytest.raises(NotPermitted):
        update_person(person=member, changes={"email": "new@andebu.example"}, by=member, now=now)


def test_a_time_zone_of_ones_own_must_exist(member: Person, now: datetime) -> None:
    with pytest.raises(InvalidInput, match="Europe/Oslo"):
        update_person(person=member, changes={"time_zone": "Atlantis/Capital"}, by=member, now=now)
    assert update_person(person=member, changes={"time_zone": "Atlantic/Faroe"}, by=member, now=now).time_zone


def test_nobody_changes_somebody_else_but_an_administrator(
    member: Person, administrator: Person, stranger: Person, now: datetime
) -> None:
    for by in (member, stranger):
        with pytest.raises(NotPermitted):
            update_person(person=administrator, changes={"name": "X"}, by=by, now=now)
    assert update_person(person=member, changes={"key": "7"}, by=administrator, now=now).key == "7"


@pytest.mark.parametrize("field", ["is_active", "is_service", "account", "version"])
def test_what_decides_about_access_is_no_field_to_edit(
    member: Person, administrator: Person, now: datetime, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        update_person(person=member, changes={field: None}, by=administrator, now=now)
    assert caught.value.errors[0].code == "read_only"


def test_a_new_address_is_a_new_account_and_the_old_one_stays(
    member: Person, administrator: Person, now: datetime
) -> None:
    old = member.account
    changed = update_person(person=member, changes={"email": "Mons.B@andebu.example"}, by=administrator, now=now)
    assert changed.account.email == "mons.b@andebu.example"
    assert Account.objects.get(pk=old.pk).email == "mons@andebu.example"
    assert mailed(now)[0].to == ['"Mons" <mons.b@andebu.example>']


def test_the_same_address_again_changes_nothing(member: Person, administrator: Person, now: datetime) -> None:
    same = update_person(person=member, changes={"email": member.email.upper()}, by=administrator, now=now)
    assert (same.version, same.account) == (1, member.account)


def test_the_address_of_somebody_without_account_is_only_an_address(andebu: Organisation, now: datetime) -> None:
    person = add_person(organisation=andebu, email="x@y.example", by=None, now=now, access=Access.NONE)
    assert update_person(person=person, changes={"email": "z@y.example"}, by=None, now=now).account is None


def test_somebody_deactivated_loses_tokens_and_standing_at_once(
    administrator: Person, other_administrator: Person, now: datetime
) -> None:
    _, secret = tokens.make_personal_token(person=other_administrator, by=other_administrator, now=now, name="mine")
    gone = deactivate(person=other_administrator, by=administrator, now=now, reason="Has left")
    assert not gone.standing.administrator
    assert tokens.recognise(secret=secret, now=now) is None
    back = reactivate(person=gone, by=administrator, now=now)
    assert back.standing.administrator


def test_nobody_lets_themselves_in_again(administrator: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        reactivate(person=administrator, by=administrator, now=now)


def test_the_last_administrator_cannot_leave(administrator: Person, andebu: Organisation, now: datetime) -> None:
    tokens.make_service_token(organisation=andebu, by=administrator, now=now, name="Sync", scopes=["write"])
    with pytest.raises(NotPossible) as caught:
        deactivate(person=administrator, by=administrator, now=now)
    assert caught.value.code == "last_administrator"
    make_person(andebu, "Olav", administrator=None)
    deactivate(person=administrator, by=administrator, now=now)


def test_somebody_who_is_no_administrator_can_leave(member: Person, administrator: Person, now: datetime) -> None:
    people.refuse_without_administrator(member)
    assert not deactivate(person=member, by=administrator, now=now).is_active


def test_an_administrator_without_a_way_to_sign_in_does_not_count(
    administrator: Person, other_administrator: Person, now: datetime
) -> None:
    Account.objects.filter(pk=other_administrator.account_id).update(is_active=False)
    with pytest.raises(NotPossible):
        deactivate(person=administrator, by=administrator, now=now)


def test_only_administrators_deactivate(member: Person, administrator: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        deactivate(person=administrator, by=member, now=now)
    with pytest.raises(NotPermitted):
        reactivate(person=administrator, by=member, now=now)
    assert roles.RoleAssignment.objects.filter(person=administrator).exists()
