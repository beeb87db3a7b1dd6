"""Whose duties are looked for, and what is found before it is put into words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import TruncDate

from projects.models import Checklist, Deciders, GateDecider, Project
from projects.reports.line import Line
from register.calendars import Calendar
from register.models import Organisation, Person

Rows = TypeVar("Rows", bound=QuerySet[Any])
Row = TypeVar("Row", bound=Model)
AT_ONCE = 500

ANSWER_WITHIN = timedelta(days=14)
"""Signing, deciding, accepting and checking fall due this long after being asked."""

PART_OF_LIFE = ("concept", "planning", "executing", "handing_over", "realising", "evaluating")
"""The states in which a project's own dates count."""

OVER = ("closed", "stopped", "rejected")


@dataclass(frozen=True)
class Found:
    """A duty before it is put into words; `part` tells apart duties on one subject.

    `asked_at` is the moment of asking, the same for as long as the same thing is asked.
    """

    kind: str
    row: Any
    project: Any
    person: UUID
    asked_on: date
    due_date: date
    unit: UUID | None
    is_for: UUID | None = None
    part: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Scope:
    """An organisation on a day; some people or all, some subjects or all, due on some days, or after and until some."""

    organisation: Organisation
    now: datetime
    people: frozenset[UUID] | None = None
    subjects: Collection[UUID] | None = None
    project: UUID | None = None
    after: date | None = None
    until: date | None = None
    due: frozenset[date] | None = None
    most: int | None = None

    @cached_property
    def today(self) -> date:
        return self.organisation.local_date(self.now)

    @cached_property
    def calendar(self) -> Calendar:
        return self.organisation.calendar

    @cached_property
    def line(self) -> Line:
        return Line(self.organisation, self.today)

    @cached_property
    def deciders(self) -> Deciders:
        """Which bodies decide where."""
        return GateDecider.objects.of(self.organisation.pk)

    @cached_property
    def required_lists(self) -> set[tuple[str, str]]:
        """The checklists, by gate and track, in which something is required."""
        rows = Checklist.objects.filter(organisation=self.organisation).order_by("edition")
        current = {(row.gate, row.track): row for row in rows}
        return {place for place, row in current.items() if any(item.required for item in row.listed())}

    @cached_property
    def project_states(self) -> set[str]:
        """The states of the projects in scope, so that what cannot be open is not looked for."""
        rows = Project.objects.filter(organisation=self.organisation)
        rows = rows.filter(pk=self.project) if self.project else rows
        return set(rows.order_by().values_list("state", flat=True).distinct())

    def day(self, moment: datetime | None, otherwise: datetime) -> date:
        """The organisation's day of a moment, or of another one where it is not known."""
        return self.organisation.local_date(moment or otherwise)

    def narrow(self, rows: Rows, *, project: str, people: Sequence[str] = ()) -> Rows:
        """The rows in scope. ``people`` are paths to the persons a duty falls to, the first active one."""
        rows = rows.filter(organisation=self.organisation)
        if self.subjects is not None:
            rows = rows.filter(pk__in=self.subjects)
        if self.project is not None:
            rows = rows.filter(**{project: self.project})
        if self.people is not None and people:
            rows = rows.filter(self._falls_to(people))
        return rows

    def held(self, role: str, unit: str, *, never: str = "") -> Q:
        """What falls to the people who hold a role for the unit at a path, or to administrators where nobody may.

        ``never`` is a path to the person who may not, though they hold the role.
        """
        people, line = self.people or (), self.line
        units = line.units_of(role, people)
        if units is None:
            return Q()
        found = Q(**{f"{unit}__in": units})
        if line.units_of("administrator", people) is not None:
            return found
        holders = {person for several in line.holders[role].values() for person in several}
        covered = line.units_of(role, holders)
        found |= Q(pk=None) if covered is None else ~Q(**{f"{unit}__in": covered})
        return found | Q(**{f"{never}__in": holders}) if never else found

    def dated(
        self, rows: QuerySet[Any], field: str = "due_date", *, past_too: bool = True, or_on: str = ""
    ) -> Iterable[Any]:
        """The rows with a date in scope, the most pressing first; ``or_on`` names another date that may be in it.

        Without ``past_too`` those are left out that were past when they were registered: an import tells of
        old days, and makes no duty of them.
        """
        rows = rows.filter(**{f"{field}__isnull": False})
        if not past_too:
            rows = rows.filter(**{f"{field}__gte": TruncDate("created_at")})
        in_scope = self._between(field)
        if or_on and in_scope:
            in_scope |= self._between(or_on)
        rows = rows.filter(in_scope)
        return self.each(rows.order_by(field, "pk"))

    def each(self, rows: QuerySet[Row]) -> Iterable[Row]:
        """Some at a time where only the first duties are wanted: whose they are the database cannot always tell."""
        return rows if self.most is None else rows.iterator(AT_ONCE)

    def _between(self, field: str) -> Q:
        found = Q() if self.due is None else Q(**{f"{field}__in": self.due})
        if self.after is not None:
            found &= Q(**{f"{field}__gt": self.after})
        if self.until is not None:
            found &= Q(**{f"{field}__lte": self.until})
        return found

    def concerns(self, person: UUID | None) -> bool:
        return person is not None and (self.people is None or person in self.people)

    def _falls_to(self, paths: Sequence[str]) -> Q:
        found, nobody_before = Q(), Q()
        for path in paths:
            found |= nobody_before & Q(**{f"{path}__in": self.people})
            nobody_before &= Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__is_active": False})
        return found


def first_active(*people: Person | None) -> UUID | None:
    """The first of them who is there and has not left."""
    return next((person.pk for person in people if person is not None and person.is_active), None)
