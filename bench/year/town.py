"""A large municipality with thousands of projects, what happens in it during 2026, and what the oracle is told of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from bench.chance import chance
from projects.models import Benefit, Condition, FollowUp, Indicator, Measurement, Milestone, Project, Target
from projects.services import transitions
from register.models import Absence, Organisation, Person, RoleAssignment, Unit
from tests.projects.reminders.oracle import Waiting, Who, always

Row = TypeVar("Row", bound=models.Model)
ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 5), date(2026, 12, 31)
ASKED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STATES = ("executing",) * 12 + ("realising",) * 3 + ("on_hold", "planning", "draft", "closed", "closed")
QUARTERS = {"Q1": date(2026, 3, 31), "Q2": date(2026, 6, 30)}
"""Each with the day on which it ends."""
CHECKED_WITHIN = timedelta(days=14)
LAG = timedelta(days=60)
LATER = date(2028, 6, 1)


def afternoon(on: date) -> datetime:
    return datetime.combine(on, time(14, 0), UTC)


class Town:
    """Who is who; `happens` are the things done on an afternoon, `duties` what the oracle is told of."""

    def __init__(self, projects: int) -> None:
        self.number, self.chance = projects, chance(4)
        self.duties: list[Waiting] = []
        self.happens: dict[date, list[Callable[[datetime], Any]]] = defaultdict(list)
        self.organisation = Organisation.objects.create(
            name="Storby kommune", country="NO", language="en", currency="NOK", time_zone="Europe/Oslo"
        )
        self.units = self._units(max(projects // 50, 4))
        self.managers = self._managers()
        self.staff = self.people("Person", max(projects // 12, 20))
        self.leaders = self.people("Leader", max(projects // 33, 10))
        self.controllers = self.people("Controller", 2)
        for person in self.controllers:
            self.role(person, "controller")
        self.away: dict[UUID, list[tuple[date, date, str]]] = defaultdict(list)
        self._absences()

    def people(self, kind: str, number: int) -> list[Person]:
        """People of a kind, who have no other part to play."""
        about = {"organisation": self.organisation, "language": "en"}
        rows = [Person(name=f"{kind} {n}", email=f"{kind.lower()}{n}@storby.example", **about) for n in range(number)]
        return Person.objects.bulk_create(rows)

    def role(self, person: Person, role: str, unit: Unit | None = None) -> None:
        RoleAssignment.objects.create(organisation=self.organisation, person=person, role=role, unit=unit)

    def _units(self, number: int) -> list[Unit]:
        self.top = Unit.objects.create(organisation=self.organisation, name="Municipality")
        rows = [Unit(organisation=self.organisation, name=f"Unit {n}", parent=self.top) for n in range(number)]
        return Unit.objects.bulk_create(rows)

    def _managers(self) -> dict[UUID, Person]:
        """Everybody in charge of a unit; the first of them of the whole."""
        places = [self.top, *self.units]
        managers = dict(zip([unit.pk for unit in places], self.people("Manager", len(places)), strict=True))
        for unit in places:
            self.role(managers[unit.pk], "line_manager", unit)
        return managers

    def _absences(self) -> None:
        """One in ten is away for some weeks of the year; a deputy stands in, who has nothing else to do."""
        absent = self.staff[::10]
        for person, deputy in zip(absent, self.people("Deputy", len(absent)), strict=True):
            first = FIRST + timedelta(days=self.chance.randrange(20, 330))
            last = first + timedelta(days=self.chance.randrange(2, 25))
            about = {"organisation": self.organisation, "person": person, "deputy": deputy}
            Absence.objects.create(from_date=first, to_date=last, **about)
            self.away[person.pk].append((first, last, deputy.name))

    def of(self, person: Person, project: Project) -> Who:
        """The person, and who stands in; nobody who stands in sees a restricted project."""
        away = [] if project.restricted else self.away.get(person.pk, [])
        if not away:
            return always(person.name)
        return lambda day: [person.name, *(deputy for first, last, deputy in away if first <= day <= last)]

    def waits(self, title: str, due: date, person: Person, project: Project, **fields: Any) -> None:
        """Escalated in the project's line."""
        manager = self.managers[project.unit_id]
        superior = self.managers[self.top.pk] if manager.pk == person.pk else manager
        line = {
            "superior": always(superior.name),
            "project": always(project.owner.name, project.benefits_responsible.name),
            "controller": always(*(one.name for one in self.controllers)),
        }
        who = fields.pop("owner", None) or self.of(person, project)
        self.duties.append(Waiting(title, due, who, **line | fields))

    def on(self, day: date, happens: Callable[[datetime], Any]) -> None:
        if FIRST < day <= LAST:
            self.happens[day].append(happens)

    def some_day(self, first: int = 2, last: int = 355) -> date:
        return FIRST + timedelta(days=self.chance.randrange(first, last))

    def done_on(self, due: date) -> date:
        """Most things are done before they are due or soon after, some very late, some never."""
        how = self.chance.random()
        if how < 0.03:
            return date.max
        days = self.chance.randrange(-20, 5) if how < 0.85 else self.chance.randrange(5, 40)
        return max(due + timedelta(days=days), FIRST + ONE_DAY)

    def responsible(self, project: Project) -> Person:
        """Mostly somebody of the staff, sometimes the unit's manager."""
        if self.chance.random() < 0.05:
            return self.managers[project.unit_id]
        return self.chance.choice(self.staff)


