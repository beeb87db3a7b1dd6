"""The resources of the register, by name."""

from register.api.base import Resource
from register.api.organisations import Organisations
from register.api.people import People
from register.api.roles import Absences, RoleAssignments
from register.api.strategy import Goals, Programmes
from register.api.tokens import Tokens
from register.api.units import Units

ROUTES: list[tuple[str, type[Resource]]] = [
    ("organisations", Organisations),
    ("units", Units),
    ("people", People),
    ("role_assignments", RoleAssignments),
    ("absences", Absences),
    ("goals", Goals),
    ("programmes", Programmes),
    ("tokens", Tokens),
]
