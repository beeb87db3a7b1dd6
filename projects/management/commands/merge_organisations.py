from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.services import merging_organisations
from projects.services.merging_people import names_that_differ
from register.errors import Refusal
from register.models import Organisation


class Command(BaseCommand):
    help = "Merges a whole organisation into another and closes it: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="gone", required=True, help="the name of the organisation that goes")
        parser.add_argument("--to", dest="into", required=True, help="the name of the one it goes into")
        parser.add_argument("--reason", default="", help="why; kept in both audit trails")
        parser.add_argument("--dry-run", action="store_true", help="say what would follow, and change nothing")

    def handle(self, *args: Any, gone: str, into: str, reason: str, dry_run: bool, **options: Any) -> None:
        homes = {"gone": _named(gone), "into": _named(into)}
        differing = names_that_differ(**homes)
        try:
            if dry_run:
                counts = merging_organisations.rehearse(**homes, by=None, now=timezone.now())
            else:
                counts = merging_organisations.merge(**homes, by=None, now=timezone.now(), reason=reason)
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("would follow:" if dry_run else "followed:")
        for name, number in counts.items():
            self.stdout.write(f"  {name.replace('_', ' ')}: {number}")
        for old, new in differing:
            self.stdout.write(f"{old} is called {new} there. Signed handovers that name them must be signed again")
            self.stdout.write("when their project is next changed; spell both alike before you merge.")


def _named(name: str) -> Organisation:
    found = Organisation.objects.open().filter(name__iexact=name.strip()).first()
    if found is None:
        raise CommandError(f"There is no organisation named {name!r}.")
    return found
