"""What a benefit's profile does not say yet, in words that say what to do. Never a block: the gates ask for less."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.lifecycles.project import Track
from projects.models import Benefit, BenefitKind, FreedValueUse

WHAT, WHO, WHEN, VALUE, KNOWN, FITS, OUTSIDE, NEEDS = (
    *("what", "who", "when", "value", "known", "fits", "outside", "needs"),
)
SAID: dict[str, tuple[str, Promise]] = {
    "kind": (WHAT, _("Say what kind of benefit it is.")),
    "beneficiaries": (WHAT, _("Say who benefits.")),
    "duration": (WHAT, _("Say whether it comes once or lasts.")),
    "importance": (WHAT, _("It cannot be counted: say how important it is, and why.")),
    "importance_reason": (WHAT, _("Say why it is important.")),
    "owner": (WHO, _("Name who in the line shall own the benefit.")),
    "due_date": (WHEN, _("Say when it shall be seen.")),
    "start_date": (WHEN, _("Say when the effect starts, or which milestone it waits for.")),
    "cashability": (VALUE, _("Say whether money can be taken out of a budget.")),
    "use_kind": (VALUE, _("Say what becomes of the money or time that is freed.")),
    "use_service": (VALUE, _("Name the service that the freed value goes to.")),
    "use_decided_by": (VALUE, _("Say who decides what the freed value is used for.")),
    "use_decided_on": (VALUE, _("Say when that is decided; until then its value is a potential.")),
    "how_known": (KNOWN, _("Say how we will know, or what is counted.")),
    "attribution_reason": (KNOWN, _("Say what else plays a part in the change.")),
    "goals": (FITS, _("Choose the goal that it serves.")),
    "outside_owner_email": (OUTSIDE, _("Give the e-mail address of who owns it there.")),
    "actions": (NEEDS, _("Name at least one thing somebody does for the benefit to come.")),
}
IN_THE_LIGHT_TRACK = frozenset(
    {
        *("kind", "beneficiaries", "owner", "due_date", "use_kind", "use_service", "use_decided_by"),
        *("use_decided_on", "how_known", "outside_owner_email"),
    }
)


@dataclass(frozen=True)
class Lacking:
    """One thing that is not said yet: the field where it is said, and its section of the form."""

    field: str
    section: str
    words: str


def lacking_in(benefit: Benefit, on: date) -> list[Lacking]:
    """In the order of the form; the light track asks for less."""
    names = [*_of_everything(benefit), *_of_value(benefit, on), *_of_the_rest(benefit)]
    if benefit.project.track == Track.LIGHT:
        names = [name for name in names if name in IN_THE_LIGHT_TRACK]
    return [Lacking(name, section, str(words)) for name, (section, words) in SAID.items() if name in names]


def _of_everything(benefit: Benefit) -> Iterator[str]:
    for name in ("kind", "beneficiaries", "owner"):
        if not getattr(benefit, name):
            yield name
    if not benefit.duration and not benefit.is_disbenefit:
        yield "duration"
    if benefit.kind == BenefitKind.QUALITATIVE and not benefit.importance:
        yield "importance"
    elif benefit.importance and not benefit.importance_reason:
        yield "importance_reason"


def _of_value(benefit: Benefit, on: date) -> Iterator[str]:
    freed = benefit.freed_value
    if not freed.is_freed:
        return
    if not benefit.cashability:
        yield "cashability"
    if not benefit.use_kind:
        yield "use_kind"
        return
    if benefit.use_kind == FreedValueUse.REDEPLOYED and not benefit.use_service:
        yield "use_service"
    if not benefit.use_decided_by:
        yield "use_decided_by"
    if benefit.use_decided_on is None:
        yield "use_decided_on"


def _of_the_rest(benefit: Benefit) -> Iterator[str]:
    indicators: list[Any] = benefit.get_indicators()
    if not indicators and not benefit.how_known:
        yield "how_known"
    if benefit.due_date is None and not any(target.due_date for row in indicators for target in row.targets.all()):
        yield "due_date"
    if benefit.start_date is None and benefit.milestone_id is None:
        yield "start_date"
    if benefit.attribution_share not in (None, 100) and not benefit.attribution_reason:
        yield "attribution_reason"
    if not benefit.goals.exists() and not benefit.project.goals.exists():
        yield "goals"
    if benefit.is_outside and not benefit.outside_owner_email:
        yield "outside_owner_email"
    if not benefit.actions.exists():
        yield "actions"
