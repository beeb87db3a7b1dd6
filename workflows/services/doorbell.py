"""The doorbell: asks the worker to look at the outbox now instead of at its next sweep.

It is rung by a thread of its own, so that a broker that is down or silent neither fails nor delays a request.
A ring that is lost only costs the time until the next sweep.
"""

import time
from threading import Event, Lock, Thread

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

REST_AFTER_FAILURE = 5  # seconds; a broker that is down is not asked for every notice

log = structlog.get_logger(__name__)
_asked = Event()
_starting = Lock()
_ringer: Thread | None = None


def ring() -> None:
    """Have the function that DOORBELL names called soon; several rings at once become one."""
    if settings.DOORBELL:
        _asked.set()
        _have_a_ringer()


def _have_a_ringer() -> None:
    global _ringer  # noqa: PLW0603 one thread per process, started when first needed and again after a fork
    with _starting:
        if _ringer is None or not _ringer.is_alive():
            _ringer = Thread(target=_keep_ringing, name="doorbell", daemon=True)
            _ringer.start()


def _keep_ringing() -> None:
    while True:
        _asked.wait()
        _asked.clear()
        try:
            import_string(settings.DOORBELL)()
        except Exception:
            log.exception("doorbell_unanswered")
            time.sleep(REST_AFTER_FAILURE)
