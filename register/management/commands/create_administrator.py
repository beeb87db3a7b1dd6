from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from register.errors import Refusal
from register.models import CountryCode, Organisation, Person, RoleAssignment
from register.services import accounts, tokens
from register.services.account_mail import choose_password_url
from register.services.organisations import create_organisation
from register.services.people import Access, add_person, give_account, reactivate
from register.services.roles import assign

MADE_BY = "create_administrator"


class Command(BaseCommand):
    help = "Makes somebody administrator of an organisation, which is created if absent; prints a personal API token."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, help="its name")
        parser.add_argument("--country", required=True, choices=CountryCode.values, help="used if it is created")
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, organisation: str, country: str, email: str, **options: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                person = self._administrator(organisation, country, email, now)
                _token, secret = tokens.make_personal_token(person=person, by=None, now=now, name=MADE_BY)
                self._say_how_to_sign_in(person, now)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("The API token, shown only now:")
        self.stdout.write(secret)

    def _administrator(self, name: str, country: str, email: str, now: datetime) -> Person:
        found = Organisation.objects.filter(name__iexact=name.strip()).first()
        home = found or create_organisation(name=name, country=country, by=None, now=now)
        person = Person.objects.filter(organisation=home, is_service=False).with_email(email).first()
        if person is None:
            person = add_person(organisation=home, email=email, by=None, now=now, access=Access.UNANNOUNCED)
        if not person.is_active:
            person = reactivate(person=person, by=None, now=now)
        if person.account_id is None:
            person = give_account(person=person, by=None, now=now, invite=False)
        if not person.standing.administrator:
            assign(person=person, role=RoleAssignment.Role.ADMINISTRATOR, by=None, now=now)
        self.stdout.write(f"{person.email} is administrator of {home.name}.")
        return person

    def _say_how_to_sign_in(self, person: Person, now: datetime) -> None:
        account = person.account
        if account is not None and not account.has_usable_password():
            link = choose_password_url(accounts.make_link(account=account, now=now))
            self.stdout.write(f"To sign in, choose a password within 7 days: {link}")
