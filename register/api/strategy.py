"""Goals, from the vision down, and programmes."""

from typing import Any

from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Reference, Text
from register.api.filters import by_code, by_id, by_words
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Goal, Programme
from register.services import strategy


class GoalOutput(Output):
    """Something the organisation wants."""

    class Meta:
        model = Goal
        fields = [
            *("id", "key", "organisation", "title", "level", "parent", "target_date", "target_date_entered"),
            *("budget_line", "created_at", "updated_at", "version"),
        ]


class GoalInput(RowInput):
    """Something the organisation wants."""

    title = Text()
    level = Choice(Goal.Level, optional=False)
    parent: Any = Reference(Goal)
    target_date = Day()
    budget_line = Text(required=False)


class Goals(Creatable, Editable, Deletable):
    model = Goal
    output = GoalOutput
    inputs = {"create": GoalInput, "update": GoalInput, "partial_update": GoalInput}
    orderings = {"title": "title_sort", "target_date": "target_date"}
    default_ordering = "title"
    filters = {
        "organisation": by_id("organisation"),
        "level": by_code("level", Goal.Level),
        "parent": by_id("parent"),
        "q": by_words("title"),
    }

    def create_row(self, fields: dict[str, Any]) -> Goal:
        return strategy.create_goal(
            organisation=self.person.organisation, fields=with_target_day(fields), **self.caller
        )

    def update_row(self, row: Goal, changes: dict[str, Any], how: Edit) -> Goal:
        return strategy.update_goal(goal=row, changes=with_target_day(changes), **how)

    def delete_row(self, row: Goal, how: Edit) -> None:
        strategy.delete_goal_or_programme(row=row, **how)


def with_target_day(values: dict[str, Any]) -> dict[str, Any]:
    """The last day of the period that was written, and what was written."""
    if "target_date" not in values:
        return values
    period = values["target_date"]
    day, entered = (period.end, period.entered) if period else (None, "")
    return {**values, "target_date": day, "target_date_entered": entered}


class ProgrammeOutput(Output):
    """Projects that belong together."""

    class Meta:
        model = Programme
        fields = [
            *("id", "key", "organisation", "title"),
            *("created_at", "updated_at", "version"),
        ]


class ProgrammeInput(RowInput):
    """Projects that belong together."""

    title = Text()


class Programmes(Creatable, Editable, Deletable):
    """Projects that belong together. Which organisations share one is settled by those who run the installation."""

    model = Programme
    output = ProgrammeOutput
    inputs = {"create": ProgrammeInput, "update": ProgrammeInput, "partial_update": ProgrammeInput}
    orderings = {"title": "title_sort"}
    default_ordering = "title"
    filters = {"organisation": by_id("organisation"), "q": by_words("title")}

    def create_row(self, fields: dict[str, Any]) -> Programme:
        return strategy.create_programme(organisation=self.person.organisation, **fields, **self.caller)

    def update_row(self, row: Programme, changes: dict[str, Any], how: Edit) -> Programme:
        return strategy.update_programme(programme=row, changes=changes, **how)

    def delete_row(self, row: Programme, how: Edit) -> None:
        strategy.delete_goal_or_programme(row=row, **how)
