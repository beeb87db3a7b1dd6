"""`/health`: whether this installation does its work, for whoever watches it."""

from datetime import timedelta
from enum import IntEnum

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workflows.models import Notice, NoticeStatus

LATEST_DELIVERY = timedelta(minutes=5)  # a notice due for longer means that no worker runs


class Light(IntEnum):
    """The worst light of all checks is the installation's."""

    GREEN = 0
    AMBER = 1
    RED = 2


def database() -> Light:
    """Red when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return Light.RED
    return Light.GREEN


def redis_answers() -> bool:
    """Whether the queue can be reached now."""
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def queue() -> Light:
    """Amber when Redis does not answer: mail then waits until a worker looks for itself."""
    if settings.EMBEDDED_WORKER:
        return Light.GREEN
    return Light.GREEN if redis_answers() else Light.AMBER


def worker() -> Light:
    """Red when a notice should have been sent a while ago and nobody has tried."""
    late = Notice.objects.filter(status=NoticeStatus.NEW, try_after__lt=timezone.now() - LATEST_DELIVERY)
    return Light.RED if late.exists() else Light.GREEN


def mail() -> Light:
    """Amber when a notice was given up, or keeps failing."""
    return Light.AMBER if Notice.objects.undelivered(timezone.now()).exists() else Light.GREEN


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Green, amber or red, for the whole and for each part; 503 when red."""
    lights = {"database": database(), "queue": queue()}
    if lights["database"] is Light.GREEN:
        lights |= {"worker": worker(), "mail": mail()}
    worst = max(lights.values())
    parts = {part: light.name.lower() for part, light in lights.items()}
    return JsonResponse({"status": worst.name.lower()} | parts, status=503 if worst is Light.RED else 200)
