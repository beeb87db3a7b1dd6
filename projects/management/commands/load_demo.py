from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.walk.loading import PASSWORD, load_demo


class Command(BaseCommand):
    help = "Loads registers of real cases and an invented municipality to try Varig on. Once is enough."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ON_LOOPBACK:
            raise CommandError(
                "The demo's password is known to everybody, so it is loaded only where BASE_URL is this very machine "
                f"(http://127.0.0.1:8000), not {settings.BASE_URL}."
            )
        made = load_demo(timezone.now())
        for name in made:
            self.stdout.write(name)
        self.stdout.write(f"Everybody's password is: {PASSWORD}" if made else "The demo is there already.")
