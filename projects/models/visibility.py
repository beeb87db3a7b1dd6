"""Who sees a project: one rule, used for projects and for everything that hangs on them.

People of an organisation see its projects that are neither draft nor restricted. Drafts and restricted ones
are seen by those with a role on them, the managers of their units and above, controllers, decision makers
and administrators.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from register.models import Person

Rows = TypeVar("Rows", bound=QuerySet[Any])
ROLES = (
    *("leader", "owner", "benefits_responsible", "created_by", "members", "benefits__owner"),
    *("benefits__indicators__measurer", "handovers__line_manager", "conditions__owner"),
)
WATCHING = ("controller", "decision_maker", "line_manager", "deputy")


def visible_projects(rows: Rows, person: "Person", *, path: str = "") -> Rows:
    """The rows whose project the person may see; ``path`` leads from a row to its project ("" for projects)."""
    at = f"{path}__" if path else ""
    own = rows.filter(**{f"{at}organisation_id": person.organisation_id})
    if at:  # said of the row as well, so that a list of parts is read by the part's own index
        own = own.filter(organisation_id=person.organisation_id)
    standing = person.standing
    if standing.administrator or any(standing.has(role) for role in ("controller", "decision_maker")):
        return own
    opened = Q(**{f"{at}restricted": False}) & ~Q(**{f"{at}state": "draft"})
    watched = Q(**{f"{at}unit_id__in": standing.unit_ids(*WATCHING)})
    named = Q(**{f"{at}pk__in": _with_a_role(person)})
    return own.filter(opened | watched | named)


def _with_a_role(person: "Person") -> QuerySet[Any]:
    """The ids of the projects on which the person has a role of any kind.

    Each kind is asked apart, by its index: the database then finds a person's few projects once, however many
    there are, instead of asking for every project whether the person has a part in it.
    """
    projects = apps.get_model("projects", "Project").objects
    first, *others = (projects.filter(**{role: person}).values("pk") for role in ROLES)
    return first.union(*others)
