"""Sending over real connections to a mail server that misbehaves."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from smtplib import SMTPException
from threading import Event, Thread

import pytest
from django.core.mail import EmailMessage, get_connection

from tests.mailbox import Mailbox
from workflows import smtp

MESSAGE = EmailMessage("Subject", "Text", "varig@varig.example", ["kari@eksempel.example"])


@pytest.fixture
def dribbling_at(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """A server that speaks SMTP until a certain command, and then answers a byte now and then for ever."""
    monkeypatch.setattr(smtp, "LONGEST_OPENING", 0.5)
    monkeypatch.setattr(smtp, "LONGEST_MAIL", 0.5)
    monkeypatch.setattr(smtp, "LOOK_EVERY", 0.05)
    listener, over, threads = socket.create_server(("127.0.0.1", 0)), Event(), []
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "workflows.smtp.EmailBackend", 1
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()

    def dribble(client: socket.socket) -> None:
        while not over.wait(0.1):
            client.sendall(b"2")

    def converse(command: bytes) -> None:
        client, _ = listener.accept()
        with closing(client), client.makefile("rb") as lines:
            if command:
                client.sendall(b"220 here\r\n")
                while not lines.readline().lower().startswith(command):
                    client.sendall(b"250 yes\r\n")
            dribble(client)

    def quietly(command: bytes) -> None:
        with suppress(OSError):
            converse(command)

    def start(command: str) -> None:
        threads.append(Thread(target=quietly, args=[command.encode()]))
        threads[0].start()

    yield start
    over.set()
    listener.close()
    threads[0].join()


@pytest.mark.parametrize("command", ["", "ehlo", "mail", "rcpt", "data"])
def test_a_server_that_answers_a_byte_now_and_then_is_cut_off(dribbling_at, command: str) -> None:
    dribbling_at(command)
    began = time.monotonic()
    connection = get_connection()
    with pytest.raises(SMTPException):
        connection.send_messages([MESSAGE])
    connection.close()
    assert time.monotonic() - began < 3


def test_an_idle_connection_is_kept(smtp_server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "LONGEST_OPENING", 0.1)
    monkeypatch.setattr(smtp, "LONGEST_MAIL", 0.1)
    monkeypatch.setattr(smtp, "LOOK_EVERY", 0.02)
    with get_connection() as connection:
        for _ in range(2):
            assert connection.send_messages([MESSAGE]) == 1
            time.sleep(0.3)
    assert len(smtp_server.messages) == 2


def test_encryption_from_the_first_byte_is_bounded_too(settings) -> None:
    settings.EMAIL_USE_SSL = True
    assert smtp.EmailBackend().connection_class is smtp.BoundedSMTPS


def test_without_a_connection_nothing_is_sent() -> None:
    assert smtp.EmailBackend()._send(MESSAGE) is False
