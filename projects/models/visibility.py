"""Who sees a project: one rule, used for projects and for everything that hangs on them.

People of an organisation see its projects that are neither draft nor restricted. Drafts and restricted ones
are seen by those with a role on them or a task in them, the managers of their units and above (the receiving
units too), controllers, decision makers and administrators.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from register.people_standing import MANAGING_ROLES

if TYPE_CHECKING:
    from register.models import Person

Rows = TypeVar("Rows", bound=QuerySet[Any])
WITH_A_ROLE = """
    SELECT id FROM projects_project WHERE leader_id = %s
    UNION SELECT id FROM projects_project WHERE owner_id = %s
    UNION SELECT id FROM projects_project WHERE benefits_responsible_id = %s
    UNION SELECT id FROM projects_project WHERE created_by_id = %s
    UNION SELECT project_id FROM projects_project_members WHERE person_id = %s
    UNION SELECT project_id FROM projects_benefit WHERE owner_id = %s
    UNION SELECT benefit.project_id FROM projects_indicator AS indicator
          JOIN projects_benefit AS benefit ON benefit.id = indicator.benefit_id WHERE indicator.measurer_id = %s
    UNION SELECT project_id FROM projects_handover WHERE line_manager_id = %s
    UNION SELECT handover.project_id FROM projects_handover AS handover
          JOIN register_absence AS absence ON absence.person_id = handover.line_manager_id
          WHERE absence.deputy_id = %s AND CURRENT_DATE BETWEEN absence.from_date AND absence.to_date
    UNION SELECT project_id FROM projects_handover WHERE first_action_owner_id = %s
    UNION SELECT project_id FROM projects_condition WHERE owner_id = %s
    UNION SELECT project_id FROM projects_milestone WHERE responsible_id = %s
    UNION SELECT project_id FROM projects_followup WHERE responsible_id = %s
    UNION SELECT project_id FROM projects_gap WHERE owner_id = %s
    UNION SELECT project_id FROM projects_prerequisite WHERE handler_id = %s
    UNION SELECT benefit.project_id FROM projects_realisationaction AS action
          JOIN projects_benefit AS benefit ON benefit.id = action.benefit_id WHERE action.responsible_id = %s
    UNION SELECT benefit.project_id FROM projects_risk AS risk
          JOIN projects_benefit AS benefit ON benefit.id = risk.benefit_id WHERE risk.responsible_id = %s
    UNION SELECT project_id FROM projects_succession WHERE to_person_id = %s AND answer = ''
    UNION SELECT project_id FROM projects_referral WHERE secretary_id = %s
    UNION SELECT id FROM (
        WITH RECURSIVE seat (body_id) AS (
            SELECT decidingbody_id FROM projects_decidingbody_members WHERE person_id = %s
            UNION SELECT id FROM projects_decidingbody WHERE secretary_id = %s
        ), place (unit_id) AS (
            SELECT rule.unit_id FROM seat JOIN projects_gatedecider AS rule ON rule.body_id = seat.body_id
            UNION SELECT unit.id FROM place JOIN register_unit AS unit ON unit.parent_id = place.unit_id
        )
        SELECT project.id FROM place CROSS JOIN projects_project AS project
        WHERE project.restricted AND project.state <> 'draft'
        AND (place.unit_id IS NULL OR place.unit_id = project.unit_id)
    ) AS decided
"""
"""The ids of the projects on which a person has a role of any kind.

Each kind is asked apart, by its index: the database then finds a person's few projects once, however many there are,
instead of asking of every project whether the person has a part in it. Written out, because every read asks it.
"""
TAKEN_OVER_BY = "UNION SELECT project_id FROM projects_handover WHERE receiving_unit_id IN"
"""Deputies and superiors may be the ones who sign, so they see what their units are asked to take over."""
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


def _with_a_role(person: "Person") -> RawSQL:
    person_id, *units = (
        person._meta.pk.get_db_prep_value(pk, connection)
        for pk in (person.pk, *person.standing.unit_ids(*MANAGING_ROLES))
    )
    asked = [person_id] * WITH_A_ROLE.count("%s")
    taken_over = f"{TAKEN_OVER_BY} ({', '.join(['%s'] * len(units))})" if units else ""
    return RawSQL(f"{WITH_A_ROLE} {taken_over}", [*asked, *units])  # noqa: S611 only placeholders
