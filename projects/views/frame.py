"""What every page of a project begins with: its head, its next step, its tabs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from projects import permissions
from projects.models import Project
from projects.reports.health import health_of
from projects.reports.phases import phases_of
from projects.reports.steps import steps_of
from register.models import Person


def project_seen_by(person: Person, pk: UUID) -> Project:
    """The project with all its parts, if this person sees it; 404 otherwise."""
    project: Project = get_object_or_404(Project.objects.visible_to(person).with_parts(), pk=pk)
    return project


def frame_of(project: Project, person: Person, now: datetime, *, tab: str) -> dict[str, Any]:
    """The context of `projects/project_base.html`."""
    return {
        "project": project,
        "tab": tab,
        "phases": phases_of(project),
        "health": health_of(project, project.organisation.local_date(now)),
        "steps": steps_of(project, person, now),
        "may_edit": permissions.EDITS(project, person),
    }
