"""The audit trail: complete, in order, tamper-evident, and without personal data in what is hashed."""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from register import audit_triggers
from register.models import Account, AuditEvent, AuditHead, AuditPersonalValue, Organisation, Person, Unit
from register.services import audit
from register.services.audit_lines import hash_of, salted_hmac
from register.services.audit_verification import verify, verify_organisation
from tests.register.conftest import make_organisation


@pytest.fixture
def trail(andebu: Organisation, unit: Unit, administrator: Person, now: datetime) -> list[AuditEvent]:
    """Five lines with a personal value in each."""
    return [
        audit.record(
            action="unit.changed",
            subject=unit,
            by=administrator,
            now=now,
            changes={"name": (f"Name {number}", f"Name {number + 1}"), "version": (number, number + 1)},
            note=f"Reason {number}",
        )
        for number in range(5)
    ]


def broken() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return next((report.broken for report in verify() if report.broken), None)


def test_an_untouched_chain_verifies(trail: list[AuditEvent], andebu: Organisation) -> None:
    [report] = verify()
    assert (report.name, report.verified, report.broken) == ("Andebu", 5, None)


def test_one_organisations_chain_is_verified_alone(trail: list[AuditEvent], andebu: Organisation) -> None:
    assert verify_organisation(andebu).verified == len(trail)


def test_each_organisation_and_the_installation_have_chains_of_their_own(
    trail: list[AuditEvent], stranger: Person, vejen: Organisation, now: datetime
) -> None:
    audit.record(action="organisation.changed", subject=vejen, by=stranger, now=now)
    audit.record(action="account.changed", subject=stranger.account, by=None, now=now)
    assert sorted((report.name, report.verified) for report in verify()) == [
        ("Andebu", 5),
        ("The installation", 1),
        ("Vejen", 1),
    ]


def test_many_lines_are_appended_to_their_chains_in_order(
    andebu: Organisation, vejen: Organisation, now: datetime
) -> None:
    entries = [
        audit.Entry(action="organisation.changed", subject=subject, by=None, now=now, details={"number": number})
        for number, subject in enumerate([andebu, vejen, andebu])
    ]
    audit.record_many(entries)
    numbers = (
        AuditEvent.objects.filter(organisation=andebu).order_by("position").values_list("details__number", flat=True)
    )
    assert list(numbers) == [0, 2]
    assert broken() is None


def test_names_and_free_text_stay_outside_the_chain(trail: list[AuditEvent]) -> None:
    kept = AuditEvent.objects.order_by("position").first()
    assert set(kept.changes["name"]["old"]) == set(kept.note) == {"hmac"}
    assert kept.changes["version"] == {"old": 0, "new": 1}
    assert kept.changes_in_full() == {"name": ("Name 0", "Name 1"), "version": (0, 1)}
    assert kept.note_in_full() == "Reason 0"


def test_erased_personal_values_leave_the_chain_whole(trail: list[AuditEvent]) -> None:
    AuditPersonalValue.objects.all().delete()
    kept = AuditEvent.objects.order_by("position").first()
    assert kept.changes_in_full()["name"] == (None, None)
    assert kept.note_in_full() == ""
    assert broken() is None


