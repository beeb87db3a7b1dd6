"""What a person has taken over: what they signed or own, how it stands, what must be reported next, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from projects.lifecycles.handover import ACCEPTED_STATES
from projects.models import Benefit, Condition, FollowUp, Handover, HandoverSignOff, Measurement
from projects.reports.benefit_table import BenefitRow, rows_of
from projects.reports.handover_costs import hours_a_year, money_a_year
from register.models import Person

OWN, FOR_THEM, OTHERS = range(3)


@dataclass(frozen=True)
class Taken:
    """One handover; `signature` is the person's own or one given for them, else the newest that stands.

    `is_whole`: it is theirs with all its benefits, for so much money and so many hours a year; otherwise they only own
    some of them. `due` are the next figures, one for each indicator; `open_work` conditions and remaining work.
    """

    handover: Handover
    signature: HandoverSignOff | None
    is_whole: bool
    money: str
    hours: str
    benefits: Sequence[BenefitRow]
    due: Sequence[Measurement]
    open_work: Sequence[Condition]
    follow_ups: Sequence[FollowUp]


def taken_over_by(person: Person, reader: Person, today: date) -> list[Taken]:
    """What they signed, what was signed for them, what they now manage, and that of which they own benefits.

    Of those the reader sees, the latest first.
    """
    handovers = list(_handovers(person, reader))
    benefits = {row.pk: _benefits(row, person) for row in handovers}
    all_of_them = list({one.pk: one for rows in benefits.values() for one in rows}.values())
    shown = {row.benefit.pk: row for row in rows_of(all_of_them, on=today, organisation=person.organisation)}
    due = _next_figures(all_of_them)
    return [
        Taken(
            handover=row,
            signature=_signature(row, person),
            is_whole=_is_whole(row, person),
            money=money_a_year(row) if _is_whole(row, person) else "",
            hours=hours_a_year(row) if _is_whole(row, person) else "",
            benefits=[shown[one.pk] for one in benefits[row.pk]],
            due=[figure for one in benefits[row.pk] for figure in due.get(one.pk, [])],
            open_work=_open_work(row),
            follow_ups=[one for one in row.follow_ups.all() if one.done_at is None],
        )
        for row in handovers
    ]


def _handovers(person: Person, reader: Person) -> Sequence[Handover]:
    of_them = Q(signed_by=person) | Q(acting_for=person)
    signed = HandoverSignOff.objects.filter(of_them, superseded_at=None).exclude(decision="return")
    owned = Benefit.objects.filter(owner=person).exclude(state="withdrawn")
    mine = Q(pk__in=signed.values("handover")) | Q(project__in=owned.values("project")) | Q(line_manager=person)
    rows = Handover.objects.visible_to(reader).filter(mine, state__in=ACCEPTED_STATES)
    rows = rows.select_related("project", "receiving_unit", "organisation").prefetch_related(
        *("sign_offs__reservations__owner", "sign_offs__signed_by", "sign_offs__acting_for"),
        *("project__benefits__owner", "project__benefits__indicators", "follow_ups"),
    )
    return [row for row in rows.order_by("-takes_over_on", "pk") if _is_whole(row, person) or _benefits(row, person)]


def _is_whole(row: Handover, person: Person) -> bool:
    return row.line_manager_id == person.pk or any(_rank(one, person) < OTHERS for one in _standing(row))


def _signature(row: Handover, person: Person) -> HandoverSignOff | None:
    newest_first = sorted(_standing(row), key=lambda one: one.signed_at, reverse=True)
    return min(newest_first, key=lambda one: _rank(one, person), default=None)


def _standing(row: Handover) -> list[HandoverSignOff]:
    return [one for one in row.sign_offs.all() if one.superseded_at is None]


def _rank(one: HandoverSignOff, person: Person) -> int:
    if one.signed_by_id == person.pk:
        return OWN
    return FOR_THEM if one.acting_for_id == person.pk else OTHERS


def _benefits(row: Handover, person: Person) -> list[Benefit]:
    """All that went with the handover where it is theirs; otherwise those they own."""
    is_whole = _is_whole(row, person)
    rows = [
        one
        for one in row.project.benefits.all()
        if one.state != "withdrawn"
        and one.receiving_unit_id in (None, row.receiving_unit_id)
        and (is_whole or one.owner_id == person.pk)
    ]
    for one in rows:
        one.project = row.project
    return sorted(rows, key=lambda one: (one.created_at, str(one.pk)))


def _next_figures(benefits: Sequence[Benefit]) -> dict[UUID, list[Measurement]]:
    """The first figure that is due for each indicator, by benefit."""
    rows = Measurement.objects.filter(state__in=("due", "disputed"), indicator__benefit__in=benefits)
    rows = rows.select_related("indicator__measurer", "indicator__benefit").order_by("due_date", "period_end", "pk")
    first: dict[UUID, Measurement] = {}
    for row in rows:
        first.setdefault(row.indicator_id, row)
    found: dict[UUID, list[Measurement]] = {}
    for row in first.values():
        found.setdefault(row.indicator.benefit_id, []).append(row)
    return found


def _open_work(row: Handover) -> list[Condition]:
    conditions = [one for sign_off in row.sign_offs.all() for one in sign_off.reservations.all() if one.is_open]
    return sorted(conditions, key=lambda one: (one.due_date, str(one.pk)))
