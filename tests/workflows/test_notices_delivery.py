"""What becomes of a notice, in one process; the clock of `deliver_due` is given, leases use the database's."""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPSenderRefused
from uuid import uuid4

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.db.models.functions import Now

from register.models import Person
from tests.services import spare_port
from tests.workflows.conftest import Enqueue, a_mail, organisation_named, person_in
from workflows.mail import Mail, Skip
from workflows.models import Notice, NoticeStatus
from workflows.services import claims, delivery
from workflows.services.delivery import Tally, deliver_due

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def again(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch):
    """A mail server that answers each mail with an error."""

    def refuse(error: Exception) -> None:
        def send(self: EmailBackend, messages: list[EmailMessage]) -> int:
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", send)

    return refuse


def test_what_is_due_is_sent_once_and_what_is_due_later_is_not(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    due, later = told("now"), told("later", send_after=now + MINUTE)
    assert deliver_due(compose=a_mail, now=now) == Tally(sent=1)
    assert deliver_due(compose=a_mail, now=now) == Tally()
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("About now", ['"Kari Nordmann" <kari@eksempel.example>'])
    assert mail.extra_headers["Message-ID"] == due.message_id
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert again(due).status == NoticeStatus.SENT
    assert again(later).status == NoticeStatus.NEW


def test_without_a_moment_the_databases_clock_says_what_is_due(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    told()
    Notice.objects.update(try_after=Now() + MINUTE)
    assert deliver_due(compose=a_mail) == Tally()
    Notice.objects.update(try_after=Now() - MINUTE)
    assert deliver_due(compose=a_mail) == Tally(sent=1)


def test_a_notice_that_is_no_longer_true_is_skipped_with_its_reason(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    notice = told()
    assert deliver_due(compose=lambda _: Skip("It was reported meanwhile."), now=now) == Tally(skipped=1)
    assert (again(notice).last_error, mailoutbox) == ("It was reported meanwhile.", [])


def test_nobody_who_has_left_gets_mail(told: Enqueue, person: Person, now: datetime) -> None:
    told()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert deliver_due(compose=a_mail, now=now) == Tally(skipped=1)


def test_a_temporary_refusal_is_tried_again_after_twice_as_long_each_time(
    told: Enqueue, now: datetime, refusing
) -> None:
    notice = told()
    refusing(SMTPRecipientsRefused({"kari": (451, b"4.7.1 Greylisted")}))
    waits, moment = [], now
    for _ in range(claims.MOST_TRIES - 1):
        assert deliver_due(compose=a_mail, now=moment) == Tally(failed=1)
        waits.append(again(notice).try_after - moment)
        moment = again(notice).try_after
    assert waits == [MINUTE * 2**n for n in range(9)]
    assert again(notice).last_error == "451 4.7.1 Greylisted"
    assert deliver_due(compose=a_mail, now=moment) == Tally(dead=1)


def test_workers_that_died_and_a_long_queue_do_not_make_the_wait_longer(told: Enqueue, now: datetime, refusing) -> None:
    left, late = told("left"), told("late")
    Notice.objects.filter(pk=left.pk).update(attempts=5)
    Notice.objects.filter(pk=late.pk).update(attempts=1, first_failed_at=now - HOUR)
    refusing(TimeoutError())
    deliver_due(compose=a_mail, now=now)
    assert [again(left).try_after, again(late).try_after] == [now + MINUTE, now + 2 * MINUTE]


def test_the_wait_never_exceeds_six_hours(
    told: Enqueue, now: datetime, refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "MOST_TRIES", 99)
    notice = told()
    Notice.objects.update(attempts=9, first_failed_at=now - 9 * HOUR)
    refusing(TimeoutError())
    deliver_due(compose=a_mail, now=now)
    assert again(notice).try_after == now + 6 * HOUR


def test_what_has_failed_for_a_day_is_given_up(told: Enqueue, now: datetime, refusing) -> None:
    notice = told()
    refusing(ConnectionResetError("gone"))
    deliver_due(compose=a_mail, now=now)
    assert deliver_due(compose=a_mail, now=now + 24 * HOUR) == Tally(dead=1)
    assert again(notice).last_error == "ConnectionResetError: gone"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SMTPRecipientsRefused({"kari": (550, b"5.1.1 No such user")}), "550 5.1.1 No such user"),
        (SMTPDataError(554, "Spam, we think"), "554 Spam, we think"),
        (SMTPNotSupportedError("SMTPUTF8"), "SMTPNotSupportedError: SMTPUTF8"),
    ],
)
def test_a_final_refusal_is_given_up_at_once_in_the_servers_words(
    told: Enqueue, now: datetime, refusing, error: Exception, words: str
) -> None:
    notice = told()
    refusing(error)
    assert deliver_due(compose=a_mail, now=now) == Tally(dead=1)
    assert (again(notice).status, again(notice).last_error) == (NoticeStatus.DEAD, words)


@pytest.mark.parametrize(
    "error",
    [SMTPDataError(452, b"Try later"), SMTPSenderRefused(550, b"Not you", "varig@varig.example"), TimeoutError()],
)
def test_a_refusal_that_may_pass_is_not_given_up(told: Enqueue, now: datetime, refusing, error: Exception) -> None:
    told()
    refusing(error)
    assert deliver_due(compose=a_mail, now=now) == Tally(failed=1)


