"""Before outcomes are judged and follow-up ends."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.requirements.shape import every, living_benefits, page
from workflows.rules import Requirement, holds

SETTLED = ("verified", "waived")


def _due(measurement: Any, project: Any) -> bool:
    return measurement.state != "due" or measurement.period_end <= project.asked_on


def _unsettled(project: Any) -> list[str]:
    return [
        f"{indicator.name} ({measurement.period_label})"
        for benefit in living_benefits(project)
        for indicator in benefit.indicators.all()
        for measurement in indicator.measurements.all()
        if measurement.state not in SETTLED and _due(measurement, project)
    ]


MEASUREMENTS_DONE = Requirement(
    code="measurements_open",
    reason=_("These measurements are not reported and verified, nor waived: %(what)s."),
    lacking=_unsettled,
    who=_("the measurer; then somebody else verifies"),
    fields=("measurements.value", "measurements.state"),
    link=page("project_benefits"),
)
OUTCOMES_JUDGED = every(
    living_benefits,
    lambda benefit: bool(benefit.outcome and benefit.outcome_explanation),
    code="outcomes_not_judged",
    reason=_("Judge the outcome and explain it, for: %(what)s."),
    who=_("the benefits-responsible or the benefit's owner"),
    fields=("benefits.outcome", "benefits.outcome_explanation"),
    where="evaluation",
)


def _where_lessons_are_asked_for(project: Any) -> str:
    evaluated = project.state in ("realising", "evaluating")
    return page("evaluation" if evaluated else "project_detail", "lessons")(project)


LESSONS_RECORDED = Requirement(
    code="no_lessons",
    reason=_("Write down at least one lesson for those who come after."),
    lacking=holds(lambda project: project.lessons.exists()),
    who=_("anyone who edits the project"),
    fields=("lessons.text",),
    link=_where_lessons_are_asked_for,
)
