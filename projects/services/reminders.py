"""A round of reminders: which rungs were reached since the last one, written down once, one digest for each person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from projects.models import Reminder, ReminderRound
from projects.reports.duties import ASKED, duties_due
from projects.reports.duty_scope import Found
from projects.reports.line import Line
from projects.services import measurement_plan
from projects.services.ladder import Rung, day_of, ladder_of
from register.models import AuditHead, Organisation, Person
from workflows.models import Notice
from workflows.services.notices import Told, enqueue_many

DIGEST = "projects.digest"
HOLIDAYS = timedelta(days=12)
"""No run of days off is longer, so that no rung moves further than this."""


@dataclass(frozen=True)
class Reached:
    """A rung that was reached for one duty, and who is told."""

    duty: Found
    rung: Rung
    day: date
    recipient: UUID

    @property
    def key(self) -> tuple[UUID, str, UUID, date, int]:
        return self.recipient, self.duty.kind, self.duty.row.pk, self.duty.due_date, self.rung.days


@dataclass(frozen=True)
class Round:
    """What one round found, by recipient."""

    organisation: Organisation
    on_date: date
    reached: dict[Person, list[Reached]]


def make_round(*, organisation: Organisation, now: datetime, dry_run: bool = False) -> Round | None:
    """Write down the rungs reached by ``now``, and a digest for each person; None while another process is at it.

    Whoever has had a digest today gets the rest in tomorrow's: never two a day.
    """
    today = organisation.local_date(now)
    if not dry_run:
        ReminderRound.objects.bulk_create([ReminderRound(organisation=organisation)], ignore_conflicts=True)
        measurement_plan.plan_all(organisation=organisation, now=now)
    with transaction.atomic():
        rounds = ReminderRound.objects.select_for_update(skip_locked=True).filter(organisation=organisation)
        last = rounds.first()
        if last is None and not dry_run:
            return None
        position = _position(organisation)
        made = Round(organisation, today, _by_person(organisation, now, last))
        if not dry_run and last is not None:
            _write_down(made, now)
            last.on_date, last.position = max(today, last.on_date or today), position
            last.save(update_fields=["on_date", "position"])
    return made


def organisations_to_round(now: datetime) -> list[Organisation]:
    """Those for which a new day has begun, or something has changed since their last round and it is time again."""
    rounds = ReminderRound.objects.in_bulk()
    heads = dict(AuditHead.objects.values_list("organisation_id", "position"))
    return [one for one in Organisation.objects.order_by("pk") if _is_needed(one, rounds.get(one.pk), heads, now)]


def rest(*, organisation: Organisation, until: datetime) -> None:
    """Changes made before ``until`` wait for a round after it, so that a busy day is not one long round."""
    ReminderRound.objects.filter(organisation=organisation).update(rests_until=until)


def _is_needed(organisation: Organisation, last: ReminderRound | None, heads: dict[UUID, int], now: datetime) -> bool:
    if last is None or last.on_date is None or last.on_date < organisation.local_date(now):
        return True
    rests = last.rests_until is not None and now < last.rests_until < now + timedelta(hours=1)
    return not rests and heads.get(organisation.pk, 0) != last.position


def _position(organisation: Organisation) -> int:
    head = AuditHead.objects.filter(organisation=organisation).first()
    return head.position if head else 0


def _by_person(organisation: Organisation, now: datetime, last: ReminderRound | None) -> dict[Person, list[Reached]]:
    today = organisation.local_date(now)
    fresh = _not_yet_told(organisation, list(_reached(organisation, now, last)))
    by_id: dict[UUID, list[Reached]] = defaultdict(list)
    for one in fresh:
        by_id[one.recipient].append(one)
    keys = [_digest_key(person, today) for person in by_id]
    told = set(
        Notice.objects.filter(organisation=organisation, once_key__in=keys).values_list("recipient_id", flat=True)
    )
    people = Person.objects.active().filter(organisation=organisation, pk__in=by_id).exclude(email="").order_by("name")
    return {person: by_id[person.pk] for person in people if person.pk not in told and not person.is_service}


def _reached(organisation: Organisation, now: datetime, last: ReminderRound | None) -> Iterator[Reached]:
    """Every rung of every open duty whose day has come since it was asked for, whether told or not."""
    today, ladder = organisation.local_date(now), ladder_of(organisation.limits)
    since = min(last.on_date, today) if last and last.on_date else None
    after = since - timedelta(days=ladder[-1].days) - HOLIDAYS if since else None
    until = today + timedelta(days=-ladder[0].days) + HOLIDAYS
    line = Line(organisation, today)
    for duty in duties_due(organisation, now, after=after, until=until):
        if duty.is_for is not None:
            continue  # whose duty it is hears of it, and who acts for them while they are away
        for rung in ladder:
            day = day_of(duty.due_date, rung.days, organisation.country)
            if _since_asked(duty, day) and day <= today:
                for recipient in _recipients(duty, rung, line):
                    yield Reached(duty, rung, day, recipient)


def _since_asked(duty: Found, day: date) -> bool:
    """What was asked for is told at once, so that its reminders begin on another day."""
    return day > duty.asked_on if duty.kind in ASKED else day >= duty.asked_on


def _recipients(duty: Found, rung: Rung, line: Line) -> list[UUID]:
    project, person = duty.project, duty.person
    if rung.to == "owner":
        return line.with_stand_ins(person)
    told: Iterable[UUID | None] = [project.owner_id, project.benefits_responsible_id]
    if rung.to == "superior":
        told = [line.superior_of(person, duty.unit)]
    elif rung.to == "controller":
        told = line.holding("controller", duty.unit)
    return [one for one in dict.fromkeys(told) if one is not None and one != person]


def _not_yet_told(organisation: Organisation, reached: list[Reached]) -> list[Reached]:
    if not reached:
        return []
    days = [one.duty.due_date for one in reached]
    known = Reminder.objects.filter(organisation=organisation, due_date__range=(min(days), max(days)))
    told = set(known.values_list("recipient_id", "duty_kind", "subject_id", "due_date", "rung"))
    return [one for one in reached if one.key not in told]


def _write_down(made: Round, now: datetime) -> None:
    reminders = [
        Reminder(
            organisation=made.organisation,
            recipient=person,
            duty_kind=one.duty.kind,
            subject_id=one.duty.row.pk,
            due_date=one.duty.due_date,
            rung=one.rung.days,
            on_date=made.on_date,
            created_at=now,
        )
        for person, several in made.reached.items()
        for one in several
    ]
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True, batch_size=500)
    told = [
        Told(person, _digest_key(person.pk, made.on_date), {"on": made.on_date.isoformat()}) for person in made.reached
    ]
    enqueue_many(organisation=made.organisation, kind=DIGEST, told=told, send_after=now, now=now)


def _digest_key(person: UUID, on: date) -> str:
    return f"digest {person} {on}"
