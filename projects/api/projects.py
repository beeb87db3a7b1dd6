"""Projects: the canvas and the roles; what a project goes through is in `transitions` and `roles`."""

from typing import Any

from projects.lifecycles.project import ProjectState, Track
from projects.models import Project
from projects.services import projects
from register.api.base import Creatable, Deletable, Editable
from register.api.fields import Choice, Day, Flag, LastDay, Reference, References, Text
from register.api.filters import by_code, by_flag, by_id, by_linked, by_text, by_words
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Goal, Person, Programme, Unit


class ProjectOutput(Output):
    class Meta:
        model = Project
        fields = [
            "id",
            "key",
            "reference",
            "title",
            "organisation",
            "unit",
            "programme",
            "theme",
            "track",
            "state",
            "state_changed_at",
            "state_before_hold",
            "review_date",
            "restricted",
            "leader",
            "leader_accepted_at",
            "owner",
            "owner_accepted_at",
            "benefits_responsible",
            "benefits_responsible_accepted_at",
            "members",
            "goals",
            "background",
            "purpose",
            "vision",
            "success_factors",
            "alternatives",
            "start_date",
            "start_date_entered",
            "end_date",
            "end_date_entered",
            "next_action",
            "case_reference",
            "statutory",
            "recommended_at",
            "recommended_by",
            "benefits_reconfirmed_on",
            "benefits_reconfirmed_by",
            "created_by",
            "created_at",
            "updated_at",
            "version",
        ]


class ProjectInput(RowInput):
    title = Text()
    reference = Text(required=False)
    unit = Reference(Unit)
    programme = Reference(Programme)
    theme = Text(required=False)
    track = Choice(Track, optional=False)
    restricted = Flag(required=False)
    leader = Reference(Person)
    owner = Reference(Person)
    benefits_responsible = Reference(Person)
    members = References(Person)
    goals = References(Goal)
    background = Text(required=False)
    purpose = Text(required=False)
    vision = Text(required=False)
    success_factors = Text(required=False)
    alternatives = Text(required=False)
    start_date = Day()
    end_date = Day()
    next_action = Text(required=False)
    case_reference = Text(required=False)
    statutory = Flag(required=False)
    benefits_reconfirmed_on = LastDay()


class NewProjectInput(ProjectInput):
    """A project that is already running is registered in the state it is in."""

    state = Choice(ProjectState, optional=False)


class Projects(Creatable, Editable, Deletable):
    model = Project
    output = ProjectOutput
    inputs = {"create": NewProjectInput, "update": ProjectInput, "partial_update": ProjectInput}
    orderings = {name: name for name in ("title", "reference", "state", "start_date", "end_date", "state_changed_at")}
    default_ordering = "title"
    filters = {
        "organisation": by_id("organisation"),
        "unit": by_id("unit"),
        "programme": by_id("programme"),
        "leader": by_id("leader"),
        "owner": by_id("owner"),
        "benefits_responsible": by_id("benefits_responsible"),
        "goal": by_linked("goals", Project),
        "state": by_code("state", ProjectState),
        "track": by_code("track", Track),
        "theme": by_text("theme"),
        "reference": by_text("reference"),
        "restricted": by_flag("restricted"),
        "q": by_words("title", "reference"),
    }

    def create_row(self, fields: dict[str, Any], *, reason: str) -> Project:
        return projects.create_project(
            organisation=self.person.organisation, fields=fields, by=self.person, now=self.now
        )

    def update_row(self, row: Project, changes: dict[str, Any], *, version: int | None, reason: str) -> Project:
        return projects.update_project(
            project=row, changes=changes, by=self.person, now=self.now, expected_version=version, reason=reason
        )

    def delete_row(self, row: Project, *, version: int | None, reason: str) -> None:
        projects.delete_draft(project=row, by=self.person, now=self.now, expected_version=version, reason=reason)