def test_values_of_every_kind_are_kept_without_loss(andebu: Organisation, member: Person, now: datetime) -> None:
    identity = uuid4()
    kept = audit.record(
        action="organisation.changed",
        subject=andebu,
        by=member,
        now=now,
        changes={
            "country": ("NO", "DK"),
            "amount": (Decimal("0.50"), Decimal("1E+3")),
            "large": (2**60, 7),
            "day": (now.date(), now),
            "person": (None, member),
            "goals": ([identity], ()),
            "is_example": (True, False),
            "gate_labels": ({}, {"close": "BP6", "share": 0.5}),
            "unknown": ("free", "text"),
        },
        details={"outcome": "go", "rounds": 2, "remark": "Mons sa ja", "overridden": ["four_eyes", "no_benefits"]},
    )
    event = AuditEvent.objects.get(id=kept.id)
    full = event.changes_in_full()
    assert event.changes["country"] == {"old": "NO", "new": "DK"}
    assert event.changes["amount"] == {"old": "0.5", "new": "1000"}
    assert event.changes["large"] == {"old": str(2**60), "new": 7}
    assert event.changes["day"] == {"old": "2026-03-02", "new": "2026-03-02T09:00:00+00:00"}
    assert event.changes["person"] == {"old": None, "new": str(member.pk)}
    assert event.changes["goals"] == {"old": [str(identity)], "new": []}
    assert full["gate_labels"] == ({}, {"close": "BP6", "share": 0.5})
    assert full["unknown"] == ("free", "text")
    assert event.details["outcome"] == "go"
    assert event.details["overridden"] == ["four_eyes", "no_benefits"]
    assert set(event.details["remark"]) == {"hmac"}
    assert broken() is None


def test_an_event_carries_the_request_and_the_thing_it_is_about(
    unit: Unit, administrator: Person, now: datetime
) -> None:
    about = uuid4()
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        event = audit.record(action="unit.changed", subject=unit, by=administrator, now=now, about=about)
    assert (event.request_id, event.about, event.subject_id, event.subject_version) == ("r-1", about, unit.pk, 1)
    assert list(AuditEvent.objects.history_of(about)) == [event]


def test_what_happens_in_an_invented_example_says_so(andebu: Organisation, now: datetime) -> None:
    Organisation.objects.update(is_example=True)
    assert audit.record(action="organisation.changed", subject=andebu, by=None, now=now).details == {"example": True}


def test_the_trail_is_read_by_administrators_and_controllers_and_for_the_rest_by_who_did_it(
    trail: list[AuditEvent],
    administrator: Person,
    member: Person,
    stranger: Person,
    andebu: Organisation,
    now: datetime,
) -> None:
    own = audit.record(action="organisation.changed", subject=andebu, by=member, now=now)
    assert AuditEvent.objects.visible_to(administrator).count() == 6
    assert list(AuditEvent.objects.visible_to(member)) == [own]
    assert not AuditEvent.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_auditevent SET action = 'forged'",
        "DELETE FROM register_auditevent",
        "UPDATE register_auditpersonalvalue SET salt = '00'",
        "DELETE FROM register_audithead",
    ],
)
def test_the_database_refuses_to_change_the_trail(trail: list[AuditEvent], statement: str) -> None:
    with pytest.raises(DatabaseError, match="audit trail"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert broken() is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can truncate")
@pytest.mark.parametrize("table", audit_triggers.KEPT)
def test_the_database_refuses_to_empty_the_trail(trail: list[AuditEvent], table: str) -> None:
    with pytest.raises(DatabaseError, match="audit trail"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


def at(position: int) -> AuditEvent:
    return AuditEvent.objects.get(position=position)


def edit() -> None:
    AuditEvent.objects.filter(position=3).update(action="forged")


def edit_a_moment() -> None:
    event = at(3)
    AuditEvent.objects.filter(position=3).update(at=event.at.replace(year=2020))


def delete_one() -> None:
    AuditPersonalValue.objects.all().delete()
    AuditEvent.objects.filter(position=3).delete()


def delete_one_and_close_the_gap() -> None:
    delete_one()
    AuditEvent.objects.filter(position=4).update(position=3)
    AuditEvent.objects.filter(position=5).update(position=4)


def swap() -> None:
    AuditEvent.objects.filter(position=3).update(position=99)
    AuditEvent.objects.filter(position=4).update(position=3)
    AuditEvent.objects.filter(position=99).update(position=4)


def insert() -> None:
    for position in (5, 4, 3):
        AuditEvent.objects.filter(position=position).update(position=position + 1)
    forged = at(2)
    forged.pk, forged.position = uuid4(), 3
    forged.save(force_insert=True)


def relink() -> None:
    """An edit by somebody who knows how to hash, but not that the next line tells."""
    event = at(2)
    event.action = "forged"
    event.hash = hash_of(event)
    event.save()


def change_a_personal_value() -> None:
    AuditPersonalValue.objects.filter(event__position=3, path="note").update(value="forged")


def add_a_personal_value() -> None:
    AuditPersonalValue.objects.create(event=at(3), path="details.remark", value="forged", salt="00")


def add_a_personal_change() -> None:
    AuditPersonalValue.objects.create(event=at(3), path="budget.old", value="forged", salt="00")


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (edit, "Line 3 has been changed"),
        (edit_a_moment, "Line 3 has been changed"),
        (delete_one, "Line 3 is missing"),
        (delete_one_and_close_the_gap, "Line 3 has been changed"),
        (swap, "Line 3 has been changed"),
        (insert, "Line 3 has been changed"),
        (relink, "Line 3 does not follow"),
        (change_a_personal_value, "A personal value of line 3"),
        (add_a_personal_value, "A personal value of line 3"),
        (add_a_personal_change, "A personal value of line 3"),
    ],
)
def test_tampering_is_reported_with_the_first_line_it_touches(trail: list[AuditEvent], tamper, fault: str) -> None:
    audit_triggers.remove(connection)
    tamper()
    assert fault in broken()


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (lambda: AuditHead.objects.update(hash="00"), "The head of the chain does not fit line 5"),
        (lambda: AuditHead.objects.all().delete(), "lost its head after line 5"),
        (lambda: AuditHead.objects.update(position=F("position") + 1), "Line 6 is missing"),
        (lambda: AuditHead.objects.update(position=4, hash=at(4).hash), "Line 5 stands beyond the end"),
    ],
)
def test_a_head_that_does_not_fit_is_reported(trail: list[AuditEvent], tamper, fault: str) -> None:
    audit_triggers.remove(connection)
    tamper()
    assert fault in broken()


