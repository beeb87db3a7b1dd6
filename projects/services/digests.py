"""Digests as baskets: until one is sent, what is found goes into it; afterwards it goes into the next one."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from projects.services.digest_times import Slot, first_slots, has_chosen
from register.models import Organisation, Person
from workflows.models import Notice, NoticeStatus
from workflows.services.notices import Told, enqueue_many

DIGEST = "projects.digest"


def choose(
    *, organisation: Organisation, people: Collection[Person], now: datetime, at_once: bool, day_off_too: bool
) -> dict[UUID, date]:
    """The day whose digest each person's news go into; one is written into the outbox where there is none."""
    waiting = _waiting(organisation, people)
    slots = {person.pk: first_slots(person, now, at_once=at_once, day_off_too=day_off_too) for person in people}
    taken = _taken(organisation, slots)
    chosen: dict[UUID, date] = {}
    fresh: dict[datetime, list[Told]] = {}
    for person in people:
        notice = waiting.get(person.pk)
        if notice is not None:
            _not_later(notice, slots[person.pk][0].at)
            chosen[person.pk] = day_of_digest(notice)
            continue
        slot = next(one for one in slots[person.pk] if digest_key(person.pk, one.on) not in taken)
        chosen[person.pk] = slot.on
        told = Told(person, digest_key(person.pk, slot.on), {"on": slot.on.isoformat()})
        fresh.setdefault(slot.at, []).append(told)
    for at, several in fresh.items():
        enqueue_many(organisation=organisation, kind=DIGEST, told=several, send_after=at, now=now)
    return chosen


def bring_forward(*, organisation: Organisation, now: datetime) -> None:
    """Today's digests that wait for the organisation's hour only go now."""
    today = organisation.local_date(now)
    later = Notice.objects.filter(
        organisation=organisation, kind=DIGEST, status=NoticeStatus.NEW, attempts=0, send_after__gt=now
    )
    for notice in later.select_for_update(of=("self",)).select_related("recipient"):
        if day_of_digest(notice) <= today and not has_chosen(notice.recipient):
            _not_later(notice, now)


def digest_key(person: UUID, on: date) -> str:
    """What makes a second digest of a day impossible."""
    return f"digest {person} {on}"


def day_of_digest(notice: Notice) -> date:
    return date.fromisoformat(notice.payload["on"])


def _waiting(organisation: Organisation, people: Collection[Person]) -> dict[UUID, Notice]:
    """The earliest digest of each person that nobody has begun to send."""
    rows = Notice.objects.filter(organisation=organisation, kind=DIGEST, status=NoticeStatus.NEW, recipient__in=people)
    found = rows.select_for_update(of=("self",)).order_by("-send_after", "-pk")
    return {notice.recipient_id: notice for notice in found}


def _taken(organisation: Organisation, slots: dict[UUID, list[Slot]]) -> set[str]:
    keys = [digest_key(person, slot.on) for person, several in slots.items() for slot in several]
    known: set[str] = set()
    for start in range(0, len(keys), 500):
        some = Notice.objects.filter(organisation=organisation, once_key__in=keys[start : start + 500])
        known.update(some.values_list("once_key", flat=True))
    return known


def _not_later(notice: Notice, at: datetime) -> None:
    """Somebody who wants to be told sooner than when the digest was begun."""
    if at < notice.send_after and not notice.attempts:
        Notice.objects.filter(pk=notice.pk).update(send_after=at, try_after=at)
