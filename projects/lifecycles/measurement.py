"""The life of a measurement: due, reported, verified by somebody else."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from projects import permissions
from projects.requirements import benefits as needs
from workflows.models.lifecycle import LifecycleModel


class MeasurementState(models.TextChoices):
    """The states of contract and glossary."""

    DUE = "due", pgettext_lazy("a measurement that is", "Due")
    REPORTED = "reported", _("Reported")
    VERIFIED = "verified", _("Verified")
    DISPUTED = "disputed", _("Disputed")
    WAIVED = "waived", _("Waived")


State = MeasurementState


class MeasurementLifecycle(LifecycleModel):
    """The state of a measurement, and who vouched for it.

    A colleague who was asked by a link is the one who reported it; ``asked_by`` is then on whose behalf.
    """

    state = FSMField(_("state"), default=State.DUE, choices=State.choices, protected=True)
    reported_by = models.ForeignKey(
        "register.Person", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(
        "register.Person",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    same_as_last = models.BooleanField(_("the same as last time"), default=False, editable=False)
    verified_by = models.ForeignKey(
        "register.Person", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=[State.DUE, State.DISPUTED],
        target=State.REPORTED,
        permission=permissions.REPORTS,
        conditions=[needs.HAS_FIGURE],
        custom={"label": _("Report"), "onward": True, "asks": ("value", "low", "high", "comparator", "comment")},
    )
    def report(self, given: Mapping[str, Any]) -> None:
        """The figure is known."""
        self.reported_by, self.reported_at = given["by"], given["now"]
        self.verified_by = self.verified_at = None

    @transition(
        field=state,
        source=State.REPORTED,
        target=State.VERIFIED,
        permission=permissions.VERIFIES,
        custom={"label": _("Verify"), "onward": True, "asks": ("comment",)},
    )
    def verify(self, given: Mapping[str, Any]) -> None:
        """Somebody else vouches for it."""
        self.verified_by, self.verified_at = given["by"], given["now"]

    @transition(
        field=state,
        source=[State.REPORTED, State.VERIFIED],
        target=State.DISPUTED,
        permission=permissions.VERIFIES,
        custom={"label": _("Dispute"), "asks": ("comment",), "requires": ("comment",)},
    )
    def dispute(self, given: Mapping[str, Any]) -> None:
        """It does not count until it is answered."""
        self.reason = given["comment"]
        self.verified_by = self.verified_at = None

    @transition(
        field=state,
        source=[State.DUE, State.DISPUTED],
        target=State.WAIVED,
        permission=permissions.WAIVES,
        custom={"label": _("Waive"), "asks": ("comment",), "requires": ("comment",)},
    )
    def waive(self, given: Mapping[str, Any]) -> None:
        """It will not be measured, for a reason."""
        self.reason = given["comment"]
