"""Who approves a change of what was promised: somebody who decides, and who did not make it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.permissions import four_eyes, machine, only
from workflows.rules import Permission

if TYPE_CHECKING:
    from register.models import Person
    from workflows.rules import type_words


def _changed_it(change: Any, person: "Person") -> str | None:
    if person.pk == change.changed_by_id:
        return _("You made this change, so somebody else must approve it.")
    return None


def _approves_change(change: Any, person: "Person") -> "type_words | None":
    project = change.project
    if person.pk != project.owner_id and not person.standing.has("decision_maker", project.unit_id):
        return only(str(APPROVES_CHANGE.who), project.owner)
    return _changed_it(change, person) or machine(person) or four_eyes(project, person)


APPROVES_CHANGE = Permission(
    "approves_change", gettext_lazy("the project owner or a decision maker"), _approves_change, never=_changed_it
)
