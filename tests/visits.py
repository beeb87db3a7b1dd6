"""Visiting pages as somebody of the cast."""

from django.test import Client

from register.models import Account, Person


def account_of(person: Person) -> Account:
    """The person's way to sign in, made when first asked for."""
    kept = Person.objects.get(pk=person.pk)
    if kept.account is None:
        kept.account = Account.objects.create(email=f"{kept.pk}@signs-in.example")
        kept.save(update_fields=["account"])
    return kept.account


def visiting(person: Person) -> Client:
    """A browser without JavaScript in which this person is signed in."""
    client = Client(raise_request_exception=True)
    client.force_login(account_of(person))
    return client
