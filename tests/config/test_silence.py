"""The sweep as a command, and the worker that looks for work while nobody rings."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from config import silence
from projects.models import ReminderRound
from tests import factories as make


@pytest.mark.django_db
def test_sweeping_makes_the_rounds_that_are_due() -> None:
    organisation = make.an_organisation()
    call_command("sweep")
    assert ReminderRound.objects.get(organisation=organisation).on_date == organisation.local_date(datetime.now(UTC))


def test_a_worker_that_hears_nothing_sweeps_by_itself_and_connects_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[list[str]] = []
    monkeypatch.setattr(silence.subprocess, "run", lambda command, **how: swept.append(command))
    step = silence.Reconnect(None)
    silence.ear.hear()
    assert not silence.look()
    step.look()
    silence.ear.heard -= silence.LONGEST
    assert silence.look()
    with pytest.raises(ConnectionError, match="Nobody has rung"):
        step.look()
    monkeypatch.setattr(silence.state, "active_requests", {"an import"})
    step.look()
    assert [command[-1] for command in swept] == ["sweep"]
