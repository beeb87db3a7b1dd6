"""A year of `remind`, day by day, mail by mail, against what the contract says."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from itertools import pairwise

import pytest
from django.core.management import call_command

from tests.mailbox import Mailbox
from tests.projects.reminders.oracle import Mails, Oracle
from tests.projects.reminders.town import ALL_YEAR, Town, afternoon, the_year, undelivered

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
MARKS = ("Due ", "Was due ", "This is waiting for ")


def remind(on: date, at: str = "06:00") -> None:
    call_command("remind", now=f"{on}T{at}+00:00")


def read(message: Message) -> tuple[str, frozenset[str]]:
    """To whom, and the titles: the lines before the one that says when a thing is due, or whose it is."""
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    lines = text.get_payload(decode=True).decode().replace("\N{NO-BREAK SPACE}", " ").splitlines()
    titles = {line for line, following in pairwise(lines) if following.startswith(MARKS) and not line.startswith(MARKS)}
    return parseaddr(str(make_header(decode_header(message["To"]))))[0], frozenset(titles)


def live(town: Town, smtp: Mailbox, days: Iterator[date] | list[date]) -> Mails:
    told: Mails = Counter()
    for on in days:
        before = len(smtp.messages)
        remind(on)
        told.update((on, *read(message)) for message in smtp.messages[before:])
        for happens in town.happens[on]:
            happens(afternoon(on))
    return told


def differences(told: Mails, wanted: Mails) -> str:
    too_many = [f"told, and should not have been: {one}" for one in in_order(told - wanted)]
    return "\n".join([*too_many, *(f"should have been told: {one}" for one in in_order(wanted - told))])


def in_order(mails: Mails) -> list[str]:
    return sorted(f"{on} {name}: {', '.join(sorted(titles))} ({n})" for (on, name, titles), n in mails.items())


def test_everybody_is_told_of_everything_the_right_number_of_times_and_nobody_else(
    smtp_server: Mailbox, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    town = the_year()
    first, last = ALL_YEAR
    told = live(town, smtp_server, [first + number * ONE_DAY for number in range((last - first).days + 1)])
    wanted = Oracle(town.duties).mails(first, last)
    assert differences(told, wanted) == ""
    assert undelivered() == 0
