"""The sweep as a command, and the worker that looks for work while Redis is away."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from config import without_redis
from projects.models import ReminderRound
from tests import factories as make


@pytest.mark.django_db
def test_sweeping_makes_the_rounds_that_are_due() -> None:
    organisation = make.an_organisation()
    call_command("sweep")
    assert ReminderRound.objects.get(organisation=organisation).on_date == organisation.local_date(datetime.now(UTC))


def test_a_worker_sweeps_by_itself_only_while_redis_is_away(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[list[str]] = []
    monkeypatch.setattr(without_redis.subprocess, "run", lambda command, **how: swept.append(command))
    monkeypatch.setattr(without_redis, "redis_answers", lambda: True)
    assert not without_redis.look()
    monkeypatch.undo()
    monkeypatch.setattr(without_redis.subprocess, "run", lambda command, **how: swept.append(command))
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert without_redis.look()
    assert [command[-1] for command in swept] == ["sweep"]
