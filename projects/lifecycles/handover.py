"""The life of a handover to one receiving unit."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from projects import permissions
from projects.requirements.handing_over import FILLED_IN, NOT_TOO_EARLY
from workflows.models.lifecycle import LifecycleModel


class HandoverState(models.TextChoices):
    """The states of contract and glossary."""

    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Waiting for the line manager")
    ACCEPTED = "accepted", _("Taken over")
    ACCEPTED_WITH_RESERVATIONS = "accepted_with_reservations", _("Taken over with reservations")
    RETURNED = "returned", _("Returned")


State = HandoverState
ACCEPTED_STATES = (State.ACCEPTED, State.ACCEPTED_WITH_RESERVATIONS)
DECISION = ("comment", "reservations", "snapshot_sha256")


class HandoverLifecycle(LifecycleModel):
    """The state of a handover and the round it is in."""

    state = FSMField(_("state"), default=State.DRAFT, choices=State.choices, protected=True)
    round = models.PositiveIntegerField(_("round"), default=1, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=State.DRAFT,
        target=State.SENT,
        permission=permissions.PREPARES_HANDOVER,
        conditions=[NOT_TOO_EARLY, FILLED_IN],
        custom={"label": _("Send to the line manager"), "onward": True, "asks": ("comment",)},
    )
    def send(self, given: Mapping[str, Any]) -> None:
        """Ask the receiving unit to take over exactly what is frozen now."""
        self.sent_at = given["now"]

    @transition(
        field=state,
        source=State.SENT,
        target=State.ACCEPTED,
        permission=permissions.TAKES_OVER,
        custom={"label": _("I take over"), "onward": True, "asks": DECISION, "decision": "accept"},
    )
    def accept(self, given: Mapping[str, Any]) -> None:
        """The unit takes over."""

    @transition(
        field=state,
        source=State.SENT,
        target=State.ACCEPTED_WITH_RESERVATIONS,
        permission=permissions.TAKES_OVER,
        custom={
            "label": _("I take over, with reservations"),
            "asks": DECISION,
            "requires": ("reservations",),
            "decision": "accept_with_reservations",
        },
    )
    def accept_with_reservations(self, given: Mapping[str, Any]) -> None:
        """The unit takes over; what it reserves is owned, dated and chased."""

    @transition(
        field=state,
        source=State.SENT,
        target=State.RETURNED,
        permission=permissions.TAKES_OVER,
        custom={
            "label": _("Return it"),
            "asks": DECISION,
            "requires": ("comment",),
            "decision": "return",
        },
    )
    def return_it(self, given: Mapping[str, Any]) -> None:
        """Not yet: the words say what is missing."""

    @transition(
        field=state,
        source=State.RETURNED,
        target=State.DRAFT,
        permission=permissions.PREPARES_HANDOVER,
        custom={"label": _("Revise"), "onward": True, "asks": ("comment",)},
    )
    def revise(self, given: Mapping[str, Any]) -> None:
        """Open the next round."""
        self.round += 1
        self.sent_at = None

    @transition(
        field=state,
        source=State.SENT,
        target=State.DRAFT,
        permission=permissions.PREPARES_HANDOVER,
        custom={"label": _("Take back"), "asks": ("comment",)},
    )
    def recall(self, given: Mapping[str, Any]) -> None:
        """Work on it again before anybody has decided."""
        self.sent_at = None

    @transition(
        field=state,
        source=list(ACCEPTED_STATES),
        target=State.DRAFT,
        permission=permissions.PREPARES_HANDOVER,
        custom={
            "label": _("Reopen the sign-off"),
            "asks": ("comment",),
            "requires": ("comment",),
            "applies": lambda handover: handover.project.state in ("executing", "handing_over"),
        },
    )
    def reopen(self, given: Mapping[str, Any]) -> None:
        """What was signed has changed: it must be signed again."""
        self.round += 1
        self.sent_at = None
