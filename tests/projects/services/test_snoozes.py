"""A duty is put off once, for a while, with a reason."""

from datetime import date, datetime, timedelta

import pytest

from projects.models import CalendarFeed, Snooze
from projects.reports.duties import Duty, duties_of
from projects.services import calendar_feeds, snoozes
from register.errors import InvalidInput, NotPermitted, NotPossible
from register.models import Account, Person
from tests.cast import Cast

THURSDAY = date(2026, 3, 5)


@pytest.fixture
def duty(cast: Cast) -> Duty:
    """The decision maker is asked to decide by 16 March."""
    cast.proposed()
    [duty] = duties_of(cast.decision_maker, cast.now)
    assert duty.due_date == date(2026, 3, 16)
    return duty


def put_off(duty: Duty, now: datetime, until: date = THURSDAY, reason: str = "I am ill.", by: Person | None = None):
    return snoozes.snooze(duty=duty, until=until, reason=reason, by=by or duty.person, now=now)


def test_a_duty_is_put_off_until_a_working_day_with_its_reason(cast: Cast, duty: Duty) -> None:
    row = put_off(duty, cast.now)
    assert (row.until, row.reason, row.person) == (THURSDAY, "I am ill.", cast.decision_maker)
    assert snoozes.snooze_of(duty) == row


def test_once(cast: Cast, duty: Duty) -> None:
    put_off(duty, cast.now)
    with pytest.raises(NotPossible, match="once already"):
        put_off(duty, cast.now)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 3, 2), "14 days ahead at most"),
        (date(2026, 3, 17), "14 days ahead at most"),
        (date(2026, 3, 7), "working day"),
    ],
)
def test_not_until_any_day(cast: Cast, duty: Duty, until: date, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        put_off(duty, cast.now, until)


def test_not_without_a_reason(cast: Cast, duty: Duty) -> None:
    with pytest.raises(InvalidInput, match="why"):
        put_off(duty, cast.now, reason=" ")


def test_not_by_somebody_else(cast: Cast, duty: Duty) -> None:
    with pytest.raises(NotPermitted):
        put_off(duty, cast.now, by=cast.controller)
    today = cast.organisation.local_date(cast.now)
    assert snoozes.can_be_put_off([duty], today, by=duty.person) == {duty.id}
    assert not snoozes.can_be_put_off([duty], today, by=cast.controller)


def test_not_when_others_have_been_told(cast: Cast, duty: Duty) -> None:
    """The superior is told on 30 March."""
    put_off(duty, cast.now + timedelta(days=27), date(2026, 4, 8))
    with pytest.raises(NotPossible, match="others have been told"):
        put_off(duty_again(cast), cast.now + timedelta(days=28), date(2026, 4, 8))


def duty_again(cast: Cast) -> Duty:
    Snooze.objects.all().delete()
    return duties_of(cast.decision_maker, cast.now)[0]


def with_account(person: Person) -> Person:
    person.account = Account.objects.create(email=person.email)
    person.save()
    return person


def test_a_calendars_address_is_known_until_it_is_made_anew_or_revoked(cast: Cast) -> None:
    member = with_account(cast.member)
    first = calendar_feeds.make(person=member, by=member, now=cast.now)
    assert calendar_feeds.recognise(secret=first) == member
    second = calendar_feeds.make(person=member, by=member, now=cast.now)
    assert calendar_feeds.recognise(secret=first) is None
    assert calendar_feeds.recognise(secret=second) == member
    calendar_feeds.revoke(person=member, by=cast.administrator, now=cast.now)
    assert calendar_feeds.recognise(secret=second) is None


@pytest.mark.parametrize("change", ["left", "locked out", "without account"])
def test_a_calendar_closes_with_the_persons_way_in(cast: Cast, change: str) -> None:
    member = with_account(cast.member)
    secret = calendar_feeds.make(person=member, by=member, now=cast.now)
    if change == "left":
        Person.objects.filter(pk=member.pk).update(is_active=False)
    elif change == "locked out":
        Account.objects.filter(pk=member.account_id).update(is_active=False)
    else:
        Person.objects.filter(pk=member.pk).update(account=None)
    assert calendar_feeds.recognise(secret=secret) is None


def test_everybody_makes_and_revokes_their_own_calendar(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        calendar_feeds.make(person=cast.member, by=cast.administrator, now=cast.now)
    with pytest.raises(NotPermitted):
        calendar_feeds.revoke(person=cast.member, by=cast.leader, now=cast.now)


def test_the_row_does_not_hold_the_secret(cast: Cast) -> None:
    secret = calendar_feeds.make(person=cast.member, by=cast.member, now=cast.now)
    assert secret not in str(vars(CalendarFeed.objects.get()))
