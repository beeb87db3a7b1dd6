"""Several schedulers at once give what one gives."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from projects.mails import composer
from projects.models import Reminder
from projects.services import reminders
from tests import factories as make
from workflows.models import Notice
from workflows.services.delivery import deliver_due

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]
NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)


def at_once(call: Callable[[], object], times: int) -> None:
    barrier = Barrier(times)

    def wait_and_call(_turn: int) -> None:
        barrier.wait()
        try:
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        list(threads.map(wait_and_call, range(times)))


def test_three_schedulers_give_one_mail_for_each_person() -> None:
    organisation = make.an_organisation()
    project = make.a_project(organisation)
    for _one in range(10):
        make.a_milestone(project, due_date=date(2026, 6, 10), responsible=make.a_person(organisation))

    def schedule() -> None:
        reminders.make_round(organisation=organisation, now=NOW)
        deliver_due(compose=composer(NOW), now=NOW)

    at_once(schedule, 3)
    deliver_due(compose=composer(NOW), now=NOW)
    assert Reminder.objects.count() == 40
    assert Notice.objects.filter(status="sent").count() == 10
    assert len(mail.outbox) == 10
