"""What rests on people, and what of it rests on nobody: found from rows, so that no list of it can be wrong."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from projects.models import Benefit, Holding, Succession
from projects.reports.holding_slots import PROMISED, SLOTS, Slot
from projects.reports.holding_words import subject_words
from projects.reports.line import Line
from register.models import Absence, Organisation, Person, RoleAssignment, Tenure

WITHOUT = ("left", "new_line_manager", "declined", "not_accepted", "absence", "deputy_left", "unnamed")
"""Why a thing counts as being without an owner, the plainest first."""


NEVER = Value(None, output_field=DateTimeField())


@dataclass(frozen=True)
class Reasons:
    """Whether anything has happened for which a thing could be without an owner, though its holder is there."""

    tenures: bool
    refusals: bool
    deserted: dict[UUID, datetime]


@dataclass(frozen=True)
class Held:
    """One thing and who holds it; `why` says why it is without an owner, "" where it is not.

    `since` is when that began; `asked` is the open question to somebody to take it on.
    """

    kind: str
    row: Any
    project: Any
    unit: UUID | None
    holder: Person | None
    why: str = ""
    since: datetime | None = None
    asked: Succession | None = None

    @property
    def waits_for(self) -> Succession | None:
        """The open question, as long as whoever was asked is there to answer it."""
        return self.asked if self.asked and self.asked.to_person.is_active else None

    @property
    def key(self) -> tuple[str, UUID]:
        return self.kind, self.row.pk

    @property
    def reference(self) -> str:
        """How a form or an address names it."""
        return f"{self.kind}.{self.row.pk}"

    @property
    def label(self) -> str:
        return str(Holding(self.kind).label)

    @property
    def title(self) -> str:
        return subject_words(self.kind, self.row)


def held_by(person: Person, today: date) -> list[Held]:
    """Everything living that rests on a person."""
    chosen = Q(holder_id=person.pk)
    return _found(person.organisation, today, lambda slot: chosen)


def without_owner(
    organisation: Organisation,
    today: date,
    *,
    kinds: Collection[str] = tuple(SLOTS),
    subjects: Collection[UUID] | None = None,
    project: UUID | None = None,
) -> list[Held]:
    """Everything living that rests on nobody who is there and has said yes, the longest waiting first.

    Of all, of some ``subjects``, or of one ``project``.
    """

    def chosen(slot: Slot) -> Q:
        found = _orphaned(slot)
        if subjects is not None:
            found &= Q(pk__in=subjects)
        return found & Q(**{slot.project: project}) if project else found

    found = _found(organisation, today, chosen, kinds=kinds)
    return sorted(found, key=lambda held: (held.since, held.reference))


def one_by_one(organisation: Organisation, wanted: Iterable[tuple[str, UUID]], today: date) -> list[Held]:
    """The things named, whoever holds them; what is over or unknown is left out."""
    ids: dict[str, set[UUID]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    kinds = [kind for kind in ids if kind in SLOTS]
    return _found(organisation, today, lambda slot: Q(pk__in=ids[slot.kind]), kinds=kinds)


def default_for(held: Held, line: Line) -> UUID | None:
    """Who is asked unless somebody else is named: the unit's line manager, else the deputy, else the one above."""
    gone = held.holder.pk if held.holder else None
    able = [line.manager(held.unit), line.deputy(held.unit), line.superior(held.unit)]
    if held.kind == "referral":
        able = [_secretary_of(held.row), *(one for one in able if one != held.project.leader_id)]
    return next((one for one in able if one and one != gone), None)


def _secretary_of(referral: Any) -> UUID | None:
    """The body's own, where that is somebody else by now."""
    secretary: Person | None = referral.body.secretary
    return secretary.pk if secretary and secretary.is_active else None


def _found(
    organisation: Organisation, today: date, chosen: Callable[[Slot], Q], *, kinds: Collection[str] = tuple(SLOTS)
) -> list[Held]:
    asked, reasons = _asked(organisation), _reasons(organisation, today)
    found: list[Held] = []
    for kind in dict.fromkeys(kinds):
        slot = SLOTS[kind]
        rows = _with_holder(slot, organisation, today, reasons).filter(chosen(slot))
        found += [_held(slot, row, asked) for row in rows.order_by("created_at", "pk")]
    return found


def _with_holder(slot: Slot, organisation: Organisation, today: date, reasons: Reasons) -> QuerySet[Any]:
    """The living rows of a kind, each with its holder, its unit, and what could make it one without an owner."""
    rows = slot.model._default_manager.filter(slot.living, organisation=organisation)
    rows = rows.annotate(holder_id=F(f"{slot.field}_id"), of_unit=_unit(slot))
    rows = rows.annotate(refused_at=_refused_at(slot, today) if reasons.refusals else NEVER)
    rows = rows.annotate(deserted_at=_deserted_at(reasons.deserted), is_unnamed=_is_unnamed(slot))
    if reasons.tenures:
        rows = rows.annotate(held_since=_held_since(slot))
    rows = rows.annotate(run_until=_run_until(organisation) if reasons.tenures else NEVER)
    return rows.select_related(slot.field, *slot.related)


