"""A round of reminders: which rungs were reached since the last one, written down once, one digest for each person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from projects.models import Project, Reminder, ReminderRound
from projects.reports.duties import FINDERS, duties_due
from projects.reports.duty_scope import Found
from projects.reports.line import Line
from projects.reports.put_off import put_off
from projects.reports.told import hidden_from, told_as
from projects.services import asking, digests, gate_askings, long_absences, measurement_plan, outside_owners
from projects.services.asking import AT_ONCE
from projects.services.ladder import ONE_DAY, Rung, day_of, due_dates, ladder_of
from projects.services.own_rungs import rungs_of
from register.models import AuditHead, Organisation, Person


@dataclass(frozen=True)
class Reached:
    """A rung that was reached for one duty, and who is told."""

    duty: Found
    rung: Rung
    day: date
    recipient: UUID

    @property
    def key(self) -> tuple[str, str, UUID, date, int]:
        return self.duty.kind, self.duty.part, self.duty.row.pk, self.duty.due_date, self.rung.days


@dataclass(frozen=True)
class Round:
    """What one round found, by recipient."""

    organisation: Organisation
    on_date: date
    reached: dict[Person, list[Reached]]


def make_round(
    *, organisation: Organisation, now: datetime, at_once: bool = False, dry_run: bool = False
) -> Round | None:
    """Write down the rungs reached by ``now``, and a digest for each person; None while another process is at it.

    Whoever has had a digest today gets the rest in the next one: never two a day, and on a day off only what rounds
    before have missed. ``at_once``: those who have not
    chosen a time get theirs now, whatever the clock says.
    """
    today = organisation.local_date(now)
    if not dry_run:
        ReminderRound.objects.bulk_create([ReminderRound(organisation=organisation)], ignore_conflicts=True)
        measurement_plan.plan_all(organisation=organisation, now=now)
        long_absences.ask_deputies(organisation=organisation, now=now)
        for project in gate_askings.write_down_all(organisation=organisation, now=now):
            asking.tell(project=project, by=None, now=now)
        outside_owners.ask_for_due(organisation=organisation, now=now)
    with transaction.atomic():
        rounds = ReminderRound.objects.select_for_update(skip_locked=True).filter(organisation=organisation)
        last = rounds.first()
        if last is None and not dry_run:
            return None
        position = _position(organisation)
        made = Round(organisation, today, _by_person(organisation, now, last))
        if not dry_run and last is not None:
            missed = last.on_date is None or last.on_date < today - ONE_DAY
            _write_down(made, now, at_once=at_once or last.on_date is None, day_off_too=missed)
            last.on_date, last.position = today, position
            last.save(update_fields=["on_date", "position"])
    return made


def organisations_to_round(now: datetime) -> list[Organisation]:
    """Those for which a new day has begun, or something has changed since their last round and it is time again."""
    rounds = ReminderRound.objects.in_bulk()
    heads = dict(AuditHead.objects.values_list("organisation_id", "position"))
    return [
        one for one in Organisation.objects.open().order_by("pk") if _is_needed(one, rounds.get(one.pk), heads, now)
    ]


def rest(*, organisation: Organisation, until: datetime) -> None:
    """Changes made before ``until`` wait for a round after it, so that a busy day is not one long round."""
    ReminderRound.objects.filter(organisation=organisation).update(rests_until=until)


def _is_needed(organisation: Organisation, last: ReminderRound | None, heads: dict[UUID, int], now: datetime) -> bool:
    if last is None or last.on_date != organisation.local_date(now):
        return True
    rests = last.rests_until is not None and now < last.rests_until < now + timedelta(hours=1)
    return not rests and heads.get(organisation.pk, 0) != last.position


def _position(organisation: Organisation) -> int:
    head = AuditHead.objects.filter(organisation=organisation).first()
    return head.position if head else 0


def _by_person(organisation: Organisation, now: datetime, last: ReminderRound | None) -> dict[Person, list[Reached]]:
    """What people who can be reached are told, of what they may see."""
    by_id: dict[UUID, list[Reached]] = defaultdict(list)
    for one in _not_yet_told(list(_reached(organisation, now, last))):
        by_id[one.recipient].append(one)
    people = Person.objects.active().filter(organisation=organisation, is_service=False, pk__in=by_id)
    seen = {one: _visible(one, by_id[one.pk]) for one in people.exclude(email="").order_by("name", "pk")}
    for person in seen:
        person.organisation = organisation
    return {person: reached for person, reached in seen.items() if reached}


def _visible(person: Person, reached: list[Reached]) -> list[Reached]:
    projects: list[Project] = [one.duty.project for one in reached]
    hidden = hidden_from(person, projects)
    return [one for one in reached if one.duty.project.pk not in hidden]


def _reached(organisation: Organisation, now: datetime, last: ReminderRound | None) -> Iterator[Reached]:
    """Every rung of every open duty whose day has come since the last round, whether told or not.

    The day of the last round counts again: something may have been asked for later on it.
    """
    today, calendar = organisation.local_date(now), organisation.calendar
    first = min(last.on_date, today) if last and last.on_date else None
    ladders = {kind: ladder_of(organisation.limits, kind) for kind in FINDERS}
    line = Line(organisation, today)
    silent = put_off(organisation, line, today, since=first)
    rungs = {rung for ladder in ladders.values() for rung in ladder}
    due = due_dates(rungs, first, today, calendar) | silent.due_dates if first else None
    for duty in duties_due(organisation, now, due=due):
        for rung in rungs_of(duty, ladders[duty.kind], silent, organisation):
            day = day_of(duty.due_date, rung.days, calendar)
            if _since_asked(duty, day) and (first or day) <= day <= today:
                for recipient in told_as(rung.to, duty, line):
                    yield Reached(duty, rung, day, recipient)


def _since_asked(duty: Found, day: date) -> bool:
    """What is told at once when it is asked for has its reminders from another day on."""
    return day > duty.asked_on if duty.kind in AT_ONCE else day >= duty.asked_on


def _not_yet_told(reached: list[Reached]) -> list[Reached]:
    """A rung is told once, to those whom it concerns on that day: whoever comes later hears of the next one."""
    told: set[tuple[str, str, UUID, date, int]] = set()
    for some in _in_batches({one.duty.row.pk for one in reached}):
        known = Reminder.objects.filter(subject_id__in=some)
        told.update(known.values_list("duty_kind", "part", "subject_id", "due_date", "rung"))
    return [one for one in reached if one.key not in told]


def _in_batches(subjects: Iterable[UUID], size: int = 500) -> Iterator[list[UUID]]:
    rows = list(subjects)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _write_down(made: Round, now: datetime, *, at_once: bool, day_off_too: bool) -> None:
    organisation, people = made.organisation, list(made.reached)
    if at_once:
        digests.bring_forward(organisation=organisation, now=now)
    days = digests.choose(organisation=organisation, people=people, now=now, at_once=at_once, day_off_too=day_off_too)
    reminders = [
        Reminder(
            organisation=made.organisation,
            recipient=person,
            duty_kind=one.duty.kind,
            part=one.duty.part,
            subject_id=one.duty.row.pk,
            due_date=one.duty.due_date,
            rung=one.rung.days,
            receiver=one.rung.to,
            on_date=days[person.pk],
            created_at=now,
        )
        for person, several in made.reached.items()
        for one in several
    ]
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True, batch_size=500)