def the_year(number: int) -> Town:
    """Everything is registered on the first day, after its round."""
    town = Town(number)
    projects = _projects(town)
    counts = [one for one in projects if one.state in ("executing", "realising", "planning")]
    _milestones(town, [one for one in projects if one.state not in ("on_hold", "draft", "closed")])
    _conditions(town, counts[::2])
    _follow_ups(town, [one for one in projects if one.state == "realising"])
    _figures(town, counts[::3])
    _benefits_that_wait(town, [one for one in counts if one.state == "executing"][::50])
    _milestones(town, [one for one in projects if one.state in ("draft", "closed")], count=False)
    return town


def _projects(town: Town) -> list[Project]:
    rows = []
    for n in range(town.number):
        leader, owner, checker = town.chance.sample(town.leaders, 3)
        people = {"leader": leader, "owner": owner, "benefits_responsible": checker}
        state = STATES[n % len(STATES)]
        rows.append(
            Project(
                organisation=town.organisation,
                title=f"Project {n}",
                reference=f"P-{n:05d}",
                unit=town.chance.choice(town.units),
                state=state,
                restricted=n % 25 == 0,
                purpose="Less waiting",
                created_at=ASKED,
                state_changed_at=ASKED,
                review_date=town.some_day() if state == "on_hold" else None,
                **people,
                **{f"{role}_accepted_at": ASKED for role in people},
            )
        )
        if state == "on_hold":
            town.waits(f"Decide how “Project {n}” goes on: it is on hold", rows[-1].review_date, owner, rows[-1])
    return store(Project, rows)


def _milestones(town: Town, projects: Iterable[Project], *, count: bool = True) -> None:
    """Two of each project, reached sooner or later; some are put off, some arise in the middle of the year."""
    rows = []
    for place, project in enumerate(project for project in projects for _ in range(2)):
        person, due = town.responsible(project), town.some_day()
        title = f"Milestone {project.reference} {place}"
        row = Milestone(
            organisation=town.organisation,
            project=project,
            title=title,
            kind="deliverable",
            responsible=person,
            due_date=due,
            created_at=ASKED,
        )
        rows.append(row)
        if count:
            done = town.done_on(due)
            town.on(done, partial(set_fields, row, reached_date=done))
            town.waits(f"Reach the milestone “{title}”", due, person, project, done=done)
    store(Milestone, rows)


def _conditions(town: Town, projects: Iterable[Project]) -> None:
    rows = []
    for project in projects:
        person, due = town.responsible(project), town.some_day()
        row = Condition(
            organisation=town.organisation,
            project=project,
            text=f"Condition of {project.reference}",
            owner=person,
            due_date=due,
            created_at=ASKED,
        )
        rows.append(row)
        done = town.done_on(due)
        town.on(done, lambda now, row=row, person=person: set_fields(row, now, fulfilled_at=now, fulfilled_by=person))
        town.waits(f"Fulfil the condition “{row.text}”", due, person, project, done=done)
    store(Condition, rows)


def _follow_ups(town: Town, projects: Iterable[Project]) -> None:
    """Each of its own number of months, so that their titles differ; after it one more, so that none is the last."""
    rows = []
    for months, project in enumerate(projects, start=1):
        due = town.some_day()
        row = FollowUp(organisation=town.organisation, project=project, months=months, due_date=due, created_at=ASKED)
        later = FollowUp(
            organisation=town.organisation, project=project, months=9_000, due_date=LATER, created_at=ASKED
        )
        rows += [row, later]
        done, person = town.done_on(due), project.benefits_responsible
        town.on(done, lambda now, row=row, person=person: set_fields(row, now, done_at=now, done_by=person))
        town.waits(f"{row}: look at the benefits together", due, person, project, done=done)
    store(FollowUp, rows)


