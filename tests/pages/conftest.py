from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from register.models import Account, Person
from tests.cast import Cast

SignIn = Callable[[Person], Client]


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    return Cast(now)


def account_of(person: Person) -> Account:
    """The person's account; made where there is none yet."""
    if person.account is None:
        person.account = Account.objects.create(email=person.email)
        person.save()
    return person.account


@pytest.fixture
def as_person() -> SignIn:
    """A browser without JavaScript in which somebody is signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(account_of(person))
        return client

    return sign_in
