"""The task queue: `celery -A config worker` and `celery -A config beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_init
from django.conf import settings

from config import checks, silence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("varig")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def refuse_unsafe_settings(**_kwargs: Any) -> None:
    """SystemExit, because Celery only logs the exceptions of a signal's receivers."""
    if refusal := checks.in_words():
        raise SystemExit(refusal)


@worker_init.connect
def listen(**_kwargs: Any) -> None:
    """Before the worker waits for Redis; the embedded one has none."""
    if not settings.EMBEDDED_WORKER:
        silence.listen(app)


def ring() -> None:
    """Ask a worker for a sweep now, and for imports. A message that nobody took for a minute is out of date."""
    app.send_task("projects.sweep", retry=False, expires=60)
    app.send_task("projects.run_imports", retry=False, expires=60)
