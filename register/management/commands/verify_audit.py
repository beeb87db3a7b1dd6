from typing import Any

from django.core.management.base import BaseCommand, CommandError

from register.services.audit_verification import verify


class Command(BaseCommand):
    help = "Checks every audit chain from its first line to its last; exit 1 and the first broken link otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        reports = verify()
        for report in reports:
            self.stdout.write(f"{report.name}: {report.verified} lines verified")
        broken = next((report for report in reports if report.broken), None)
        if broken:
            raise CommandError(f"{broken.name}: {broken.broken}", returncode=1)
