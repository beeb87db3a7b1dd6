"""What an event of the audit trail says: the action in words, a field by its label, a value as a reader sees it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import Benefit, Handover, Measurement, Project
from projects.reports.figure_words import NONE, day_in_words, number
from projects.reports.signatures import DECISIONS
from workflows.lifecycle import table

KINDS = {
    "projects.project": _("Project"),
    "projects.benefit": _("Benefit"),
    "projects.prerequisite": _("Prerequisite"),
    "projects.realisationaction": _("Realisation action"),
    "projects.risk": _("Risk"),
    "projects.indicator": _("Indicator"),
    "projects.target": _("Target"),
    "projects.promisedfigure": _("Promise kept"),
    "projects.rebaselining": _("Change of a promise"),
    "projects.series": _("New definition"),
    "projects.forecast": _("Forecast"),
    "projects.referencefigure": _("Figure of others"),
    "projects.samplingcheck": _("Sampling check"),
    "projects.measurement": _("Measurement"),
    "projects.evidence": _("Evidence"),
    "projects.earlierjudgement": _("Earlier judgement"),
    "projects.benefityear": _("Money of a year"),
    "projects.budgetentry": _("Place on a budget line"),
    "projects.promisedyear": _("Promised money kept"),
    "projects.moneychange": _("Change of promised money"),
    "projects.milestone": _("Milestone"),
    "projects.handover": _("Handover"),
    "projects.handoversignoff": _("Signature"),
    "projects.handovercomment": _("Comment on a section"),
    "projects.remainingitem": _("Remaining work"),
    "projects.gatedecision": _("Gate decision"),
    "projects.gateanswer": _("Answer at a gate"),
    "projects.referral": _("Referral"),
    "projects.checklistanswer": _("Checklist"),
    "projects.condition": _("Condition"),
    "projects.followup": _("Follow-up"),
    "projects.followupline": _("Follow-up of a benefit"),
    "projects.evaluation": _("Evaluation"),
    "projects.lesson": _("Lesson"),
    "projects.gap": _("Gap"),
    "projects.succession": _("Question to take something on"),
    "projects.figurerequest": _("Question to a colleague"),
    "projects.snooze": _("Reminder put off"),
    "projects.change": _("Change at work"),
    "projects.benefitlink": _("Line of the benefit map"),
    "projects.publication": _("Open result"),
}
ACTIONS = {
    "created": _("added"),
    "changed": _("changed"),
    "deleted": _("removed"),
    "recorded": _("registered in the state it was in"),
    "planned": _("planned"),
    "frozen": _("put up for signature"),
    "fulfilled": _("fulfilled"),
    "closed": _("closed"),
    "done": _("done"),
    "judgement_verified": _("judgement verified"),
    "handover_recommended": _("handover recommended"),
    "role_accepted": _("role accepted"),
    "role_declined": _("role declined"),
    "expected": _("said when the figure comes"),
    "confirmed": _("confirmed"),
    "approved": _("approved"),
    "commented": _("commented"),
    "comment_settled": _("comment settled"),
    "withdrawn": _("withdrawn"),
    "proposed": _("asked"),
    "accepted": _("taken on"),
    "declined": _("said no"),
    "taken_on": _("taken on"),
    "dates_moved": _("dates moved with the milestone"),
    "moved": _("gone to another unit"),
    "go": _("go"),
    "go_with_conditions": _("go, with conditions"),
    "rework": _("rework"),
    "hold": _("hold"),
    "stop": _("stop"),
    "answered": _("answered"),
    "published": _("shown to everybody"),
    "shared": _("shared out"),
}
STEPS = {
    f"{model._meta.model_name}.{edge.name}": edge.custom["label"]
    for model in (Project, Benefit, Measurement, Handover)
    for edge in table(model)
}
UNTOLD_ENDINGS = ("_entered", "_asked_at", "_sort")
UNTOLD = frozenset(
    {
        *("snapshot", "snapshot_sha256", "basis_sha256", "figures"),
        *("organisation", "project", "state_changed_at", "frequency_since"),
    }
)


def action_in_words(action: str) -> str:
    """What was done, without to what: "step “accept”", "changed", "taken over"."""
    _kind, _dot, verb = action.partition(".")
    if verb.startswith("signed."):
        return str(DECISIONS.get(verb.removeprefix("signed."), verb))
    if action in STEPS:
        return gettext("step “%(step)s”") % {"step": STEPS[action]}
    return str(ACTIONS.get(verb) or verb.replace("_", " "))


def step_in_words(kind: str, name: str) -> str:
    """A step by its label; one that there is no more by its name."""
    return str(STEPS.get(f"{kind}.{name}") or name.replace("_", " "))


def is_told(name: str) -> bool:
    """Whether a field of an event is one that a reader would know."""
    return name not in UNTOLD and not name.endswith(UNTOLD_ENDINGS)


def column_of(model: type[models.Model], name: str) -> Any:
    """The column, or None for a name that the model no longer has."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def label_of(model: type[models.Model], name: str) -> str:
    column = column_of(model, name)
    return str(getattr(column, "verbose_name", name))


def value_in_words(column: Any, value: Any, names: Mapping[str, str]) -> str:
    """One stored value; references by name, codes by label, days written out."""
    if value in (None, "", []):
        return NONE
    if isinstance(value, list):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if getattr(column, "choices", None):
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DecimalField):
        return _decimal(str(value))
    return names.get(str(value)) or day_in_words(str(value)[:10] if _is_moment(column) else str(value))


def _is_moment(column: Any) -> bool:
    return isinstance(column, models.DateTimeField)


def _decimal(text: str) -> str:
    try:
        return number(Decimal(text))
    except InvalidOperation:
        return text
