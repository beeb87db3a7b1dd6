"""What belongs to the steps of a handover besides the change of its state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from projects.lifecycles.benefit import BenefitState
from projects.lifecycles.handover import HandoverState
from projects.models import Handover
from projects.services import follow_up_plan, handovers
from register.errors import NotPossible
from register.models import Person
from register.services import editing
from workflows.lifecycle import perform

THROUGH_A_DECISION = ("accept", "accept_with_reservations", "return_it")


def fill_in_defaults(handover: Handover, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """Nobody named: the unit's line manager signs and takes the first action on the day of taking over."""
    if handover.state != HandoverState.DRAFT:
        return
    manager = handover.line_manager or handover.receiving_unit.line_manager
    changes = {
        "line_manager": manager,
        "first_action_owner": handover.first_action_owner or manager,
        "first_action_due": handover.first_action_due or handover.takes_over_on,
    }
    editing.update(row=handover, changes=changes, by=by, now=now, about=handover.about)


def freeze(handover: Handover, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """From here on the text is what is signed."""
    handovers.freeze(handover, by=by, now=now)


def supersede(handover: Handover, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """A signature under what is opened again no longer counts."""
    handovers.supersede(handover, now=now)


def reopen(handover: Handover, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """What is no longer signed is no longer followed up."""
    handovers.supersede(handover, now=now)
    follow_up_plan.take_back(handover=handover, by=by, now=now)


def track_benefits(handover: Handover, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """Once taken over, the unit's benefits are tracked and followed up, whatever the other handovers do."""
    for benefit in handover.get_benefits().filter(state=BenefitState.ACCEPTED):
        perform("track", on=benefit, by=by, now=now, comment=_("Taken over by the line."), consequence=True)
    follow_up_plan.plan_for_handover(handover=handover, by=by, now=now)


def only_by_decision(handover: Handover, *, by: Person | None, now: datetime, given: Mapping[str, Any]) -> None:
    """A signature must carry the hash of what was read, so it has a door of its own."""
    raise NotPossible(
        _("Taking over and returning are signed: send the decision with the hash of what was read."),
        code="needs_decision",
    )


BEFORE = {"send": fill_in_defaults, **dict.fromkeys(THROUGH_A_DECISION, only_by_decision)}
AFTER = {"send": freeze, "recall": supersede, "reopen": reopen}