def _benefits(town: Town, projects: Iterable[Project], state: str) -> Iterator[Benefit]:
    accepted = {"accepted_at": ASKED, "owner_asked_at": ASKED} if state == "accepted" else {}
    for project in projects:
        yield Benefit(
            organisation=town.organisation,
            project=project,
            title=f"Benefit of {project.reference}, {state}",
            kind="quantified",
            state=state,
            owner=town.chance.choice(town.staff),
            created_at=ASKED,
            state_changed_at=ASKED,
            **accepted,
        )


def _figures(town: Town, projects: Iterable[Project]) -> None:
    """One figure a quarter, reported by somebody of the staff, checked by the benefits-responsible."""
    benefits = store(Benefit, list(_benefits(town, projects, "accepted")))
    indicators = [
        Indicator(
            organisation=town.organisation,
            benefit=benefit,
            name=f"Figure {benefit.project.reference}",
            unit="days",
            direction="decrease",
            frequency="quarter",
            baseline_state="measured",
            baseline_value=60,
            baseline_date=date(2026, 1, 1),
            measurer=town.chance.choice(town.staff),
            created_at=ASKED,
        )
        for benefit in benefits
    ]
    store(Indicator, indicators)
    aims = {"value": 30, "due_date": date(2027, 12, 31)}
    store(
        Target, [Target(organisation=town.organisation, indicator=one, created_at=ASKED, **aims) for one in indicators]
    )
    for indicator in indicators:
        _quarters(town, indicator)


def _quarters(town: Town, indicator: Indicator) -> None:
    """The first two are reported and checked; the third falls due in November and never comes."""
    project, person = indicator.benefit.project, indicator.measurer
    asked = FIRST  # the day on which the period began, and the next figure was planned
    for label, end in QUARTERS.items():
        reported = max(end + timedelta(days=town.chance.randrange(1, 80)), FIRST)
        checked = reported + timedelta(days=town.chance.randrange(1, 40))
        by = {"indicator": indicator.pk, "period_end": end}
        town.on(reported, partial(report, by, person))
        town.on(checked, partial(check, by))
        title = f"“{indicator.name}” for 2026-{label}"
        town.waits(f"Report {title}", end + LAG, person, project, asked=asked, done=reported)
        town.waits(
            f"Check {title}",
            reported + CHECKED_WITHIN,
            project.benefits_responsible,
            project,
            asked=reported,
            done=checked,
        )
        asked = end
    title = f"“{indicator.name}” for 2026-Q3"
    town.waits(f"Report {title}", date(2026, 9, 30) + LAG, person, project, asked=asked)
    town.waits(f"Report “{indicator.name}” for 2026-Q4", date(2027, 3, 1), person, project, asked=date(2026, 9, 30))


def report(row: dict[str, Any], person: Person, now: datetime) -> None:
    changes = {"state": "reported", "value": 50, "reported_at": now, "reported_by": person, "state_changed_at": now}
    assert Measurement.objects.filter(**row).update(**changes) == 1, (row, now)


def check(row: dict[str, Any], now: datetime) -> None:
    Measurement.objects.filter(**row).update(state="verified", verified_at=now, state_changed_at=now)


def _benefits_that_wait(town: Town, projects: Iterable[Project]) -> None:
    """Profiled by their leader through the product's own step, so that the owner is told at once."""
    for benefit in store(Benefit, list(_benefits(town, projects, "identified"))):
        asked = town.some_day(10, 330)
        answered = asked + timedelta(days=town.chance.randrange(1, 40))
        title = f"Say whether you will own the benefit “{benefit.title}”"
        town.on(asked, partial(take, benefit, "profile", benefit.project.leader))
        town.on(answered, lambda now, row=benefit: set_fields(row, now, accepted_at=now, state="accepted"))
        due, days = asked + CHECKED_WITHIN, {"asked": asked, "done": answered}
        town.waits(title, due, benefit.owner, benefit.project, at_once=True, **days)


def take(row: Any, name: str, by: Person, now: datetime) -> None:
    fresh = type(row).objects.get(pk=row.pk)
    transitions.take(subject=fresh, name=name, by=Person.objects.get(pk=by.pk), now=now, comment="", given={})


def set_fields(row: Any, now: datetime, **fields: Any) -> None:
    """As if somebody had done it; the product's own steps are tried on the small town of the tests."""
    type(row).objects.filter(pk=row.pk).update(**fields)


def store(model: type[Row], rows: list[Row]) -> list[Row]:
    model._default_manager.bulk_create(rows, batch_size=500)
    return rows
