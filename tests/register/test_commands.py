"""What runs on the server: the first administrator, and the check of the audit trail."""

from datetime import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from register import audit_triggers
from register.models import AuditEvent, Organisation, Person
from register.services import accounts, tokens
from register.services.people import Access, add_person


def create_administrator(email: str = "anne@andebu.example", country: str = "NO") -> list[str]:
    out = StringIO()
    call_command("create_administrator", organisation="Andebu", country=country, email=email, stdout=out)
    return out.getvalue().splitlines()


def test_the_first_administrator_gets_an_organisation_a_token_and_a_way_to_sign_in(db: None) -> None:
    *said, secret = create_administrator()
    person = Person.objects.get()
    assert (person.organisation.name, person.organisation.currency) == ("Andebu", "NOK")
    assert person.standing.administrator
    assert not person.account.has_usable_password()
    assert tokens.recognise(secret=secret, now=person.created_at).person == person
    [line] = [line for line in said if "choose-password" in line]
    link = line.rpartition("link=")[2]
    assert accounts.find_link(secret=link, now=person.created_at).account == person.account
    assert not mail.outbox


def test_a_second_time_only_a_new_token_is_made(db: None) -> None:
    first = create_administrator()[-1]
    person = Person.objects.get()
    accounts.set_password(account=person.account, password="a long enough password", now=person.created_at)
    *said, second = create_administrator("ANNE@andebu.example", "DK")
    assert first != second
    assert Organisation.objects.get().country == "NO"
    assert not [line for line in said if "choose-password" in line]


def test_somebody_known_without_account_or_deactivated_becomes_administrator(
    andebu: Organisation, now: datetime
) -> None:
    person = add_person(organisation=andebu, email="anne@andebu.example", by=None, now=now, access=Access.NONE)
    Person.objects.update(is_active=False)
    create_administrator()
    person = Person.objects.get(pk=person.pk)
    assert person.is_active
    assert person.standing.administrator
    assert person.account.email == person.email


def test_what_is_no_address_is_refused_in_words_and_nothing_is_made(db: None) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        create_administrator("anne")
    assert not Organisation.objects.exists()


def test_the_audit_check_says_how_many_lines_hold(db: None) -> None:
    create_administrator()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"Andebu: {AuditEvent.objects.count()} lines verified\n"


def test_the_audit_check_fails_with_the_first_broken_line(db: None) -> None:
    create_administrator()
    audit_triggers.remove(connection)
    AuditEvent.objects.filter(position=2).update(action="forged")
    with pytest.raises(CommandError, match="Andebu: Line 2 has been changed") as caught:
        call_command("verify_audit", stdout=StringIO())
    assert caught.value.returncode == 1
