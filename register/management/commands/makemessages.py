"""Gathers the words to translate into locale/ and compiles what is translated; two runs give the same bytes."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

NOT_OURS = ["build", "node_modules", "var", "requirements/*.txt", "demo", "tests", "bench"]
DATE_OF_EXTRACTION = re.compile(r'^"POT-Creation-Date: .*\n', re.MULTILINE)


class Command(makemessages.Command):
    help = "Gathers the words to translate into locale/*/LC_MESSAGES/django.po, and compiles them."

    # A guess from a similar sentence is not a translation: new words come empty.
    msgmerge_options = ["-q", "--backup=none", "--no-fuzzy-matching", "--update"]

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's own, for all our languages, without line numbers and without what is not ours."""
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        ours = {
            "locale": options["locale"] or languages,
            "ignore_patterns": [*options["ignore_patterns"], *NOT_OURS],
            "add_location": "file",
            "no_wrap": True,
            "no_obsolete": True,
        }
        super().handle(*args, **(options | ours))
        call_command(
            "compilemessages", locale=ours["locale"], ignore_patterns=[".*", *NOT_OURS], verbosity=self.verbosity
        )

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Without the moment of the run, which would be a change in every commit."""
        super().write_po_file(potfile, locale)
        path = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        path.write_text(DATE_OF_EXTRACTION.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
