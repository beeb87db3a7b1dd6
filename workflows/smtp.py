"""Django's SMTP backend with an end: a server that answers a byte now and then cannot hold a worker for ever.

The socket's own time-out starts anew with every byte. Here opening and sending end, and the connection is cut.
"""

import smtplib
import socket
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

LONGEST_OPENING = 15  # seconds; with the longest mail less than a lease
LONGEST_MAIL = 30
LOOK_EVERY = 0.5


class Bounded:
    """Cuts an SMTP connection whose present exchange lasts too long; mixed into the classes of smtplib."""

    sock: socket.socket | None
    ends_at: float | None

    def __init__(self, *args: Any, **options: Any) -> None:
        self.closed = Event()
        self.ends_at = monotonic() + LONGEST_OPENING
        Thread(target=self._watch, name="smtp-watch", daemon=True).start()
        try:
            super().__init__(*args, **options)
        except BaseException:
            self.closed.set()
            raise

    def close(self) -> None:
        self.closed.set()
        super().close()  # type: ignore[misc]  # smtplib's

    def _watch(self) -> None:
        while not self.closed.wait(LOOK_EVERY):
            if self.ends_at is not None and monotonic() > self.ends_at and self.sock is not None:
                with suppress(OSError):
                    socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # also below TLS, whose own would wait
                return


class BoundedSMTP(Bounded, smtplib.SMTP):
    """Plain, or encrypted by STARTTLS."""


class BoundedSMTPS(Bounded, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """What EMAIL_BACKEND names when EMAIL_URL is an SMTP server."""

    connection: BoundedSMTP | BoundedSMTPS | None

    @property
    def connection_class(self) -> type[BoundedSMTP | BoundedSMTPS]:
        return BoundedSMTPS if self.use_ssl else BoundedSMTP

    def open(self) -> bool | None:
        opened = super().open()
        if opened and self.connection:
            self.connection.ends_at = None
        return opened

    def _send(self, email_message: EmailMessage) -> bool:
        if not self.connection:
            return False
        self.connection.ends_at = monotonic() + LONGEST_MAIL
        try:
            return super()._send(email_message)  # type: ignore[misc]  # missing in its stubs
        finally:
            if self.connection:
                self.connection.ends_at = None
