"""What a mail says, and its form on the wire."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from workflows.models import Notice

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Mail:
    """The words of one mail, in the recipient's language."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Skip:
    """Why a notice needs no mail any more."""

    reason: str


def one_line(text: str) -> str:
    """The text as a header can carry it: on one line, and free of what a mail program would decode.

    Django refuses a subject with a line break, so an unflattened title would hold its reminder back for ever.
    """
    printable = ("\ufffd" if unicodedata.category(sign) == "Cs" else sign for sign in text)
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in printable)
    return " ".join(spaced.split()).replace("=?", "= ?")


def message_id_for(organisation_id: UUID, once_key: str) -> str:
    """The same for every try, so that a repeated mail is recognisable as one."""
    digest = salted_hmac("workflows.mail", f"{organisation_id} {once_key}", algorithm="sha256").hexdigest()[:32]
    host = (urlsplit(settings.BASE_URL).hostname or "localhost").encode("idna").decode()
    return f"<{digest}@{'localhost' if ':' in host else host}>"


def message_of(mail: Mail, notice: Notice) -> EmailMultiAlternatives:
    """The mail addressed and marked as sent by a machine, in plain text and, where given, HTML."""
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject)[:LONGEST_SUBJECT],
        body=mail.text,
        to=[_address(one_line(notice.recipient.name), notice.recipient.email)],
        headers={
            "Message-ID": notice.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",  # what Exchange goes by
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _address(name: str, email: str) -> str:
    """Quoted but not encoded: Django does that, and refuses what was folded over two lines before."""
    escaped = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}" <{email}>' if name else email
