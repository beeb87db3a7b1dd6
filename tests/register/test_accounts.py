"""Signing in and passwords: nothing tells whether an address is known, and guessing is counted."""

import re
import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from register.errors import InvalidInput, NotPermitted, NotPossible, TooManyAttempts
from register.models import Account, AccountLink, AttemptCounter, AuditEvent, LinkKind, Person
from register.services import accounts, attempts

PASSWORD = "a long enough password"
HOME = "192.0.2.7"


@pytest.fixture
def account(member: Person) -> Account:
    member.account.set_password(PASSWORD)
    member.account.save()
    return member.account


def sign_in(email: str, password: str, now: datetime, address: str = HOME) -> Account:
    return accounts.sign_in(email=email, password=password, address=address, now=now)


def mailed_secret() -> str:
    return re.search(r"link=([\w-]+)", mail.outbox[-1].body)[1]


def test_the_right_password_signs_in(account: Account, now: datetime) -> None:
    assert sign_in(" Mons@Andebu.example", PASSWORD, now) == account
    assert Account.objects.get(pk=account.pk).last_login == now


def test_every_refusal_is_the_same(account: Account, administrator: Person, now: datetime) -> None:
    Account.objects.create(email="gone@andebu.example", is_active=False, password=account.password)
    answers = set()
    for email, password in (
        (account.email, "wrong"),
        (account.email, "x" * 2000),
        ("nobody@andebu.example", PASSWORD),
        ("gone@andebu.example", PASSWORD),
        (administrator.email, PASSWORD),
    ):
        with pytest.raises(NotPermitted) as caught:
            sign_in(email, password, now)
        answers.add((str(caught.value), caught.value.code))
    assert len(answers) == 1


@pytest.mark.parametrize("email", ["mons@andebu.example", "nobody@andebu.example"])
def test_too_many_attempts_are_refused_whether_the_address_is_known_or_not(
    account: Account, now: datetime, email: str
) -> None:
    for _ in range(10):
        with pytest.raises(NotPermitted):
            sign_in(email, "wrong", now)
    with pytest.raises(TooManyAttempts) as caught:
        sign_in(email, PASSWORD, now + timedelta(minutes=14))
    assert caught.value.retry_after == 60


def test_the_limit_ends_with_its_window(account: Account, now: datetime) -> None:
    for _ in range(10):
        with pytest.raises(NotPermitted):
            sign_in(account.email, "wrong", now)
    assert sign_in(account.email, PASSWORD, now + timedelta(minutes=15)) == account


def test_the_right_password_starts_the_count_anew(account: Account, now: datetime) -> None:
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(NotPermitted):
                sign_in(account.email, "wrong", now)
        sign_in(account.email, PASSWORD, now)


def test_one_address_cannot_try_many_accounts_for_ever(account: Account, now: datetime) -> None:
    for _ in range(attempts.SIGN_IN_BY_ADDRESS.most):
        attempts.count(attempts.SIGN_IN_BY_ADDRESS, HOME, now=now)
    with pytest.raises(TooManyAttempts):
        sign_in(account.email, PASSWORD, now)
    assert sign_in(account.email, PASSWORD, now, address="192.0.2.8") == account


def test_signing_in_rightly_does_not_use_up_the_addresss_attempts(account: Account, now: datetime) -> None:
    for _ in range(5):
        sign_in(account.email, PASSWORD, now)
    assert AttemptCounter.objects.get().count == 0


