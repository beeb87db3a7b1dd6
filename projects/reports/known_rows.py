"""Whole rows of benefits and indicators as the register knew them at the end of a day, with how they stood."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from projects.models import Benefit, Indicator
from projects.reports.counted import Counted, counted_benefits, known_goals, known_projects
from projects.reports.knowledge import Knowledge
from projects.reports.money import BenefitMoney, moneys_of
from projects.reports.promises import Promise, promises_of
from projects.reports.rows import Values, bare, values_of
from register.models import Person


class KnownRows:
    """What a person sees today, as it was then; judged on `on`."""

    def __init__(self, person: Person, knowledge: Knowledge, on: date) -> None:
        self.person, self.knowledge, self.on = person, knowledge, on

    def rows(self, model: type[Benefit | Indicator], names: Sequence[str]) -> list[Values]:
        """By the names of the fields; beside them `unit_of_project` and `project`, and the goals of a benefit."""
        read = self._read(model, names)
        if model is Benefit:
            goals = known_goals(self.person, self.knowledge)
            placed = [{**row, "goals": sorted(goals.get(row["id"], ()), key=str)} for row in read]
        else:
            project_of = {row["id"]: row["project"] for row in self._read(Benefit, ("id", "project"))}
            placed = [{**row, "project": project_of.get(row["benefit"])} for row in read]
        return [
            {**row, "unit_of_project": project.unit_id}
            for row in placed
            if (project := self._projects.get(row["project"])) is not None
        ]

    def judged(self, benefits: Collection[UUID]) -> dict[UUID, Counted]:
        """How these benefits stood, by their ids."""
        found = counted_benefits(
            self.person,
            on=self.on,
            knowledge=self.knowledge,
            wanted=lambda one, _goals: one.pk in benefits,
            left_out=False,
        )
        return {one.benefit.pk: one for one in found}

    def moneys(self, rows: Sequence[Values]) -> dict[UUID, BenefitMoney]:
        """What the benefits of whole rows should have brought in money."""
        home = self.person.organisation
        benefits = [
            bare(Benefit, {_attname(Benefit, name): value for name, value in row.items()}, organisation=home)
            for row in rows
        ]
        return moneys_of(benefits, on=self.on, knowledge=self.knowledge)

    def promises(self, indicators: Sequence[Indicator]) -> dict[UUID, Promise]:
        return promises_of(indicators, until=self.knowledge.until)

    @cached_property
    def _projects(self) -> Any:
        return known_projects(self.person, self.knowledge, left_out=False)

    def _read(self, model: type[Benefit | Indicator], names: Sequence[str]) -> list[Values]:
        columns = [_attname(model, name) for name in names]
        found = values_of(model.objects.filter(organisation=self.person.organisation), columns, self.knowledge)
        return [{name: row[column] for name, column in zip(names, columns, strict=True)} for row in found]


def _attname(model: Any, name: str) -> str:
    return next((field.attname for field in model._meta.concrete_fields if field.name == name), name)