def test_a_chain_whose_organisation_is_gone_still_has_a_report(now: datetime, andebu: Organisation) -> None:
    head = audit.hold(None)
    assert head.position == 0
    AuditHead.objects.create(chain=uuid4())
    assert [report.verified for report in verify()] == [0, 0]


def test_a_line_is_rolled_back_together_with_its_change(andebu: Organisation, now: datetime) -> None:
    with transaction.atomic():
        audit.record(action="organisation.changed", subject=andebu, by=None, now=now)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads of one process share an SQLite test database")
def test_eight_threads_append_to_one_chain_without_a_fork(now: datetime) -> None:
    organisation = make_organisation("Andebu")
    start = threading.Barrier(8)
    failures: list[Exception] = []

    def append() -> None:
        try:
            start.wait(10)
            for number in range(20):
                audit.record(
                    action="organisation.changed", subject=organisation, by=None, now=now, details={"number": number}
                )
        except Exception as error:  # noqa: BLE001 a thread's failure must reach the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=append) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    [report] = verify()
    assert (report.verified, report.broken) == (160, None)


def test_an_account_belongs_to_the_chain_of_the_installation(db: None, now: datetime) -> None:
    account = Account.objects.create(email="anne@andebu.example")
    assert audit.record(action="account.changed", subject=account, by=None, now=now).organisation is None


def test_a_line_of_the_first_format_has_the_same_hash_for_ever() -> None:
    """A chain written by any release must verify in every later one: never change the hash expected here."""
    event = AuditEvent(
        id=UUID(int=1),
        organisation_id=UUID(int=2),
        chain=UUID(int=2),
        position=7,
        at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        action="unit.changed",
        subject_type="register.unit",
        subject_id=UUID(int=3),
        subject_version=2,
        about=UUID(int=3),
        by_id=UUID(int=4),
        request_id="r-1",
        changes={"name": {"old": None, "new": {"hmac": salted_hmac("00ff", "Blåbærstua")}}},
        details={"example": True},
        note=None,
        previous_hash="ab" * 32,
    )
    assert hash_of(event) == "b0ea3093d0c4a7b2fc6e4b143637f993977d89a80564c0536ac5fe8a5a126ab8"
