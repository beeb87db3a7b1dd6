"""A year of `remind`, day by day, mail by mail, against what the contract says."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from tests.mailbox import Mailbox
from tests.projects.reminders.oracle import Mails, Oracle
from tests.projects.reminders.reading import differences, read
from tests.projects.reminders.town import ALL_YEAR, Town, afternoon, the_year, undelivered

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def remind(on: date, at: str = "06:00") -> None:
    call_command("remind", now=f"{on}T{at}+00:00")


def live(town: Town, smtp: Mailbox, days: Iterator[date] | list[date]) -> Mails:
    told: Mails = Counter()
    for on in days:
        before = len(smtp.messages)
        remind(on)
        told.update((on, *read(message)) for message in smtp.messages[before:])
        for happens in town.happens[on]:
            happens(afternoon(on))
    return told


def test_everybody_is_told_of_everything_the_right_number_of_times_and_nobody_else(
    smtp_server: Mailbox, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    town = the_year()
    first, last = ALL_YEAR
    told = live(town, smtp_server, [first + number * ONE_DAY for number in range((last - first).days + 1)])
    wanted = Oracle(town.duties).mails(first, last)
    assert differences(told, wanted) == []
    assert undelivered() == 0
