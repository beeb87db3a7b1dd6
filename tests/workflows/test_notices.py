from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from register.errors import NotPermitted, NotPossible
from register.models import AuditEvent, Organisation, Person, RoleAssignment
from tests.workflows.conftest import Enqueue, organisation_named, person_in
from workflows.models import Notice, NoticeStatus
from workflows.services import doorbell
from workflows.services.notices import dead_notices, enqueue, retry_dead

DAY = timedelta(days=1)


def test_the_same_notice_is_written_once(told: Enqueue) -> None:
    assert told("measurement 7 due 2026-03-02") == told("measurement 7 due 2026-03-02")
    assert Notice.objects.count() == 1


def test_two_organisations_may_use_the_same_key(told: Enqueue) -> None:
    elsewhere = person_in(organisation_named("Nabo kommune"), "kari@nabo.example")
    assert told("same").message_id != told("same", to=elsewhere).message_id


def test_a_notice_that_is_rolled_back_with_its_reason_is_neither_kept_nor_rung_for(
    told: Enqueue, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda: rung.append(1))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        told()
        transaction.set_rollback(True)
    assert (Notice.objects.count(), rung) == (0, [])


def test_the_bell_is_rung_for_what_is_due_and_not_for_what_is_due_later(
    told: Enqueue, now: datetime, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda: rung.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        told("tomorrow", send_after=now + DAY)
    assert rung == []
    with django_capture_on_commit_callbacks(execute=True):
        told("now")
    assert rung == [1]


def test_a_notice_to_another_organisations_person_is_refused(organisation: Organisation, now: datetime) -> None:
    stranger = person_in(organisation_named("Nabo kommune"), "ola@nabo.example")
    with pytest.raises(ValueError, match="belongs to"):
        enqueue(
            organisation=organisation,
            recipient=stranger,
            kind="test",
            once_key="1",
            payload={},
            send_after=now,
            now=now,
        )
    assert not Notice.objects.exists()


def test_an_invalid_notice_is_refused_and_not_left_out_in_silence(told: Enqueue) -> None:
    with pytest.raises(ValidationError):
        told("k" * 301)


@pytest.mark.parametrize(
    "changes",
    [{"status": "lost"}, {"status": "leased"}, {"status": "sent"}],
    ids=["unknown status", "leased without a lease", "sent at no time"],
)
def test_the_database_refuses_a_row_that_contradicts_itself(told: Enqueue, changes: dict[str, str]) -> None:
    notice = told()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**changes)


def test_what_was_given_up_or_is_a_day_late_is_listed_per_organisation(told: Enqueue, now: datetime) -> None:
    elsewhere = person_in(organisation_named("Nabo kommune"), "ola@nabo.example")
    dead, late, foreign = told("dead"), told("late", send_after=now - DAY - DAY), told("foreign", to=elsewhere)
    told("waiting")
    Notice.objects.filter(pk__in=[dead.pk, foreign.pk]).update(status=NoticeStatus.DEAD)
    assert set(dead_notices(organisation=dead.organisation, now=now)) == {dead, late}
    assert set(dead_notices(now=now)) == {dead, late, foreign}


def test_a_notice_is_seen_by_its_recipient_and_not_by_others(told: Enqueue, person: Person) -> None:
    notice = told()
    colleague = person_in(person.organisation, "ola@eksempel.example")
    assert list(Notice.objects.visible_to(person)) == [notice]
    assert not Notice.objects.visible_to(colleague)
    assert str(notice) == "test due-1"


def administrator_of(organisation: Organisation) -> Person:
    person = person_in(organisation, "admin@eksempel.example", name="Administrator")
    RoleAssignment.objects.create(organisation=organisation, person=person, role=RoleAssignment.Role.ADMINISTRATOR)
    return person


@pytest.fixture
def dead(told: Enqueue, now: datetime) -> Notice:
    notice = told()
    changes = {"attempts": 10, "first_failed_at": now - DAY, "last_error": "550 No such user"}
    Notice.objects.filter(pk=notice.pk).update(status=NoticeStatus.DEAD, **changes)
    return Notice.objects.get(pk=notice.pk)


def test_an_administrator_sends_a_dead_notice_again_and_it_keeps_its_message_id(
    dead: Notice, now: datetime, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda: rung.append(1))
    administrator = administrator_of(dead.organisation)
    with django_capture_on_commit_callbacks(execute=True):
        again = retry_dead(notice=dead, by=administrator, now=now)
    assert (again.status, again.attempts, again.try_after, again.message_id) == ("new", 0, now, dead.message_id)
    assert again.last_error == "550 No such user"
    assert rung == [1]
    event = AuditEvent.objects.get(subject_id=dead.pk)
    assert (event.action, event.by) == ("notice.sent_again", administrator)
    assert list(Notice.objects.visible_to(administrator)) == [dead]


def test_only_an_administrator_of_the_same_organisation_sends_again(
    dead: Notice, person: Person, now: datetime
) -> None:
    elsewhere = administrator_of(organisation_named("Nabo kommune"))
    for stranger in (person, elsewhere):
        with pytest.raises(NotPermitted, match="administrator"):
            retry_dead(notice=dead, by=stranger, now=now)


def test_a_notice_that_was_not_given_up_is_not_sent_again(told: Enqueue, now: datetime) -> None:
    notice = told()
    with pytest.raises(NotPossible, match="not been given up"):
        retry_dead(notice=notice, by=administrator_of(notice.organisation), now=now)
