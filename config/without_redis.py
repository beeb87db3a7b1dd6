"""Reminders while Redis is away: nobody rings then, so each worker looks for itself.

What is due stands in the rows. The sweep runs in a process of its own, because the worker's own are waiting for Redis;
several at once do no harm.
"""

import os
import subprocess
import sys
import time
from threading import Thread

import redis
import structlog
from django.conf import settings

LOOK_EVERY = 60  # seconds
LONGEST_SWEEP = 120

log = structlog.get_logger(__name__)


def start() -> None:
    """Watch for as long as the worker runs."""
    Thread(target=_watch, name="without-redis", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(LOOK_EVERY)
        try:
            look()
        except Exception:
            log.exception("sweep_without_redis_failed")


def look() -> bool:
    """Sweep if Redis does not answer; whether it was needed."""
    if redis_answers():
        return False
    log.warning("sweep_without_redis")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "sweep"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ, timeout=LONGEST_SWEEP, check=True)  # noqa: S603
    return True


def redis_answers() -> bool:
    """Whether the queue can be reached now."""
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
