"""The resources of projects, by name."""

from projects.api.projects import Projects
from register.api.base import Resource

ROUTES: list[tuple[str, type[Resource]]] = [
    ("projects", Projects),
]