def _reasons(organisation: Organisation, today: date) -> Reasons:
    """Most days nobody has left a unit to somebody else, and no deputy has refused: then none of it is looked for."""
    return Reasons(
        tenures=Tenure.objects.filter(organisation=organisation).exists(),
        refusals=_refusals(today).filter(organisation=organisation).exists(),
        deserted=_deserted(organisation, today),
    )


def _deserted(organisation: Organisation, today: date) -> dict[UUID, datetime]:
    """Who is away for long while their deputy has left, and since when: nobody stands in for them any more."""
    away = Absence.objects.filter(organisation=organisation, from_date__lte=today, to_date__gte=today)
    away = away.filter(person__is_active=True)
    there = set(away.filter(deputy__is_active=True).values_list("person_id", flat=True))
    alone = away.filter(deputy__is_active=False).exclude(person__in=there).select_related("deputy")
    return {one.person_id: one.deputy.left_at or one.deputy.updated_at for one in alone if one.is_long}


def _deserted_at(deserted: dict[UUID, datetime]) -> Any:
    whens = [When(holder_id=person, then=Value(since)) for person, since in deserted.items()]
    return Case(*whens, output_field=DateTimeField()) if whens else NEVER


def _is_unnamed(slot: Slot) -> Any:
    return ExpressionWrapper(slot.unnamed, output_field=BooleanField()) if slot.unnamed else Value(False)


def _held_since(slot: Slot) -> Any:
    confirmed = (
        Succession.objects.filter(answer="accepted", kind=slot.kind, to_person=OuterRef("holder_id"))
        .filter(**{slot.subject: OuterRef("pk")})
        .order_by("-answered_at")
        .values("answered_at")[:1]
    )
    return Coalesce(Subquery(confirmed), *([F(slot.asked)] if slot.asked else []), F("created_at"))


def _unit(slot: Slot) -> Any:
    return Coalesce(*slot.units) if len(slot.units) > 1 else F(slot.units[0])


def _orphaned(slot: Slot) -> Q:
    gone = Q(**{f"{slot.field}__is_active": False})
    found = gone | Q(run_until__isnull=False) | Q(refused_at__isnull=False) | Q(deserted_at__isnull=False)
    for more in (slot.declined, slot.unnamed):
        found = found | more if more else found
    return found


def _run_until(organisation: Organisation) -> Any:
    """When the holder stopped running the unit it belongs to, where they have held it since before."""
    former = Tenure.objects.filter(organisation=organisation).values("person")
    still = RoleAssignment.objects.filter(
        unit=OuterRef(OuterRef("of_unit")), person=OuterRef(OuterRef("holder_id")), role="line_manager"
    )
    ended = Tenure.objects.filter(
        ~Exists(still), unit=OuterRef("of_unit"), person=OuterRef("holder_id"), ended_at__gt=OuterRef("held_since")
    )
    return Case(When(holder_id__in=former, then=Subquery(ended.order_by("-ended_at").values("ended_at")[:1])))


def _refusals(today: date) -> QuerySet[Succession]:
    """What deputies of holders who are away for long have said no to."""
    declined = Succession.objects.filter(reason="absence", answer="declined")
    return declined.filter(absence__to_date__gte=today, absence__from_date__lte=today)


def _refused_at(slot: Slot, today: date) -> Any:
    """When the deputy of the holder said no."""
    of_this = _refusals(today).filter(kind=slot.kind, from_person=OuterRef("holder_id"))
    return Subquery(of_this.filter(**{slot.subject: OuterRef("pk")}).values("answered_at")[:1])


def _asked(organisation: Organisation) -> dict[tuple[str, UUID], Succession]:
    """The open questions, by what they are about."""
    rows = Succession.objects.filter(organisation=organisation, answer="").select_related("to_person", "proposed_by")
    return {(row.kind, getattr(row, f"{SLOTS[row.kind].subject}_id")): row for row in rows}


def _held(slot: Slot, row: Any, asked: dict[tuple[str, UUID], Succession]) -> Held:
    project = slot.project_of(row)
    holder: Person | None = getattr(row, slot.field)
    why, since = _why(slot, row, holder)
    return Held(slot.kind, row, project, row.of_unit, holder, why, since, asked.get((slot.kind, row.pk)))


def _why(slot: Slot, row: Any, holder: Person | None) -> tuple[str, datetime | None]:
    asked_at: datetime = (getattr(row, slot.asked) if slot.asked else None) or row.created_at
    if holder is None:
        return _why_nobody(slot, row, asked_at)
    reasons = (
        ("left", None if holder.is_active else holder.left_at or holder.updated_at),
        ("new_line_manager", row.run_until),
        ("absence", row.refused_at),
        ("deputy_left", row.deserted_at),
        ("not_accepted", asked_at if _is_promised(row) and row.accepted_at is None else None),
    )
    return next(((why, since) for why, since in reasons if since), ("", None))


def _why_nobody(slot: Slot, row: Any, asked_at: datetime) -> tuple[str, datetime | None]:
    if (slot.asked and getattr(row, slot.asked)) or _is_promised(row):
        return "declined", asked_at
    return ("unnamed", row.created_at) if row.is_unnamed else ("", None)


def _is_promised(row: Any) -> bool:
    """A benefit that somebody has accepted once."""
    return isinstance(row, Benefit) and row.state in PROMISED
