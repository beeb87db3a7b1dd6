"""Who may choose what everybody can read."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.permissions import only
from workflows.rules import Permission

if TYPE_CHECKING:
    from register.models import Person
    from workflows.rules import type_words


def _publishes(project: Any, person: "Person") -> "type_words | None":
    if person.pk == project.owner_id or person.standing.administrator:
        return _("A service token cannot decide what everybody may see.") if person.is_service else None
    return only(PUBLISHES.who, project.owner)


PUBLISHES = Permission("publishes", gettext_lazy("the project owner or an administrator"), _publishes)
