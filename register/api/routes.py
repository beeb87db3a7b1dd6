"""The resources of the register, by name."""

from register.api.base import Resource

ROUTES: list[tuple[str, type[Resource]]] = []
