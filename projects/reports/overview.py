"""The first page of a project: what it is for, who has taken on what, what was decided and learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Condition, Gap, GateDecision, Lesson, Project
from projects.reports.gap_words import gap_words
from register.models import Goal, Person

CANVAS = ("background", "purpose", "vision", "success_factors", "alternatives", "next_action")
ROLES = {
    "owner": (_("Project owner"), _("Takes the gate decisions and answers for the project as a whole.")),
    "leader": (_("Leader"), _("Runs the project and keeps this page up to date.")),
    "benefits_responsible": (
        _("Benefits-responsible"),
        _("A leader of the line who answers for all benefits until follow-up ends."),
    ),
}


@dataclass(frozen=True)
class CanvasField:
    """One field of the canvas; empty ones are shown, too, since they are what is lacking."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class RoleOnProject:
    """Who has a role, since when, and whether the reader is the one who is asked."""

    role: str
    label: str | Promise
    explanation: str | Promise
    person: Person | None
    accepted_at: datetime | None
    asks_reader: bool


@dataclass(frozen=True)
class Decision:
    """A gate decision with what it demanded."""

    gate: str
    decision: GateDecision
    conditions: Sequence[Condition]


@dataclass(frozen=True)
class OpenGap:
    """What a project that was registered while running still lacks."""

    gap: Gap
    words: str


@dataclass(frozen=True)
class Overview:
    canvas: list[CanvasField]
    roles: list[RoleOnProject]
    goals: list[list[Goal]]
    decisions: list[Decision]
    lessons: list[Lesson]
    members: list[Person]
    gaps: list[OpenGap]


def overview_of(project: Project, reader: Person) -> Overview:
    """Everything the first page shows, in a handful of queries."""
    labels = {name: str(project._meta.get_field(name).verbose_name) for name in CANVAS}
    return Overview(
        canvas=[CanvasField(name, labels[name], getattr(project, name)) for name in CANVAS],
        roles=[_role(project, role, reader) for role in ROLES],
        goals=[_line_of_sight(goal) for goal in project.goals.select_related("parent__parent__parent__parent")],
        decisions=_decisions(project),
        lessons=list(project.lessons.order_by("created_at")),
        members=list(project.members.order_by("name_sort")),
        gaps=[OpenGap(gap, gap_words(gap.code)) for gap in _open_gaps(project)],
    )


def _open_gaps(project: Project) -> list[Gap]:
    return list(project.gaps.filter(closed_at=None).select_related("owner").order_by("due_date", "code"))


def _role(project: Project, role: str, reader: Person) -> RoleOnProject:
    label, explanation = ROLES[role]
    person: Person | None = getattr(project, role)
    accepted_at: datetime | None = getattr(project, f"{role}_accepted_at")
    return RoleOnProject(role, label, explanation, person, accepted_at, person == reader and accepted_at is None)


def _line_of_sight(goal: Goal) -> list[Goal]:
    """The goal and what it is part of, up to the vision."""
    line: list[Goal] = []
    step: Goal | None = goal
    while step is not None and len(line) < 5:
        line.append(step)
        step = step.parent if len(line) < 5 else None
    return line


def _decisions(project: Project) -> list[Decision]:
    rows = project.gate_decisions.select_related("decided_by", "recorded_by")
    ordered = rows.prefetch_related("conditions__owner").order_by("-recorded_at")
    label = project.organisation.gate_label
    return [Decision(label(row.gate), row, list(row.conditions.all())) for row in ordered]
