"""What all rows of a project share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models

from projects.models.visibility import visible_projects
from register.models import Resource

if TYPE_CHECKING:
    from register.models import Person


def known_states(states: Iterable[str], name: str) -> models.CheckConstraint:
    """No back door writes a state that the lifecycle does not know."""
    return models.CheckConstraint(condition=models.Q(state__in=list(states)), name=name)


class PartOfProjectQuerySet(models.QuerySet[Any]):
    """Rows that are seen by whoever sees their project. ``project_path`` leads there."""

    project_path = "project"

    def visible_to(self, person: "Person") -> Self:
        return visible_projects(self, person, path=self.project_path)


class PartOfProject(Resource):
    """A row that lives and dies with a project."""

    class Meta:
        abstract = True

    @property
    def about(self) -> UUID:
        """The project whose history this row belongs to."""
        return self.project.pk
