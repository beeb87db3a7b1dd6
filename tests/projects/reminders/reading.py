"""What came by mail, and how it differs from what should have come."""

from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from itertools import pairwise

from tests.projects.reminders.oracle import Mails

MARKS = ("Due ", "Was due ", "This is waiting for ")


def read(message: Message) -> tuple[str, frozenset[str]]:
    """To whom, and the titles: the lines before the one that says when a thing is due, or whose it is."""
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    lines = text.get_payload(decode=True).decode().replace("\N{NO-BREAK SPACE}", " ").splitlines()
    titles = {line for line, following in pairwise(lines) if following.startswith(MARKS) and not line.startswith(MARKS)}
    return parseaddr(str(make_header(decode_header(message["To"]))))[0], frozenset(titles)


def differences(told: Mails, wanted: Mails) -> list[str]:
    """A line for each mail that came without reason, or did not come."""
    too_many = [f"told, and should not have been: {one}" for one in _in_order(told - wanted)]
    return [*too_many, *(f"should have been told: {one}" for one in _in_order(wanted - told))]


def _in_order(mails: Mails) -> list[str]:
    return sorted(f"{on} {name}: {', '.join(sorted(titles))} ({n})" for (on, name, titles), n in mails.items())
