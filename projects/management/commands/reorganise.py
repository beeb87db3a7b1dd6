from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from projects.models import ReorganisationKind
from projects.reports.reorganisation import choices_in, contents_of, counted_in_words
from projects.services import reorganising
from projects.services.reorganising import NewUnit
from register.errors import Refusal
from register.models import Organisation, Person, Unit


class Command(BaseCommand):
    help = "Merges a unit into another, splits it, or puts it below another: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=ReorganisationKind.values)
        parser.add_argument("--organisation", required=True, help="its name")
        parser.add_argument("--unit", required=True, help="the unit's name, key or id")
        parser.add_argument("--into", help="the other unit's name, key or id; without it a move goes to the top")
        parser.add_argument("--new", help="split: the name of the new unit")
        parser.add_argument("--line-manager", help="split: the e-mail address of the new unit's line manager")
        parser.add_argument("--choose", action="append", default=[], help="split: what goes, for example project.ID")
        parser.add_argument("--list", action="store_true", help="say what a split can choose, and change nothing")
        parser.add_argument("--reason", default="", help="why; kept in the audit trail")
        parser.add_argument("--dry-run", action="store_true", help="say what would follow, and change nothing")

    def handle(self, *args: Any, kind: str, dry_run: bool, **options: Any) -> None:
        home = Organisation.objects.open().filter(name__iexact=options["organisation"].strip()).first()
        if home is None:
            raise CommandError(f"There is no organisation named {options['organisation']!r}.")
        unit, now = _unit(home, options["unit"]), timezone.now()
        if options["list"]:
            for reference, words in choices_in(contents_of(unit, home.local_date(now))):
                self.stdout.write(f"{reference}  {words}")
            return
        service = reorganising.rehearse if dry_run else reorganising.carry_out
        try:
            done = service(
                kind=kind,
                unit=unit,
                into=_into(home, options),
                chosen=options["choose"],
                reason=options["reason"],
                by=None,
                now=now,
            )
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{'would follow' if dry_run else 'followed'}: {counted_in_words(done.counts)}")


def _into(home: Organisation, options: dict[str, Any]) -> Unit | NewUnit | None:
    if options["new"]:
        address = options["line_manager"]
        manager = Person.objects.filter(organisation=home, is_service=False).with_email(address or "").first()
        if address and manager is None:
            raise CommandError(f"Nobody in {home.name} has the address {address!r}.")
        return NewUnit(options["new"], manager)
    return _unit(home, options["into"]) if options["into"] else None


def _unit(home: Organisation, named: str) -> Unit:
    known = Unit.objects.filter(organisation=home)
    found = list(known.filter(Q(name__iexact=named) | Q(key=named))) or [one for one in known if str(one.pk) == named]
    if len(found) != 1:
        raise CommandError(f"{len(found)} units of {home.name} are named {named!r}. Give the id of one.")
    return found[0]
