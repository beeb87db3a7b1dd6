"""The product's task queue with two tasks that only these tests use: `celery -A tests.faults.queue worker`."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import django
from django.apps import apps

from config.celery import app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from workflows.mail import Mail
from workflows.models import Notice
from workflows.services import claims, delivery


def compose(notice: Notice) -> Mail:
    """A mail about anything, not too fast."""
    time.sleep(0.01)
    return Mail(f"About {notice.once_key}", "Something is due.")


@app.task(name="faults.deliver")
def deliver() -> None:
    """A round of delivery with leases short enough to wait for."""
    claims.LEASE, claims.FIRST_WAIT = timedelta(seconds=5), timedelta(seconds=0.2)
    delivery.LONGEST_MAIL = 0.5
    delivery.deliver_due(compose=compose, seconds=45)


@app.task(name="faults.die_once")
def die_once(trace: str) -> None:
    """Killed in its first run; leaves a trace in its second."""
    if not Path(trace).exists():
        Path(trace).write_text("died", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    Path(trace).write_text("ran again", encoding="utf-8")
