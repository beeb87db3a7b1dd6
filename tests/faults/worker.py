"""A process of its own that delivers what is due until nothing is left, and dies or freezes where it is told to."""

import os
import signal
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from workflows import smtp
from workflows.mail import Mail
from workflows.models import Notice
from workflows.models.notices import OPEN
from workflows.services import claims, delivery


@dataclass(frozen=True)
class Orders:
    """Where to work, and what goes wrong: `at` is before_claim, after_claim, before_send, after_send or after_mark."""

    database: dict[str, Any]
    port: int
    at: str = ""
    sent: int = signal.SIGKILL  # the signal
    lease: float = 1.0
    pause: float = 0.0  # seconds per mail
    fenced: bool = True


orders: Orders


def reach(point: str) -> None:
    """Whoever wakes from a stop goes on without another one."""
    global orders  # noqa: PLW0603 a process has one task
    if orders.at == point:
        orders = replace(orders, at="")
        os.kill(os.getpid(), orders.sent)


class EmailBackend(smtp.EmailBackend):
    """The product's own, with a place to die before and after."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        reach("before_send")
        sent = super().send_messages(email_messages)
        reach("after_send")
        return sent


def compose(notice: Notice) -> Mail:
    reach("after_claim")
    if Notice.objects.filter(status="sent").exists():
        reach("after_mark")
    time.sleep(orders.pause)
    return Mail(f"About {notice.once_key}", "Something is due.")


def work(given: Orders) -> None:
    """Work as told until the outbox is empty."""
    global orders  # noqa: PLW0603 a process has one task
    orders = given
    del connections["default"]  # made while Django was set up, for another database
    connections.databases["default"] = orders.database
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        f"{__name__}.EmailBackend",
        "127.0.0.1",
        orders.port,
    )
    claims.LEASE, claims.FIRST_WAIT = timedelta(seconds=orders.lease), timedelta(seconds=0.2)
    delivery.LONGEST_MAIL = 0.5 if orders.lease else -1000
    if not orders.fenced:
        claims._held = lambda notice: Notice.objects.filter(pk=notice.pk)
    reach("before_claim")
    while Notice.objects.filter(status__in=OPEN).exists():
        delivery.deliver_due(compose=compose)
        time.sleep(0.05)
