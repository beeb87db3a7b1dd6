"""The benefit map row by row: changes at work, and the lines between deliverables, changes, benefits and goals."""

from typing import Any

from projects.models import Benefit, BenefitLink, Change, Milestone, Project
from projects.services import benefit_links
from projects.services.changes import create_change, delete_change, update_change
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Reference, Text, Whole
from register.api.filters import by_id
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Goal


class ChangeOutput(Output):
    """What people do otherwise."""

    class Meta:
        model = Change
        fields = ["id", "key", "organisation", "project", "title", "description", "created_at", "updated_at", "version"]


class ChangeInput(RowInput):
    """What people do otherwise."""

    fixed = ("project",)

    project = Reference(Project, required=True)
    title = Text()
    description = Text(required=False)


class Changes(Creatable, Editable, Deletable):
    """What people do otherwise, between a deliverable and its benefit. Deleting one takes its lines along."""

    model = Change
    output = ChangeOutput
    inputs = {"create": ChangeInput, "update": ChangeInput, "partial_update": ChangeInput}
    orderings = {"title": "title"}
    filters = {"project": by_id("project")}

    def create_row(self, fields: dict[str, Any]) -> Change:
        return create_change(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: Change, changes: dict[str, Any], how: Edit) -> Change:
        return update_change(change=row, changes=changes, **how)

    def delete_row(self, row: Change, how: Edit) -> None:
        delete_change(change=row, **how)


ENDS = ("from_milestone", "from_change", "from_benefit", "to_change", "to_benefit", "to_goal")


class LinkOutput(Output):
    """One line of the map."""

    class Meta:
        model = BenefitLink
        fields = ["id", "key", "organisation", "project", *ENDS, "weight", "created_at", "updated_at", "version"]


class LinkInput(RowInput):
    """One line: one start, one end, and how much of the end it explains, in per cent, if anybody can say."""

    fixed = ("project", *ENDS)

    project = Reference(Project, required=True)
    from_milestone = Reference(Milestone)
    from_change = Reference(Change)
    from_benefit = Reference(Benefit)
    to_change = Reference(Change)
    to_benefit = Reference(Benefit)
    to_goal = Reference(Goal)
    weight = Whole()


class Links(Creatable, Editable, Deletable):
    """Lines of the benefit map. One from a benefit to a goal is also said in the benefit's `goals`."""

    model = BenefitLink
    output = LinkOutput
    inputs = {"create": LinkInput, "update": LinkInput, "partial_update": LinkInput}
    filters = {"project": by_id("project"), **{name: by_id(name) for name in ENDS}}

    def create_row(self, fields: dict[str, Any]) -> BenefitLink:
        return benefit_links.create_link(project=fields.pop("project"), fields=fields, **self.caller)

    def update_row(self, row: BenefitLink, changes: dict[str, Any], how: Edit) -> BenefitLink:
        return benefit_links.update_link(link=row, changes=changes, **how)

    def delete_row(self, row: BenefitLink, how: Edit) -> None:
        benefit_links.delete_link(link=row, **how)