def test_a_notice_that_cannot_be_composed_stops_none_of_the_others(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    poison = told("poison")
    for number in range(100):
        told(f"good {number}")

    def compose(notice: Notice) -> Mail:
        if notice == poison:
            raise KeyError("measurement")
        return a_mail(notice)

    assert deliver_due(compose=compose, now=now) == Tally(sent=100, failed=1)
    assert again(poison).last_error == "KeyError: 'measurement'"
    assert again(poison).attempts == 1


def test_when_the_mail_server_is_away_the_round_ends_and_every_notice_waits(
    told: Enqueue, now: datetime, settings
) -> None:
    first, second = told("1"), told("2")
    settings.EMAIL_BACKEND = "workflows.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", spare_port()
    assert deliver_due(compose=a_mail, now=now) == Tally(failed=2)
    for notice in (first, second):
        assert again(notice).last_error.startswith("ConnectionRefusedError")
        assert again(notice).try_after == now + MINUTE


def test_a_limit_leaves_the_rest_for_the_next_round(told: Enqueue, now: datetime, mailoutbox) -> None:
    other = person_in(organisation_named("Nabo kommune"), "ola@nabo.example")
    for number in range(5):
        told(str(number))
        told(str(number), to=other)
    assert deliver_due(compose=a_mail, now=now, limit=3) == Tally(sent=3)
    assert Notice.objects.filter(status=NoticeStatus.NEW, lease_token=None).count() == 7


def test_a_round_ends_when_its_time_is_up_and_gives_back_what_it_holds(
    told: Enqueue, now: datetime, mailoutbox
) -> None:
    told("1"), told("2")

    def slow(notice: Notice) -> Mail:
        ends.append(1)
        delivery.monotonic = lambda: 1e12
        return a_mail(notice)

    ends: list[int] = []
    clock = delivery.monotonic
    try:
        assert deliver_due(compose=slow, now=now, seconds=60) == Tally(sent=1)
    finally:
        delivery.monotonic = clock
    assert Notice.objects.filter(status=NoticeStatus.NEW, lease_token=None).count() == 1


def test_no_mail_is_begun_that_could_outlast_the_lease(
    told: Enqueue, now: datetime, mailoutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    told("1"), told("2")
    left = iter([60, 10, 60])
    monkeypatch.setattr(claims.Batch, "seconds_left", lambda batch: next(left))
    assert deliver_due(compose=a_mail, now=now) == Tally(sent=2)
    assert next(left, None) is None


def test_organisations_take_turns(told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]) -> None:
    small = person_in(organisation_named("Liten kommune"), "ola@liten.example")
    for number in range(150):
        told(str(number), send_after=now - HOUR)
    told("only", to=small)
    deliver_due(compose=a_mail, now=now)
    place = [mail.to[0] for mail in mailoutbox].index('"Kari Nordmann" <ola@liten.example>')
    assert len(mailoutbox) == 151
    assert place <= 50


def test_a_worker_that_lost_its_lease_changes_nothing_and_stops(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    taken, other = told("1"), told("2", send_after=now)
    token = uuid4()

    def frozen(notice: Notice) -> Mail:
        Notice.objects.update(lease_token=token, lease_until=Now() + MINUTE)
        return a_mail(notice)

    assert deliver_due(compose=frozen, now=now) == Tally()
    assert len(mailoutbox) == 1
    assert {again(taken).lease_token, again(other).lease_token} == {token}


def left_by_a_dead_worker(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(
        status=NoticeStatus.LEASED, lease_token=uuid4(), lease_until=Now() - MINUTE
    )


def test_what_a_dead_worker_left_is_taken_up_when_its_lease_has_run_out(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    notice = told()
    left_by_a_dead_worker(notice)
    assert deliver_due(compose=a_mail, now=now) == Tally(sent=1)
    assert again(notice).attempts == 1


def test_a_notice_that_kills_its_workers_goes_last_and_is_given_up_in_the_end(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    notice = told()

    def dies(notice: Notice) -> Mail:
        raise SystemExit

    for tries in range(1, claims.MOST_TRIES + 1):
        left_by_a_dead_worker(notice)
        with pytest.raises(SystemExit):
            deliver_due(compose=dies, now=now)
        assert again(notice).attempts == tries
        assert again(notice).try_after > now
    left_by_a_dead_worker(notice)
    assert deliver_due(compose=dies, now=now) == Tally(dead=1)
    assert again(notice).last_error == "Every worker that tried to send this died."


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_is_just_claiming_is_passed_over_without_waiting(
    told: Enqueue, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one claim after the other.")
    taken, free = told("taken"), told("free")
    place = connection.settings_dict
    address = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "dbname": place["NAME"]}
    with psycopg.connect(**address) as other:
        other.execute("SELECT id FROM workflows_notice WHERE id = %s FOR UPDATE", [taken.pk])
        assert deliver_due(compose=a_mail, now=now) == Tally(sent=1)
    assert (again(taken).status, again(free).status) == (NoticeStatus.NEW, NoticeStatus.SENT)
