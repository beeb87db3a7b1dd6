"""One round of reminders as of a moment, delivered before it ends."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.mails import composer
from projects.reports.duties import in_words
from projects.services.reminders import Round, make_round
from register.models import Organisation
from workflows.services.delivery import deliver_due


class Command(BaseCommand):
    """Leases use the database's clock, whatever moment is given."""

    help = "Makes one round of reminders and sends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="the moment as ISO 8601, for example 2026-05-01T08:00+02:00; default: now")
        parser.add_argument("--dry-run", action="store_true", help="say who would be told what, and change nothing")

    def handle(self, *args: Any, now: str | None, dry_run: bool, **options: Any) -> None:
        moment = _moment(now)
        for organisation in Organisation.objects.open().order_by("name"):
            made = make_round(organisation=organisation, now=moment, at_once=True, dry_run=dry_run)
            if made is None:
                self.stdout.write(f"{organisation.name}: another process is making this round")
            else:
                self._tell(made, in_full=dry_run)
        if not dry_run:
            tally = deliver_due(compose=composer(moment), now=moment)
            self.stdout.write(
                f"sent {tally.sent}, no longer needed {tally.skipped}, "
                f"to be tried again {tally.failed}, given up {tally.dead}"
            )

    def _tell(self, made: Round, *, in_full: bool) -> None:
        lines = sum(len(reached) for reached in made.reached.values())
        name, people = made.organisation.name, len(made.reached)
        self.stdout.write(f"{name}, {made.on_date}: {lines} reminders to {people} people")
        for person, reached in made.reached.items() if in_full else ():
            self.stdout.write(f"  {person.name} <{person.email}>")
            for one, duty in zip(reached, in_words([one.duty for one in reached], made.organisation), strict=True):
                self.stdout.write(f"    {duty.due_date} {one.rung.days:+d} {duty.title} ({duty.detail})")


def _moment(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError("Give --now as ISO 8601, for example 2026-05-01T08:00+02:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
