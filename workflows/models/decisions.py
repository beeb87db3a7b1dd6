"""What every decision keeps, whatever it is about: the shapes that a domain makes concrete."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models import Person, Resource


class Outcome(models.TextChoices):
    """How a gate was answered."""

    GO = "go", _("Go")
    GO_WITH_CONDITIONS = "go_with_conditions", _("Go, with conditions")
    REWORK = "rework", _("Rework")
    HOLD = "hold", _("Hold")
    STOP = "stop", _("Stop")


class GateDecisionModel(Resource):
    """A decision at a gate: who, in which body, on what basis. Never changed afterwards."""

    gate = models.CharField(_("gate"), max_length=40)
    round = models.PositiveIntegerField(_("round"), default=1)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    comment = models.TextField(_("words of the decision"), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    decided_on = models.DateField(_("date of the decision"))
    body = models.CharField(_("deciding body"), max_length=200, blank=True)
    case_number = models.CharField(_("case number"), max_length=100, blank=True)
    item_number = models.CharField(_("item number"), max_length=100, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    overridden = models.JSONField(_("overridden requirements"), default=list, blank=True)
    snapshot = models.JSONField(_("what it was based on"), default=dict)
    snapshot_sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True


class SignOffModel(Resource):
    """A signature: who, acting for whom, as what, when, how authenticated, on exactly which words."""

    round = models.PositiveIntegerField(_("round"))
    decision = models.CharField(_("decision"), max_length=30)
    words = models.TextField(_("words"), blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    acting_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("acting for"))
    signer_name = models.CharField(_("name when signing"), max_length=200)
    signer_role = models.CharField(_("role when signing"), max_length=60)
    signer_unit = models.CharField(_("unit when signing"), max_length=200)
    signed_at = models.DateTimeField(_("signed at"))
    authenticated_by = models.CharField(_("authenticated by"), max_length=250)
    snapshot = models.JSONField(_("what was signed"))
    snapshot_sha256 = models.CharField(max_length=64)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)

    class Meta:
        abstract = True


class ConditionModel(Resource):
    """Something demanded by a decision or a reservation, with an owner and a date, chased until met."""

    text = models.TextField(_("condition"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_date = models.DateField(_("due"))
    fulfilled_at = models.DateTimeField(_("fulfilled at"), null=True, blank=True)
    fulfilled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fulfilled by")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.fulfilled_at is None
