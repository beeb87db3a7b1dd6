"""Reading the mails that an installation without a mail server keeps in its folder, for the demonstration's page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

BETWEEN_MAILS = re.compile(rb"\n-{79}\n")  # what Django's file backend writes after each


@dataclass(frozen=True)
class KeptMail:
    """One mail as it was sent."""

    key: str  # its Message-ID without brackets
    subject: str
    sender: str
    recipient: str
    sent_at: datetime | None
    text: str
    html: str


def kept_mails(*, recipient: str = "", limit: int = 100) -> list[KeptMail]:
    """The newest first; with `recipient` only those to that address."""
    mails = (mail for file in _newest_files() for mail in _mails_in(file))
    wanted = (mail for mail in mails if recipient.casefold() in mail.recipient.casefold())
    return [mail for _, mail in zip(range(limit), wanted, strict=False)]


def kept_mail(key: str) -> KeptMail | None:
    """The newest mail with that key."""
    return next((mail for file in _newest_files() for mail in _mails_in(file) if mail.key == key), None)


def _newest_files() -> list[Path]:
    files = Path(settings.EMAIL_FILE_PATH).glob("*.log")
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def _mails_in(file: Path) -> Iterator[KeptMail]:
    pieces = [piece for piece in BETWEEN_MAILS.split(file.read_bytes()) if piece.strip()]
    for piece in reversed(pieces):
        message = message_from_bytes(piece, policy=policy.default)
        yield KeptMail(
            key=str(message["Message-ID"] or "").strip(" <>"),
            subject=str(message["Subject"] or ""),
            sender=str(message["From"] or ""),
            recipient=str(message["To"] or ""),
            sent_at=_moment(str(message["Date"] or "")),
            text=_content(message, "plain"),
            html=_content(message, "html"),
        )


def _moment(date: str) -> datetime | None:
    """Django writes UTC as the zone -0000, which Python reads as no zone."""
    return parsedate_to_datetime(date).replace(tzinfo=UTC) if date else None


def _content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return "" if body is None else body.get_content()
