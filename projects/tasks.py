"""The tasks: one looks at the rows, writes down what is due, and sends it; one runs imports. Each may run twice."""

from datetime import timedelta
from time import monotonic

import structlog
from celery import shared_task
from django.utils import timezone

from projects.interchange import working
from projects.mails import composer
from projects.services import reminders
from workflows.services.delivery import deliver_due

ENOUGH = 40  # seconds, well within the task's time limit
LONGEST_IMPORT = 1_800  # seconds
SHARE = 20  # rounds take at most a twentieth of the time

log = structlog.get_logger(__name__)


@shared_task(name="projects.sweep")
def sweep() -> None:
    """Send what waits, make the rounds that are due, and send what they found."""
    began, now = monotonic(), timezone.now()
    deliver_due(compose=composer(now), seconds=ENOUGH / 2)
    for organisation in reminders.organisations_to_round(now):
        if monotonic() - began > ENOUGH:
            return
        started = monotonic()
        try:
            reminders.make_round(organisation=organisation, now=now)
        except Exception:
            log.exception("round_failed", organisation=str(organisation.pk))
        took = timedelta(seconds=monotonic() - started)
        reminders.rest(organisation=organisation, until=timezone.now() + SHARE * took)
    deliver_due(compose=composer(timezone.now()), seconds=max(ENOUGH - (monotonic() - began), 1))


@shared_task(name="projects.run_imports", soft_time_limit=LONGEST_IMPORT, time_limit=LONGEST_IMPORT + 30)
def run_imports() -> None:
    """Look at, import and undo what waits, each in a transaction of its own."""
    for run_id in working.waiting():
        working.work(run_id=run_id, now=timezone.now())
