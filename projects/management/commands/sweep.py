"""What a worker does every half minute, done once: for when Redis is away, or where cron shall ring."""

from typing import Any

from django.core.management.base import BaseCommand

from projects.tasks import sweep


class Command(BaseCommand):
    """May run beside workers and other sweeps."""

    help = "Makes the rounds of reminders that are due and sends what waits, once."

    def handle(self, *args: Any, **options: Any) -> None:
        sweep()
