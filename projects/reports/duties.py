"""What waits for people, found from rows: there is no list of tasks that could be wrong."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from projects.models import Project
from projects.reports.answer_words import when_expected
from projects.reports.asked_duties import accept_benefit, accept_role, answer_comments, revise, take_over, verify
from projects.reports.dated_duties import DATED
from projects.reports.duty_scope import Found, Scope
from projects.reports.duty_words import KINDS, detail_of, title_of, url_of
from projects.reports.evaluation_duties import evaluate
from projects.reports.gate_duties import decide_gate, record_decision
from projects.reports.promise_duties import approve_change, book_entry
from projects.reports.succession_duties import find_owner, take_on
from register.models import Organisation, Person

HORIZON = timedelta(days=30)
MOST_OF_A_KIND = 200
ASKED = {
    "take_over": take_over,
    "revise": revise,
    "answer_comments": answer_comments,
    "decide_gate": decide_gate,
    "accept_role": accept_role,
    "accept_benefit": accept_benefit,
    "take_on": take_on,
    "find_owner": find_owner,
    "evaluate": evaluate,
    "verify": verify,
    "approve_change": approve_change,
}
FINDERS = {**ASKED, **DATED, "record_decision": record_decision, "book_entry": book_entry}
_ORDER = {kind: place for place, kind in enumerate(KINDS)}
_NAMESPACE = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")


@dataclass(frozen=True)
class Duty:
    """One thing that waits for one person; `is_for` is whose duty it is where this person only stands in."""

    kind: str
    row: Any
    person: Person
    project: Project
    title: str
    detail: str
    asked_on: date
    due_date: date
    part: str = ""
    is_for: Person | None = None

    @property
    def id(self) -> UUID:
        """The same for the same duty of the same person, whenever it is asked for."""
        return uuid5(_NAMESPACE, f"{self.kind} {self.part} {self.subject_id} {self.person.pk}")

    @property
    def subject_type(self) -> str:
        return str(self.row._meta.model_name)

    @property
    def subject_id(self) -> UUID:
        return UUID(str(self.row.pk))

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(KINDS[self.kind])

    @property
    def url(self) -> str:
        """The page where it is done."""
        return url_of(self.kind, self.row)

    @property
    def answer(self) -> str:
        """When it will be done, as has been said about it; empty where nothing has."""
        return when_expected(self.row)

    @property
    def awaited(self) -> date:
        """The due date, or the day that was given for a figure."""
        return getattr(self.row, "expected_on", None) or self.due_date

    def is_late(self, today: date) -> bool:
        return self.awaited < today


def duties_of(person: Person, now: datetime) -> list[Duty]:
    """What waits for a person within a month, the longest overdue first, also where they stand in for somebody."""
    scope = _scope_of(person, now, most=MOST_OF_A_KIND)
    found = find(FINDERS, Scope(**scope, until=_today(person, now) + HORIZON))
    return in_words(_once_each(found, person), person.organisation, acting=person)


def left_out(person: Person, now: datetime, shown: Iterable[Duty]) -> dict[str, int]:
    """How many there are of the kinds of which only the most pressing are shown; hardly ever is there one."""
    number = Counter(duty.kind for duty in shown)
    full = [kind for kind, several in number.items() if several >= MOST_OF_A_KIND]
    if not full:
        return {}
    scope = {**_scope_of(person, now, most=0), "most": None, "until": _today(person, now) + HORIZON}
    totals = Counter(one.kind for one in _once_each(find(full, Scope(**scope)), person))
    return {kind: totals[kind] for kind in full if totals[kind] > number[kind]}


def own_duty(kind: str, subject: UUID, person: Person, now: datetime) -> Duty | None:
    """What of one kind waits for a person within a month on one subject."""
    scope = Scope(**_scope_of(person, now, most=1), subjects=[subject], until=_today(person, now) + HORIZON)
    found = find([kind], scope)
    return next(iter(in_words(_once_each(found, person), person.organisation, acting=person)), None)


def next_coming(person: Person, now: datetime) -> Duty | None:
    """What comes next after that; None where nothing is planned."""
    scope = _scope_of(person, now, most=1)
    found = find(DATED, Scope(**scope, after=_today(person, now) + HORIZON))
    return next(iter(in_words(found[:1], person.organisation, acting=person)), None)


def duties_due(organisation: Organisation, now: datetime, *, due: frozenset[date] | None = None) -> list[Found]:
    """All duties of all people of an organisation, in as many queries for thousands as for one.

    Of those that carry a date of their own only the ones ``due`` on certain days, where they are given.
    """
    return find(FINDERS, Scope(organisation, now, due=due))


def duties_on(kind: str, subjects: Collection[UUID], organisation: Organisation, now: datetime) -> list[Found]:
    """Who has a duty of a kind on some subjects now."""
    return find([kind], Scope(organisation, now, subjects=subjects))


def asked_on_project(project: Project, now: datetime, kinds: Iterable[str] = ASKED) -> list[Found]:
    """What people are asked to sign, decide, accept or check about one project."""
    return find(kinds, Scope(project.organisation, now, project=project.pk))


def find(kinds: Iterable[str], scope: Scope) -> list[Found]:
    """The duties of some kinds in scope, the longest overdue first; of each kind no more than the scope wants."""
    return sorted((one for kind in kinds for one in islice(FINDERS[kind](scope), scope.most)), key=order_of)


def order_of(found: Found) -> tuple[date, int, str, str]:
    """The longest overdue first; what falls due on one day always in the same order."""
    return found.due_date, _ORDER[found.kind], found.part, str(found.row.pk)


def people_of(found: Iterable[Found]) -> dict[UUID, Person]:
    """Whose duties they are."""
    return Person.objects.in_bulk({one for row in found for one in (row.person, row.is_for) if one is not None})


def in_words(
    found: Iterable[Found],
    organisation: Organisation,
    *,
    acting: Person | None = None,
    people: dict[UUID, Person] | None = None,
) -> list[Duty]:
    """The duties as people read them, in the active language; ``acting`` is who looks at them as their own."""
    rows = list(found)
    people = people_of(rows) if people is None else people
    return [_in_words(row, organisation, people, acting) for row in rows]


def _in_words(found: Found, organisation: Organisation, people: dict[UUID, Person], acting: Person | None) -> Duty:
    found.project.organisation = organisation
    person = people[found.person]
    is_for = people[found.is_for] if found.is_for else None
    if acting is not None and acting.pk != person.pk:
        person, is_for = acting, person
    return Duty(
        kind=found.kind,
        row=found.row,
        person=person,
        project=found.project,
        title=title_of(found),
        detail=detail_of(found),
        asked_on=found.asked_on,
        due_date=found.due_date,
        part=found.part,
        is_for=is_for,
    )


def _scope_of(person: Person, now: datetime, *, most: int) -> dict[str, Any]:
    stands_in = person.stands_in_for(_today(person, now)).values_list("pk", flat=True)
    people = frozenset([person.pk, *stands_in]) if person.is_active else frozenset()
    return {"organisation": person.organisation, "now": now, "people": people, "most": most}


def _today(person: Person, now: datetime) -> date:
    return person.organisation.local_date(now)


def _once_each(found: list[Found], person: Person) -> Iterator[Found]:
    """A duty that is one's own in two ways counts once, and first as one's own."""
    own = {(one.kind, one.row.pk, one.part) for one in found if one.person == person.pk}
    for one in found:
        if one.person == person.pk or (one.kind, one.row.pk, one.part) not in own:
            yield one
