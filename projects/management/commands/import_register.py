from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.interchange.importing import ImportResult, import_file
from projects.interchange.problems import ImportRefused
from register.errors import Refusal
from register.models import Organisation


class Command(BaseCommand):
    help = "Imports a register from an XLSX file or a ZIP of CSV files: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="its name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and store nothing")
        parser.add_argument("--reason", default="", help="why; kept in the audit trail")

    def handle(self, *args: Any, file: Path, organisation: str, dry_run: bool, reason: str, **options: Any) -> None:
        home = Organisation.objects.open().filter(name__iexact=organisation.strip()).first()
        if home is None:
            raise CommandError(f"There is no organisation named {organisation!r}.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            result = import_file(
                organisation=home, content=content, by=None, now=timezone.now(), reason=reason, dry_run=dry_run
            )
        except ImportRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{refused} Problems: {len(refused.problems)}.") from refused
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self._tell(result)

    def _tell(self, result: ImportResult) -> None:
        for sheet in result.sheets:
            for change in sheet.changes:
                self.stdout.write(
                    f"{sheet.sheet}, row {change.row}, {change.column}: {change.old!r} becomes {change.new!r}"
                )
            self.stdout.write(
                f"{sheet.sheet}: created {sheet.created}, changed {sheet.changed}, unchanged {sheet.unchanged}"
            )
        for email in result.people:
            self.stdout.write(f"{email} is known by this address alone, and has no account.")
        self.stdout.write(f"created {result.created}, changed {result.changed}, unchanged {result.unchanged}")
