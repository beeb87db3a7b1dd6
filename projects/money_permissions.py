"""Who may say what of a benefit's money stands in the budget."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from projects.permissions import only
from register.models import RoleAssignment
from workflows.rules import Permission

if TYPE_CHECKING:
    from register.models import Person
    from workflows.rules import type_words


def _books(benefit: Any, person: "Person") -> "type_words | None":
    if person.standing.administrator or person.standing.has("controller", benefit.project.unit_id):
        return None
    held = RoleAssignment.objects
    return only(BOOKS.who, *held.holders("controller", benefit.organisation_id, benefit.project.unit))


BOOKS = Permission("books", gettext_lazy("a controller or an administrator"), _books)
