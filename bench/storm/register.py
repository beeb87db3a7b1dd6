"""A register in which things fall due today for many people: figures, milestones and signatures."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle
from typing import TypeVar

from django.db import models

from bench.storm.weather import Expected
from projects.models import Benefit, Handover, Indicator, Measurement, Milestone, Project, Target
from register.models import Organisation, Person, RoleAssignment, Unit

BENEFITS, FIGURES = 10, 2
"""Benefits of a project; figures due of each benefit."""
ASKED = timedelta(days=60)
"""How long ago everything was registered; signatures were asked for 14 days ago."""

Row = TypeVar("Row", bound=models.Model)


def fill(items: int, people: int, name: str = "Stormby") -> Expected:
    """Six in ten items are figures, the others milestones and signatures; each person gets of all kinds."""
    now = datetime.now(UTC)
    organisation = Organisation.objects.create(
        name=f"{name} kommune", country="NO", language="nb", currency="NOK", time_zone=_noon(now)
    )
    somebody = [
        Person(organisation=organisation, name=f"Person {n}", email=f"person{n}@{name.lower()}.example", language="nb")
        for n in range(people)
    ]
    Person.objects.bulk_create(somebody)
    return _Filling(organisation, somebody, now).fill(items)


def _noon(now: datetime) -> str:
    """A time zone in which it is about noon, so that no storm goes on past midnight."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


class _Filling:
    def __init__(self, organisation: Organisation, people: list[Person], now: datetime) -> None:
        self.organisation, self.people, self.turn = organisation, people, cycle(people)
        self.today, self.numbers = organisation.local_date(now), count()
        self.registered, self.sent = now - ASKED, now - timedelta(days=14)
        self.expected: Expected = defaultdict(set)

    def fill(self, items: int) -> Expected:
        figures = items * 6 // 10
        signatures = (items - figures) // 2
        units = self.units(min(len(self.people), 100))
        projects = self.projects(1 + figures // (BENEFITS * FIGURES), units)
        self.figures(projects, figures)
        self.milestones(projects, items - figures - signatures)
        self.signatures(projects, units, signatures)
        return dict(self.expected)

    def told(self, person: Person, word: str) -> str:
        """A word that nothing else contains, expected in the person's digest."""
        unique = f"{word}-{next(self.numbers):05d}"
        self.expected[person.email].add(unique)
        return unique

    def units(self, number: int) -> list[Unit]:
        units = [Unit(organisation=self.organisation, name=f"Unit {n}") for n in range(number)]
        _store(Unit, units)
        managers = zip(units, self.people, strict=False)
        roles = [
            RoleAssignment(organisation=self.organisation, person=person, role="line_manager", unit=unit)
            for unit, person in managers
        ]
        _store(RoleAssignment, roles)
        return units

    def projects(self, number: int, units: list[Unit]) -> list[Project]:
        unit = cycle(units)
        roles = ("leader", "owner", "benefits_responsible")
        projects = [
            Project(
                organisation=self.organisation,
                title=f"Project {n}",
                reference=f"P-{n:04d}",
                unit=next(unit),
                state="executing",
                purpose="Less waiting",
                **{role: next(self.turn) for role in roles},
                **{f"{role}_accepted_at": self.registered for role in roles},
            )
            for n in range(number)
        ]
        return self.store(Project, projects)

    def figures(self, projects: list[Project], number: int) -> None:
        project, benefits = cycle(projects), []
        for n in range(-(-number // FIGURES)):
            owner = next(self.turn)
            about = {"title": f"Benefit {n}", "kind": "quantified", "state": "accepted", "owner": owner}
            stamps = {"owner_asked_at": self.registered, "accepted_at": self.registered}
            benefits.append(Benefit(organisation=self.organisation, project=next(project), **about, **stamps))
        self.store(Benefit, benefits)
        indicators = [self.indicator(benefits[n // FIGURES]) for n in range(number)]
        self.store(Indicator, indicators)
        aims = {"value": 30, "due_date": self.today + timedelta(days=700)}
        _store(Target, [Target(organisation=self.organisation, indicator=one, **aims) for one in indicators])
        self.store(Measurement, list(self.due(indicators)))

    def indicator(self, benefit: Benefit) -> Indicator:
        baseline = {"baseline_state": "measured", "baseline_value": 60, "baseline_date": date(2020, 1, 1)}
        assert benefit.owner
        name = self.told(benefit.owner, "Figure")
        shape = {"name": name, "unit": "days", "direction": "decrease", "frequency": "", "method": "Counted"}
        return Indicator(organisation=self.organisation, benefit=benefit, **shape, **baseline)

    def due(self, indicators: list[Indicator]) -> Iterator[Measurement]:
        period = {"period_start": self.today - timedelta(days=31), "period_end": self.today - timedelta(days=1)}
        for one in indicators:
            yield Measurement(organisation=self.organisation, indicator=one, due_date=self.today, **period)

    def milestones(self, projects: list[Project], number: int) -> None:
        project, rows = cycle(projects), []
        for _ in range(number):
            person = next(self.turn)
            about = {"title": self.told(person, "Milestone"), "kind": "deliverable", "due_date": self.today}
            rows.append(Milestone(organisation=self.organisation, project=next(project), responsible=person, **about))
        self.store(Milestone, rows)

    def signatures(self, projects: list[Project], units: list[Unit], number: int) -> None:
        """Each of a project of its own, whose title tells the handovers apart."""
        stages = self.projects(number, units)
        managed = cycle(list(zip(units, self.people, strict=False)))
        rows = []
        for n, project in enumerate(stages):
            unit, manager = next(managed)
            project.title, project.reference = self.told(manager, "Handover"), f"H-{n:04d}"
            about = {"receiving_unit": unit, "line_manager": manager, "takes_over_on": self.today + timedelta(days=30)}
            rows.append(
                Handover(organisation=self.organisation, project=project, state="sent", sent_at=self.sent, **about)
            )
        Project.objects.bulk_update(stages, ["title", "reference"])
        self.store(Handover, rows)

    def store(self, model: type[Row], rows: list[Row]) -> list[Row]:
        """As registered a while ago."""
        _store(model, rows)
        model._default_manager.filter(pk__in=[row.pk for row in rows]).update(created_at=self.registered)
        return rows


def _store(model: type[Row], rows: list[Row]) -> None:
    model._default_manager.bulk_create(rows, batch_size=500)
