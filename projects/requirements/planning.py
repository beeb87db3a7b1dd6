"""Before planning and execution are approved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.permissions import is_line_person
from projects.requirements.proposing import LEADER, OWNER_NAMED
from projects.requirements.shape import every, filled, indicators, living_benefits, measurable_benefits, page
from workflows.rules import Requirement, holds

BENEFIT_OWNER = _("the benefit's owner")
EDITOR = _("the project's leader or the benefit's owner")


def _role_accepted(role: str, *, empty: Any, waiting: Any) -> Requirement:
    return Requirement(
        code=f"{role}_has_not_accepted",
        reason=waiting,
        lacking=holds(lambda project: bool(getattr(project, f"{role}_accepted_at"))),
        who=empty,
        fields=(f"projects.{role}", f"projects.{role}_accepted_at"),
        link=page("project_detail", "roles"),
    )


ROLES_ACCEPTED = [
    _role_accepted(
        "owner", empty=_("the project owner"), waiting=_("The project owner has not accepted the role yet.")
    ),
    _role_accepted("leader", empty=LEADER, waiting=_("The project's leader has not accepted the role yet.")),
    _role_accepted(
        "benefits_responsible",
        empty=_("the benefits-responsible"),
        waiting=_("Nobody has accepted to be benefits-responsible yet."),
    ),
]
HAS_TYPED_BENEFIT = Requirement(
    code="no_typed_benefit",
    reason=_("At least one benefit needs a kind and a candidate for its owner."),
    lacking=holds(lambda project: any(benefit.kind and benefit.owner_id for benefit in living_benefits(project))),
    who=LEADER,
    fields=("benefits.kind", "benefits.owner"),
    link=page("project_benefits"),
)
GOAL_LINKED = Requirement(
    code="no_goal",
    reason=_("Neither the project nor any of its benefits is linked to a goal."),
    lacking=holds(
        lambda project: project.goals.exists() or any(benefit.goals.exists() for benefit in living_benefits(project))
    ),
    who=LEADER,
    fields=("benefits.goals", "projects.goals"),
    link=page("project_edit", "id_goals"),
)
ALTERNATIVES = filled(
    "alternatives", reason=_("Describe the alternatives, doing nothing included."), who=LEADER, code="no_alternatives"
)
APPROVE_PLANNING = [OWNER_NAMED, *ROLES_ACCEPTED, HAS_TYPED_BENEFIT, GOAL_LINKED, ALTERNATIVES]


def _accepted_in_the_line(benefit: Any) -> bool:
    return bool(benefit.accepted_at and benefit.owner_id and is_line_person(benefit.owner, benefit.project))


def _fully_described(indicator: Any) -> bool:
    described = (indicator.name, indicator.direction, indicator.method, indicator.measurer_id, indicator.frequency)
    return all(described) and bool(indicator.targets.all())


def baseline_settled(indicator: Any) -> bool:
    """Measured, or put off with a reason and a date, or not possible for a reason."""
    if indicator.baseline_state == "measured":
        return indicator.baseline_value is not None or indicator.baseline_low is not None
    if indicator.baseline_state == "deferred":
        return bool(indicator.baseline_reason and indicator.baseline_due_date)
    return indicator.baseline_state == "not_possible" and bool(indicator.baseline_reason)


HAS_BENEFITS = Requirement(
    code="no_benefits",
    reason=_("The project has no expected benefits."),
    lacking=holds(lambda project: bool(living_benefits(project))),
    who=LEADER,
    fields=("benefits.title",),
    link=page("project_benefits"),
)
BENEFITS_ACCEPTED = every(
    living_benefits,
    _accepted_in_the_line,
    code="benefits_not_accepted",
    reason=_("These benefits are not accepted by an owner in the line: %(what)s."),
    who=BENEFIT_OWNER,
    fields=("benefits.owner", "benefits.accepted_at"),
)
BENEFITS_HAVE_INDICATORS = every(
    measurable_benefits,
    lambda benefit: bool(benefit.indicators.all()),
    code="no_indicator",
    reason=_("These benefits have no indicator: %(what)s."),
    who=EDITOR,
    fields=("indicators.name",),
)
INDICATORS_DESCRIBED = every(
    indicators,
    _fully_described,
    code="indicator_incomplete",
    reason=_("These indicators need direction, target, method, measurer and frequency: %(what)s."),
    who=EDITOR,
    fields=(
        "indicators.direction",
        "targets.value",
        "indicators.method",
        "indicators.measurer",
        "indicators.frequency",
    ),
)
BASELINES_SETTLED = every(
    indicators,
    baseline_settled,
    code="no_baseline",
    reason=_("Measure the baseline, or say why it is deferred and until when, or why it is not possible: %(what)s."),
    who=EDITOR,
    fields=(
        "indicators.baseline_value",
        "indicators.baseline_state",
        "indicators.baseline_reason",
        "indicators.baseline_due_date",
    ),
)
FREED_TIME_HAS_USE = every(
    lambda project: [benefit for benefit in living_benefits(project) if benefit.kind == "financial_indirect"],
    lambda benefit: bool(benefit.use_of_value or benefit.use_kind),
    code="no_use_of_value",
    reason=_("Say what the freed time will be used for: %(what)s."),
    who=EDITOR,
    fields=("benefits.use_of_value", "benefits.use_kind"),
)
RECEIVING_UNIT = Requirement(
    code="no_receiving_unit",
    reason=_("Name the unit that will take over, and its line manager, by preparing a handover."),
    lacking=holds(lambda project: any(handover.line_manager_id for handover in project.handovers.all())),
    who=LEADER,
    fields=("handovers.receiving_unit", "handovers.line_manager"),
    link=page("project_handovers"),
)
HANDOVER_MILESTONE = Requirement(
    code="no_handover_milestone",
    reason=_("Set a milestone for the handover."),
    lacking=holds(lambda project: any(milestone.kind == "handover" for milestone in project.milestones.all())),
    who=LEADER,
    fields=("milestones.kind", "milestones.due_date"),
    link=page("project_milestones"),
)
APPROVE_EXECUTION = [
    HAS_BENEFITS,
    BENEFITS_ACCEPTED,
    BENEFITS_HAVE_INDICATORS,
    INDICATORS_DESCRIBED,
    BASELINES_SETTLED,
    FREED_TIME_HAS_USE,
    RECEIVING_UNIT,
    HANDOVER_MILESTONE,
]


def _light_benefit(benefit: Any) -> bool:
    known_by = benefit.how_known or benefit.indicators.exists()
    dated = benefit.due_date or any(target.due_date for row in benefit.indicators.all() for target in row.targets.all())
    return bool(benefit.accepted_at and known_by and dated)


LIGHT_BENEFIT = Requirement(
    code="no_light_benefit",
    reason=_("One benefit needs an owner who has accepted it, how we will know, and a date."),
    lacking=holds(lambda project: any(_light_benefit(benefit) for benefit in living_benefits(project))),
    who=EDITOR,
    fields=("benefits.accepted_at", "benefits.how_known", "benefits.due_date", "targets.due_date"),
    link=page("project_benefits"),
)
APPROVE_EXECUTION_LIGHT = [OWNER_NAMED, LIGHT_BENEFIT, RECEIVING_UNIT]
