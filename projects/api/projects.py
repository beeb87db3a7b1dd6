"""Projects: the canvas and the roles; what a project goes through is in `transitions` and `roles`."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.gates import GateOutput, GatesOfAProject
from projects.api.map_reports import MapOfAProject
from projects.api.project_papers import ProjectPapers
from projects.api.project_reports import ProjectReports
from projects.api.transitions import Transitions
from projects.lifecycles.project import ProjectState, Track
from projects.models import Project
from projects.services import projects
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Day, Flag, LastDay, Reference, References, Text
from register.api.filters import by_code, by_flag, by_id, by_linked, by_text, by_words
from register.api.inputs import Reason, RowInput
from register.api.outputs import Output
from register.api.refusals import NotFoundHere
from register.models import Goal, Person, Programme, Unit


class ProjectOutput(Output):
    """A project: its canvas, its roles, and where it stands."""

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
            "core_task",
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
    """What may be said of a project."""

    title = Text()
    reference = Text(required=False)
    unit = Reference(Unit)
    programme = Reference(Programme)
    theme = Text(required=False)
    core_task = Text(required=False)
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


class RoleInput(Reason):
    """A word to those who asked; whoever declines says why."""

    comment = Text(required=False)


class Projects(
    Transitions, GatesOfAProject, ProjectReports, ProjectPapers, MapOfAProject, Creatable, Editable, Deletable
):
    """Projects. Only a draft can be deleted; anything further on is stopped, and kept."""

    model = Project
    output = ProjectOutput
    inputs = {
        **Transitions.inputs,
        "create": NewProjectInput,
        "update": ProjectInput,
        "partial_update": ProjectInput,
        "accept_role": RoleInput,
        "decline_role": RoleInput,
        "recommendations": RoleInput,
    }
    answers = {
        **Transitions.answers,
        **ProjectReports.answers,
        **ProjectPapers.answers,
        **MapOfAProject.answers,
        "gates": GateOutput(many=True),
    }
    parameters_of = {**ProjectReports.parameters_of, **ProjectPapers.parameters_of, **MapOfAProject.parameters_of}
    orderings = {
        "title": "title_sort",
        **{name: name for name in ("reference", "state", "start_date", "end_date", "state_changed_at")},
    }
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
        "core_task": by_text("core_task"),
        "reference": by_text("reference"),
        "restricted": by_flag("restricted"),
        "q": by_words("title", "reference"),
    }

    def create_row(self, fields: dict[str, Any]) -> Project:
        return projects.create_project(organisation=self.person.organisation, fields=fields, **self.caller)

    def update_row(self, row: Project, changes: dict[str, Any], how: Edit) -> Project:
        return projects.update_project(project=row, changes=changes, **how)

    def delete_row(self, row: Project, how: Edit) -> None:
        projects.delete_draft(project=row, **how)

    @action(detail=True, methods=["post"], url_path="roles/<str:role>/accept")
    def accept_role(self, request: Request, pk: Any, role: str) -> Response:
        """Take on the role one is named for: `leader`, `owner` or `benefits_responsible`."""
        row, _reason = self._asked(pk, role)
        return self.answer(projects.accept_role(project=row, role=role, **self.caller))

    @action(detail=True, methods=["post"], url_path="roles/<str:role>/decline")
    def decline_role(self, request: Request, pk: Any, role: str) -> Response:
        """Say no to the role one is named for, and why."""
        row, reason = self._asked(pk, role)
        return self.answer(projects.decline_role(project=row, role=role, reason=reason, **self.caller))

    @action(detail=True, methods=["post"])
    def recommendations(self, request: Request, pk: Any) -> Response:
        """The leader says that the project is ready to be handed over."""
        row = self.get_row(pk)
        comment = self.read_body().get("comment", "")
        return self.answer(projects.recommend_handover(project=row, comment=comment, **self.caller))

    def _asked(self, pk: Any, role: str) -> tuple[Project, str]:
        row = self.get_row(pk)
        if role not in projects.ROLES:
            raise NotFoundHere
        given = self.read_body()
        return row, given.get("comment") or given.get("change_reason", "")
