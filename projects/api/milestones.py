"""Milestones: the days a project steers towards."""

from typing import Any

from projects.api.map_reports import SlipOfAMilestone
from projects.models import Milestone, MilestoneKind, Project
from projects.services import milestones
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Flag, Reference, Text
from register.api.filters import by_code, by_flag, by_id
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Person


class MilestoneOutput(Output):
    """A day the project steers towards."""

    class Meta:
        model = Milestone
        fields = [
            *("id", "key", "organisation", "project", "title", "kind"),
            *("due_date", "due_date_entered", "first_due_date", "reached_date", "reached_date_entered"),
            *("responsible", "on_remaining_work", "created_at", "updated_at", "version"),
        ]


class MilestoneInput(RowInput):
    """A day the project steers towards."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    title = Text()
    kind = Choice(MilestoneKind, optional=False)
    due_date = Day()
    reached_date = Day()
    responsible = Reference(Person)
    on_remaining_work = Flag(required=False)


class Milestones(SlipOfAMilestone, Creatable, Editable, Deletable):
    model = Milestone
    output = MilestoneOutput
    inputs = {"create": MilestoneInput, "update": MilestoneInput, "partial_update": MilestoneInput}
    orderings = {name: name for name in ("due_date", "reached_date", "title")}
    filters = {
        "project": by_id("project"),
        "responsible": by_id("responsible"),
        "kind": by_code("kind", MilestoneKind),
        "on_remaining_work": by_flag("on_remaining_work"),
    }

    def create_row(self, fields: dict[str, Any]) -> Milestone:
        return milestones.create_milestone(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Milestone, changes: dict[str, Any], how: Edit) -> Milestone:
        return milestones.update_milestone(milestone=row, changes=changes, **how)

    def delete_row(self, row: Milestone, how: Edit) -> None:
        milestones.delete_milestone(milestone=row, **how)
