"""Changes of a promise that wait for a yes, and promised money that nobody has put into the budget."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from projects.models import BudgetEntry, MoneyChange, Rebaselining
from projects.permissions import four_eyes
from projects.reports.asked_duties import asked
from projects.reports.duty_scope import ANSWER_WITHIN, AT_ONCE, OVER, PART_OF_LIFE, Found, Scope
from register.models import AuditEvent, Person

COMMITTED = tuple(state for state in PART_OF_LIFE if state not in ("concept", "planning"))
CHANGES: tuple[tuple[Any, str], ...] = ((Rebaselining, "indicator__benefit"), (MoneyChange, "benefit"))


def approve_change(scope: Scope) -> Iterator[Found]:
    """Other baselines, targets and amounts than were promised, to the project owner, else to those who decide."""
    for model, benefit in CHANGES:
        yield from _changes(scope, model, benefit)


def _changes(scope: Scope, model: Any, benefit: str) -> Iterator[Found]:
    project = f"{benefit}__project"
    rows = scope.narrow(model.objects.waiting(), project=project).exclude(**{f"{project}__state__in": OVER})
    rows = rows.exclude(**{f"{benefit}__state": "withdrawn"})
    if scope.people is not None:
        rows = rows.filter(_theirs(scope, project))
    rows = rows.select_related(f"{project}__owner", *(["indicator__at_unit"] if model is Rebaselining else []))
    waiting = rows.order_by("created_at", "pk").iterator(AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        led = _led_by_others({row.project.pk for row in some})
        for row in some:
            for person in _who_approve(row, scope, row.project.pk in led):
                if scope.concerns(person):
                    unit = row.project.unit_id
                    yield asked("approve_change", row, row.project, person, row.created_at, scope, unit=unit)


def _theirs(scope: Scope, project: str) -> Q:
    units = scope.line.units_of("decision_maker", scope.people or ())
    if units is None or scope.line.units_of("administrator", scope.people or ()) is None:
        return Q()
    return Q(**{f"{project}__owner__in": scope.people}) | Q(**{f"{project}__unit__in": units})


def _led_by_others(projects: set[UUID]) -> set[UUID]:
    """The projects that somebody else led before, in one query; only of these the trail is read person by person."""
    changed = AuditEvent.objects.filter(subject_id__in=projects, changes__has_key="leader")
    return {project for project, old in changed.values_list("subject_id", "changes__leader__old") if old}


def _who_approve(row: Any, scope: Scope, led_by_others: bool) -> list[UUID]:
    """Nobody approves a change of their own, or of a project they lead or led when it came to this state.

    Where nobody may, the administrators are told, who can name somebody.
    """
    project, never = row.project, {row.changed_by_id, row.project.leader_id}

    def able(one: Person) -> bool:
        return one.is_active and one.pk not in never and not (led_by_others and four_eyes(project, one))

    row.is_undecidable = False
    if project.owner is not None and able(project.owner):
        return [project.owner_id]
    holding = scope.line.holding("decision_maker", project.unit_id)
    people = Person.objects.in_bulk(holding) if led_by_others else {}
    found = [one for one in holding if one not in never and (one not in people or able(people[one]))]
    row.is_undecidable = not found
    return found or scope.line.able("administrator", None)


def book_entry(scope: Scope) -> Iterator[Found]:
    """What is promised on a budget line and not booked there, before its year begins.

    It falls to the controllers, else to the administrators.
    What was placed later falls due two weeks after; years that are over are not chased, nor what is a potential still.
    """
    rows = (
        BudgetEntry.objects.filter(booked=None, year__gte=scope.today.year).exclude(promised=None).exclude(promised=0)
    )
    rows = rows.filter(benefit__project__state__in=COMMITTED, benefit__part_of=None, benefit__restates=None)
    rows = scope.narrow(rows.exclude(benefit__state="withdrawn"), project="benefit__project")
    if scope.people is not None:
        rows = rows.filter(scope.held("controller", "benefit__project__unit"))
    rows = rows.filter(_years(scope)).select_related("benefit__project", "budget_line")
    for row in scope.each(rows.order_by("year", "created_at", "pk")):
        benefit, due_date = row.benefit, _due(row, scope)
        if not benefit.is_potential(scope.today) and _in_scope(due_date, scope):
            for person in scope.line.able("controller", benefit.project.unit_id):
                if scope.concerns(person):
                    asked_on = scope.organisation.local_date(row.created_at)
                    yield Found(
                        "book_entry", row, row.project, person, asked_on, due_date, unit=benefit.project.unit_id
                    )


def _years(scope: Scope) -> Q:
    """The years whose due date can be in scope, as far as the database can tell; this one's may be of any day.

    What is placed in December for the next year falls due in that year.
    """
    found = Q()
    if scope.until is not None:
        found &= Q(year__lte=scope.until.year + 1)
    if scope.due is not None:
        found &= Q(year=scope.today.year) | Q(year__in={year for day in scope.due for year in (day.year, day.year + 1)})
    return found


def _due(row: BudgetEntry, scope: Scope) -> date:
    before_the_year = scope.calendar.due(date(row.year - 1, 12, 31))
    asked_on = scope.organisation.local_date(row.created_at)
    return max(before_the_year, scope.calendar.due(asked_on + ANSWER_WITHIN))


def _in_scope(day: date, scope: Scope) -> bool:
    if scope.after is not None and day <= scope.after:
        return False
    if scope.until is not None and day > scope.until:
        return False
    return scope.due is None or day in scope.due
