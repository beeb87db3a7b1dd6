from argparse import ArgumentParser
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.interchange.exporting import export_register
from register.errors import Refusal
from register.models import Organisation

KINDS = {".xlsx": "xlsx", ".zip": "zip"}


class Command(BaseCommand):
    help = "Exports a register as an XLSX file or a ZIP of CSV files, by the ending of the file's name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="its name")

    def handle(self, *args: Any, file: Path, organisation: str, **options: Any) -> None:
        home = Organisation.objects.open().filter(name__iexact=organisation.strip()).first()
        if home is None:
            raise CommandError(f"There is no organisation named {organisation!r}.")
        kind = KINDS.get(file.suffix.lower())
        if kind is None:
            raise CommandError("Name a file that ends in .xlsx or .zip.")
        written = BytesIO()
        try:
            export_register(organisation=home, target=written, kind=kind, by=None)
            file.write_bytes(written.getvalue())
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{home.name} is written to {file}.")
