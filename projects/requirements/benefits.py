"""What a single benefit, measurement or figure must have before its next step."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.requirements.handing_over import TAKEN_OVER as TAKEN_OVER_STATES
from workflows.rules import Requirement, holds

EDITOR = _("the project's leader or the benefit's owner")


def _link(row: Any) -> str:
    return str(row.get_absolute_url())


def _taken_over(benefit: Any) -> bool:
    if benefit.project.state in ("realising", "evaluating"):
        return True
    handovers = [row for row in benefit.project.handovers.all() if row.state in TAKEN_OVER_STATES]
    return any(benefit.receiving_unit_id in (None, row.receiving_unit_id) for row in handovers)


HAS_KIND = Requirement(
    code="no_kind",
    reason=_("Say what kind of benefit it is."),
    lacking=holds(lambda benefit: bool(benefit.kind)),
    who=EDITOR,
    fields=("benefits.kind",),
    link=_link,
)
HAS_OWNER = Requirement(
    code="no_owner",
    reason=_("Name who in the line shall own the benefit."),
    lacking=holds(lambda benefit: bool(benefit.owner_id)),
    who=EDITOR,
    fields=("benefits.owner",),
    link=_link,
)
TAKEN_OVER = Requirement(
    code="not_taken_over",
    reason=_("The receiving unit has not taken over yet."),
    lacking=holds(_taken_over),
    who=_("the receiving unit's line manager"),
    fields=("handovers.state",),
    link=_link,
)
OUTCOME_JUDGED = Requirement(
    code="no_outcome",
    reason=_("Say whether the benefit was realised, partly or not, and explain it."),
    lacking=holds(lambda benefit: bool(benefit.outcome and benefit.outcome_explanation)),
    who=_("the benefits-responsible or the benefit's owner"),
    fields=("benefits.outcome", "benefits.outcome_explanation"),
    link=_link,
)
HAS_FIGURE = Requirement(
    code="no_value",
    reason=_("Report a value, or the lowest and the highest."),
    lacking=holds(lambda row: row.value is not None or (row.low is not None and row.high is not None)),
    who=_("the measurer or the benefit's owner"),
    fields=("measurements.value", "measurements.low", "measurements.high"),
    link=_link,
)
