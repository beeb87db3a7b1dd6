"""An organisation with an outbox, and a mail for every notice in it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from register.models import Organisation, Person
from workflows.mail import Mail
from workflows.models import Notice
from workflows.services.notices import enqueue

Enqueue = Callable[..., Notice]


def organisation_named(name: str) -> Organisation:
    return Organisation.objects.create(name=name, country="NO", language="nb", currency="NOK", time_zone="Europe/Oslo")


def person_in(organisation: Organisation, email: str, name: str = "Kari Nordmann") -> Person:
    return Person.objects.create(organisation=organisation, name=name, email=email, language="nb")


@pytest.fixture
def organisation(db: None) -> Organisation:
    return organisation_named("Eksempel kommune")


@pytest.fixture
def person(organisation: Organisation) -> Person:
    return person_in(organisation, "kari@eksempel.example")


@pytest.fixture
def told(person: Person, now: datetime) -> Enqueue:
    """Put a notice into the outbox; returns its row."""

    def told(once_key: str = "due-1", *, to: Person = person, send_after: datetime = now) -> Notice:
        put = partial(enqueue, organisation=to.organisation, recipient=to, kind="test", payload={}, now=now)
        put(once_key=once_key, send_after=send_after)
        return Notice.objects.get(organisation=to.organisation, once_key=once_key)

    return told


def a_mail(notice: Notice) -> Mail:
    return Mail(subject=f"About {notice.once_key}", text="Something is due.", html="<p>Something is due.</p>")
