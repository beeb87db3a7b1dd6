"""Handing mails to the mail server on one kept connection, and what its refusals mean."""

import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection

from workflows.mail import one_line


class Unreachable(Exception):  # noqa: N818 it is the state of the server
    """The mail server cannot be reached or does not let us in: no mail can be sent now."""


class Postman:
    """One connection to the mail server, opened when needed and again after a failure."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def open(self) -> None:
        """Raises Unreachable, in the words of the server or the network."""
        try:
            self._connection.open()
        except Exception as error:
            self.hang_up()
            raise Unreachable(words_of(error)) from error

    def send(self, message: EmailMessage) -> None:
        """Return once the server has taken the mail over; otherwise raise what it raised."""
        try:
            self._connection.send_messages([message])
        except BaseException:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """Close the connection, however broken."""
        with suppress(OSError):
            self._connection.close()


def is_final(error: Exception) -> bool:
    """Whether the server will never take this mail for this recipient (5xx), so that trying again is pointless.

    A refused sender is not: it concerns every mail, and an administrator can mend it.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _ in error.recipients.values())
        case smtplib.SMTPDataError():
            return error.smtp_code >= 500
        case _:
            return isinstance(error, smtplib.SMTPNotSupportedError)


def words_of(error: Exception) -> str:
    """What went wrong, in the server's own words where it gave any."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = [_answer(code, words) for code, words in error.recipients.values()]
            return one_line("; ".join(answers))
        case smtplib.SMTPResponseException():
            return one_line(_answer(error.smtp_code, error.smtp_error))
        case _:
            return one_line(f"{type(error).__name__}: {error}")


def _answer(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
