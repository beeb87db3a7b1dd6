"""The life of a benefit: from an expectation in words to a judged outcome."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from projects import permissions
from projects.requirements import benefits as needs
from workflows.models.lifecycle import LifecycleModel


class BenefitState(models.TextChoices):
    """The states of contract and glossary."""

    IDENTIFIED = "identified", _("Identified")
    PROFILED = "profiled", _("Profiled, waiting for its owner")
    ACCEPTED = "accepted", _("Accepted by its owner")
    TRACKING = "tracking", _("Tracked in operation")
    REALISED = "realised", _("Realised")
    PARTLY_REALISED = "partly_realised", _("Partly realised")
    NOT_REALISED = "not_realised", _("Not realised")
    WITHDRAWN = "withdrawn", _("Withdrawn")


State = BenefitState
OPEN = (State.IDENTIFIED, State.PROFILED, State.ACCEPTED, State.TRACKING)
CONCLUDED = (State.REALISED, State.PARTLY_REALISED, State.NOT_REALISED)


def _outcome(benefit: Any) -> str:
    return benefit.outcome or State.REALISED


def _waits_for_new_owner(benefit: Any) -> bool:
    """Accepted once, by somebody who no longer owns it."""
    return bool(benefit.owner_id and not benefit.accepted_at)


class BenefitLifecycle(LifecycleModel):
    """The state of a benefit, and when its owner took it on."""

    state = FSMField(_("state"), default=State.IDENTIFIED, choices=State.choices, protected=True)
    owner_asked_at = models.DateTimeField(_("owner asked"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted by its owner"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=State.IDENTIFIED,
        target=State.PROFILED,
        permission=permissions.EDITS_BENEFIT,
        conditions=[needs.HAS_KIND, needs.HAS_OWNER],
        custom={"label": _("Ask the owner to accept"), "onward": True, "asks": ("comment",)},
    )
    def profile(self, given: Mapping[str, Any]) -> None:
        """Described well enough for its owner to say yes or no."""

    @transition(
        field=state,
        source=State.ACCEPTED,
        target=State.ACCEPTED,
        permission=permissions.ACCEPTS_BENEFIT,
        custom={"label": _("Accept"), "onward": True, "asks": ("comment",), "applies": _waits_for_new_owner},
    )
    @transition(
        field=state,
        source=State.TRACKING,
        target=State.TRACKING,
        permission=permissions.ACCEPTS_BENEFIT,
        custom={"label": _("Accept"), "onward": True, "asks": ("comment",), "applies": _waits_for_new_owner},
    )
    @transition(
        field=state,
        source=State.PROFILED,
        target=State.ACCEPTED,
        permission=permissions.ACCEPTS_BENEFIT,
        custom={"label": _("Accept"), "onward": True, "asks": ("comment",)},
    )
    def accept(self, given: Mapping[str, Any]) -> None:
        """Its owner answers for it from now on."""
        self.accepted_at = given["now"]

    @transition(
        field=state,
        source=State.ACCEPTED,
        target=State.ACCEPTED,
        permission=permissions.ACCEPTS_BENEFIT,
        custom={"label": _("Not me"), "asks": ("comment",), "requires": ("comment",), "applies": _waits_for_new_owner},
    )
    @transition(
        field=state,
        source=State.TRACKING,
        target=State.TRACKING,
        permission=permissions.ACCEPTS_BENEFIT,
        custom={"label": _("Not me"), "asks": ("comment",), "requires": ("comment",), "applies": _waits_for_new_owner},
    )
    @transition(
        field=state,
        source=State.PROFILED,
        target=State.IDENTIFIED,
        permission=permissions.ACCEPTS_BENEFIT,
        custom={"label": _("Not me"), "asks": ("comment",), "requires": ("comment",)},
    )
    def decline(self, given: Mapping[str, Any]) -> None:
        """The proposed owner says no; somebody else must be asked."""
        self.owner = None

    @transition(
        field=state,
        source=State.ACCEPTED,
        target=State.TRACKING,
        permission=permissions.STEERS_BENEFIT,
        conditions=[needs.TAKEN_OVER],
        custom={"label": _("Track in operation"), "onward": True, "asks": ("comment",)},
    )
    def track(self, given: Mapping[str, Any]) -> None:
        """The line runs it: followed up from here on."""

    @transition(
        field=state,
        source=[State.ACCEPTED, State.TRACKING],
        target=RETURN_VALUE(*CONCLUDED),
        permission=permissions.JUDGES_BENEFIT,
        conditions=[needs.OUTCOME_JUDGED],
        custom={"label": _("Judge the outcome"), "asks": ("outcome", "comment"), "leads_to": _outcome},
    )
    def conclude(self, given: Mapping[str, Any]) -> str:
        """Realised, partly or not, with the explanation."""
        return str(self.outcome)

    @transition(
        field=state,
        source=list(OPEN),
        target=State.WITHDRAWN,
        permission=permissions.STEERS_BENEFIT,
        custom={"label": _("Withdraw"), "asks": ("comment",), "requires": ("comment",)},
    )
    def withdraw(self, given: Mapping[str, Any]) -> None:
        """No longer expected."""

    @transition(
        field=state,
        source=[*CONCLUDED, State.WITHDRAWN],
        target=RETURN_VALUE(State.TRACKING, State.IDENTIFIED),
        permission=permissions.STEERS_BENEFIT,
        custom={
            "label": _("Take up again"),
            "asks": ("comment",),
            "requires": ("comment",),
            "leads_to": lambda benefit: State.IDENTIFIED if benefit.state == State.WITHDRAWN else State.TRACKING,
        },
    )
    def take_up_again(self, given: Mapping[str, Any]) -> str:
        """A judged benefit is followed up again; a withdrawn one starts anew."""
        if self.state == State.WITHDRAWN:
            self.accepted_at = None
            return State.IDENTIFIED
        self.outcome, self.outcome_explanation = "", ""
        return State.TRACKING
