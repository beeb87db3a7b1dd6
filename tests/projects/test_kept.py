"""What one test has walked to is put back for the next one as it was."""

from datetime import datetime

import pytest
from django.db import connection, transaction

from projects.models import Handover, Project
from register.models import AuditEvent
from register.services.audit_verification import verify_organisation
from tests.cast import Cast
from tests.kept import _models, keeper
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor != "postgresql", reason="All is walked.")]


def a_walk(now: datetime) -> list[object]:
    """As in a test of its own: what is there afterwards, and nothing is left."""
    with transaction.atomic():
        keeper.begin()
        cast = Cast(now)
        handover = cast.sent(cast.handing_over(title="Put back"))
        assert keeper.place is not None
        seen = [handover.state, handover.snapshot_sha256 != "", handover.project.title, cast.leader.organisation.name]
        seen += [model.objects.count() for model in (AuditEvent, Notice, Project, Handover)]
        chain = verify_organisation(cast.organisation)
        seen += [chain.verified, chain.broken]
        transaction.set_rollback(True)
    return seen


def test_what_is_put_back_is_what_was_walked(now: datetime) -> None:
    walked, looked_at, put_back = (a_walk(now) for _time in range(3))
    assert walked == looked_at == put_back
    assert any(one.changes for one in keeper.walks.values())


def test_after_somebody_else_has_written_all_is_walked(cast: Cast) -> None:
    known = keeper.place
    cast.draft()
    assert keeper.place not in (known, None)
    Project.objects.update(title="Written by the test")
    assert keeper.place is None
    cast.draft(title="Another")
    assert keeper.place is None


def test_every_table_can_be_put_back() -> None:
    assert {"projects_project", "register_auditevent", "workflows_notice", "projects_project_goals"} <= set(_models())