def test_the_counters_hold_no_addresses_and_are_swept(account: Account, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        sign_in(account.email, "wrong", now)
    assert not [one for one in AttemptCounter.objects.all() if "@" in one.subject or "192" in one.subject[:3]]
    assert attempts.sweep(now=now + timedelta(hours=23)) == 0
    assert attempts.sweep(now=now + timedelta(days=2)) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads of one process share an SQLite test database")
def test_fifty_wrong_attempts_at_once_count_fifty(now: datetime) -> None:
    start = threading.Barrier(50)
    answers: list[type[Exception]] = []

    def guess(number: int) -> None:
        start.wait(30)
        try:
            sign_in("anne@andebu.example", "wrong", now, address=f"192.0.2.{number}")
        except Exception as error:  # noqa: BLE001 whatever it is shall be compared
            answers.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert max(AttemptCounter.objects.values_list("count", flat=True)) == 50
    assert sorted(answers, key=str) == [NotPermitted] * 10 + [TooManyAttempts] * 40


def test_a_link_is_mailed_to_a_known_address(
    account: Account, now: datetime, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        accounts.request_reset(email="MONS@andebu.example", address=HOME, now=now)
    assert mail.outbox[0].to == [account.email]
    assert mail.outbox[0].body.count("http://127.0.0.1:8000/choose-password/?link=") == 1
    accounts.choose_password(secret=mailed_secret(), password="another long password", now=now)
    assert sign_in(account.email, "another long password", now) == account


def test_an_account_without_a_person_is_answered_too(
    account: Account, member: Person, now: datetime, django_capture_on_commit_callbacks
) -> None:
    Person.objects.update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        accounts.request_reset(email=account.email, address=HOME, now=now)
    assert "link=" in mail.outbox[0].body


def test_an_unknown_address_gets_a_mail_without_a_link(
    db: None, now: datetime, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        accounts.request_reset(email="nobody@andebu.example", address=HOME, now=now)
    assert mail.outbox[0].to == ["nobody@andebu.example"]
    assert "link=" not in mail.outbox[0].body
    assert mail.outbox[0].subject == "A new password for Varig"


@pytest.mark.parametrize("email", ["mons@andebu.example", "nobody@andebu.example"])
def test_nobody_is_mailed_more_than_three_times_an_hour(account: Account, now: datetime, email: str) -> None:
    for _ in range(3):
        accounts.request_reset(email=email, address=HOME, now=now)
    with pytest.raises(TooManyAttempts):
        accounts.request_reset(email=email, address=HOME, now=now)


def test_a_link_works_once(account: Account, now: datetime) -> None:
    secret = accounts.make_link(account=account, now=now)
    other = accounts.make_link(account=account, now=now, kind=LinkKind.RESET)
    assert accounts.find_link(secret=secret, now=now).account == account
    assert accounts.find_link(secret=secret, now=now)
    accounts.choose_password(secret=secret, password="another long password", now=now)
    for spent in (secret, other):
        with pytest.raises(NotPossible) as caught:
            accounts.choose_password(secret=spent, password="yet another password", now=now)
        assert caught.value.code == "link_spent"
    assert AuditEvent.objects.get().action == "account.password_set"


def test_of_two_with_the_same_link_one_comes_too_late(
    account: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = accounts.make_link(account=account, now=now)
    seen = accounts.find_link(secret=secret, now=now)
    AccountLink.objects.update(used_at=now)
    monkeypatch.setattr(accounts, "find_link", lambda secret, now: seen)
    with pytest.raises(NotPossible):
        accounts.choose_password(secret=secret, password="another long password", now=now)


@pytest.mark.parametrize(("kind", "hours"), [(LinkKind.INVITATION, 24 * 7), (LinkKind.RESET, 1)])
def test_a_link_lasts_for_a_limited_time(account: Account, now: datetime, kind: LinkKind, hours: int) -> None:
    secret = accounts.make_link(account=account, now=now, kind=kind)
    assert accounts.find_link(secret=secret, now=now + timedelta(hours=hours, seconds=-1))
    assert accounts.find_link(secret=secret, now=now + timedelta(hours=hours)) is None


def test_a_new_link_ends_the_one_before(account: Account, now: datetime) -> None:
    first = accounts.make_link(account=account, now=now)
    accounts.make_link(account=account, now=now)
    assert accounts.find_link(secret=first, now=now) is None


@pytest.mark.parametrize("password", ["short", "password1234", "x" * 1001])
def test_a_weak_password_is_refused_and_the_link_still_works(account: Account, now: datetime, password: str) -> None:
    secret = accounts.make_link(account=account, now=now)
    with pytest.raises(InvalidInput) as caught:
        accounts.choose_password(secret=secret, password=password, now=now)
    assert caught.value.errors[0].field == "password"
    assert accounts.find_link(secret=secret, now=now)


def test_a_password_is_changed_by_those_who_know_the_old_one(account: Account, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        accounts.change_password(account=account, old="wrong", new="another long password", address=HOME, now=now)
    with pytest.raises(InvalidInput):
        accounts.change_password(account=account, old=PASSWORD, new="short", address=HOME, now=now)
    accounts.change_password(account=account, old=PASSWORD, new="another long password", address=HOME, now=now)
    assert sign_in(account.email, "another long password", now) == account


def test_only_administrators_invite(member: Person, stranger: Person, administrator: Person, now: datetime) -> None:
    for by in (member, stranger):
        with pytest.raises(NotPermitted):
            accounts.invite(person=member, by=by, now=now)
    accounts.invite(person=member, by=administrator, now=now)


def test_an_account_runs_the_installation_or_does_not(account: Account) -> None:
    assert not account.is_staff
    assert not account.has_perm("register.add_unit")
    account.is_installation_admin = True
    assert account.is_staff
    assert account.has_perm("register.add_unit")
    assert account.has_module_perms("register")
    assert Account.objects.get_by_natural_key("MONS@andebu.example") == account
    assert str(account) == "mons@andebu.example"
