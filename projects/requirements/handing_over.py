"""Before the line is asked to take over, and before the project ends."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.requirements.proposing import LEADER
from projects.requirements.shape import every, indicators, living_benefits, page
from workflows.rules import Requirement, holds

RECONFIRMED_WITHIN = timedelta(days=60)
TAKEN_OVER = ("accepted", "accepted_with_reservations")
CONTENT = ("takes_over_on", "closing_milestone", "lasting_results", "anchoring", "way_forward", "first_action")


def _full_track(requirement: Requirement) -> Requirement:
    """The same requirement, asked of the full track only."""
    return Requirement(
        code=requirement.code,
        reason=requirement.reason,
        lacking=lambda project: requirement.lacking(project) if project.track == "full" else (),
        who=requirement.who,
        fields=requirement.fields,
        link=requirement.link,
    )


def empty_parts(handover: Any) -> list[str]:
    """The parts of a handover that are not filled in, by their labels."""
    fields = handover._meta
    empty = [name for name in CONTENT if not getattr(handover, name)]
    if not handover.line_manager_id:
        empty.append("line_manager")
    return [str(fields.get_field(name).verbose_name) for name in empty]


def _reconfirmed(project: Any) -> bool:
    on = project.benefits_reconfirmed_on
    return on is not None and project.asked_on - RECONFIRMED_WITHIN <= on


RECOMMENDED = Requirement(
    code="not_recommended",
    reason=_("The leader has not recommended the handover yet."),
    lacking=holds(lambda project: bool(project.recommended_at)),
    who=LEADER,
    fields=("projects.recommended_at",),
    link=page("project_handovers", "recommend"),
)
DELIVERED = every(
    lambda project: [row for row in project.milestones.all() if row.kind == "deliverable"],
    lambda milestone: bool(milestone.reached_date or milestone.on_remaining_work),
    code="deliverables_open",
    reason=_("These deliverables are neither reached nor on the remaining-work list: %(what)s."),
    who=LEADER,
    fields=("milestones.reached_date", "milestones.on_remaining_work"),
    where="project_milestones",
)
NO_BASELINE_DEFERRED = every(
    indicators,
    lambda indicator: indicator.baseline_state != "deferred",
    code="baseline_deferred",
    reason=_("These baselines are still deferred; measure them now or say why it is not possible: %(what)s."),
    who=_("the project's leader or the benefit's owner"),
    fields=("indicators.baseline_state", "indicators.baseline_value"),
)
RECONFIRMED = Requirement(
    code="benefits_not_reconfirmed",
    reason=_("Nobody has confirmed within the last 60 days that the benefits are still realistic."),
    lacking=holds(_reconfirmed),
    who=_("the benefits-responsible, the project owner or the leader"),
    fields=("projects.benefits_reconfirmed_on",),
    link=page("project_handovers", "reconfirm"),
)
HAS_HANDOVER = Requirement(
    code="no_handover",
    reason=_("No handover is prepared. Name the unit that takes over."),
    lacking=holds(lambda project: bool(project.handovers.all())),
    who=LEADER,
    fields=("handovers.receiving_unit",),
    link=page("project_handovers"),
)
HANDOVERS_FILLED_IN = every(
    lambda project: [row for row in project.handovers.all() if row.state not in TAKEN_OVER],
    lambda handover: not empty_parts(handover),
    code="handover_incomplete",
    reason=_("These handovers are not filled in: %(what)s."),
    who=LEADER,
    fields=tuple(f"handovers.{name}" for name in (*CONTENT, "line_manager")),
    where="project_handovers",
)
START = [
    *(_full_track(row) for row in (RECOMMENDED, DELIVERED, NO_BASELINE_DEFERRED, RECONFIRMED)),
    HAS_HANDOVER,
    HANDOVERS_FILLED_IN,
]

ALL_TAKEN_OVER = every(
    lambda project: project.handovers.all(),
    lambda handover: handover.state in TAKEN_OVER,
    code="handovers_open",
    reason=_("These units have not taken over yet: %(what)s."),
    who=_("the receiving unit's line manager"),
    fields=("handovers.state",),
    where="project_handovers",
)


def _owner_in_place(benefit: Any) -> bool:
    return bool(benefit.owner_id and benefit.owner.is_active and benefit.accepted_at)


OWNERS_IN_PLACE = every(
    living_benefits,
    _owner_in_place,
    code="benefits_without_owner",
    reason=_("These benefits have no active owner in the line: %(what)s."),
    who=LEADER,
    fields=("benefits.owner", "benefits.accepted_at"),
)


def _closing_not_reached(project: Any) -> list[str]:
    closing = [row for row in project.milestones.all() if row.kind == "closing"]
    closing += [row.closing_milestone for row in project.handovers.all() if row.closing_milestone]
    if not closing:
        return [gettext("none is set yet")]
    return list(dict.fromkeys(str(milestone) for milestone in closing if not milestone.reached_date))


CLOSING_MILESTONE_REACHED = Requirement(
    code="closing_milestone_not_reached",
    reason=_("The milestone that marks the end of the project is not reached: %(what)s."),
    lacking=_closing_not_reached,
    who=LEADER,
    fields=("milestones.reached_date",),
    link=page("project_milestones"),
)
COMPLETE = [HAS_HANDOVER, ALL_TAKEN_OVER, OWNERS_IN_PLACE, _full_track(CLOSING_MILESTONE_REACHED)]

FILLED_IN = Requirement(
    code="handover_incomplete",
    reason=_("Fill in: %(what)s."),
    lacking=empty_parts,
    who=LEADER,
    fields=tuple(f"handovers.{name}" for name in (*CONTENT, "line_manager")),
    link=lambda handover: handover.get_absolute_url(),
)

MAY_BE_SENT_IN = ("executing", "handing_over", "realising")
NOT_TOO_EARLY = Requirement(
    code="project_not_executing",
    reason=_("A handover can be sent once the project is executing."),
    lacking=holds(lambda handover: handover.project.state in MAY_BE_SENT_IN),
    who=_("the project owner, by approving execution"),
    fields=("projects.state",),
    link=lambda handover: handover.project.get_absolute_url(),
)
