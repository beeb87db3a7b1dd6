"""What is said of a benefit beyond its title: for how long, what the freed value goes to, what it hangs on."""

from dataclasses import fields
from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.formulas.freed_value import FreedValue
from projects.models.milestones import Milestone

FREED_VALUE = tuple(field.name for field in fields(FreedValue))
LONGEST_OFFSET = 240  # months


class Duration(models.TextChoices):
    """How long a benefit lasts once it is there."""

    ONE_OFF = "one_off", _("Once")
    PERMANENT = "permanent", _("Permanent")


class Cashability(models.TextChoices):
    """Whether money can be taken out of a budget."""

    CASHABLE = "cashable", _("Yes, a budget can be lowered")
    NON_CASHABLE = "non_cashable", _("No, it frees time or capacity")
    COST_AVOIDANCE = "cost_avoidance", _("No, it avoids a cost that would have come")


class FreedValueUse(models.TextChoices):
    """What becomes of the money or time that is freed."""

    CUT = "cut", _("A budget is cut")
    REDEPLOYED = "redeployed", _("It goes to another service")
    QUALITY = "quality", _("It makes the same service better")
    OTHER = "other", _("Something else")


class UsedValue(models.Model):
    """What the freed value is used for, and who decided that; until then the benefit is a potential."""

    use_of_value = models.TextField(_("use of the freed value"), blank=True)
    use_kind = models.CharField(_("what becomes of it"), max_length=12, choices=FreedValueUse.choices, blank=True)
    use_service = models.CharField(_("service it goes to"), max_length=200, blank=True)
    use_decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    use_decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def freed_value(self) -> FreedValue:
        """The same as the formula takes it."""
        return FreedValue(**{name: getattr(self, name) for name in FREED_VALUE})

    def is_potential(self, on: date) -> bool:
        """Freed, but nobody has decided what becomes of it: said so wherever its value is shown."""
        return self.freed_value.is_potential(on)


class OwnedOutside(models.Model):
    """A benefit that shows in another organisation: who owns it there; our own owner is its custodian."""

    outside_organisation = models.CharField(_("organisation where it shows"), max_length=200, blank=True)
    outside_owner_name = models.CharField(_("who owns it there"), max_length=200, blank=True)
    outside_owner_email = models.EmailField(_("their e-mail address"), blank=True)
    outside_involved_on = models.DateField(_("involved since"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_outside(self) -> bool:
        return bool(self.outside_organisation)


class BenefitProfile(UsedValue, OwnedOutside):
    """For how long, how important, how much of it is the project's doing, and which milestone it waits for."""

    receivers = models.CharField(_("who exactly"), max_length=300, blank=True)
    duration = models.CharField(_("how long it lasts"), max_length=10, choices=Duration.choices, blank=True)
    cashability = models.CharField(_("can money be taken out"), max_length=15, choices=Cashability.choices, blank=True)
    is_emergent = models.BooleanField(_("turned up on the way, was not planned"), default=False)
    importance = models.CharField(_("importance"), max_length=200, blank=True)
    importance_reason = models.TextField(_("why it is important"), blank=True)
    attribution_share = models.DecimalField(
        _("the project's share of the change, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    attribution_reason = models.TextField(_("what else plays a part"), blank=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="benefits", verbose_name=_("waits for milestone")
    )
    months_after_milestone = models.PositiveSmallIntegerField(
        _("months from the milestone to the start of effect"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_OFFSET)],
    )

    class Meta:
        abstract = True


PROFILE_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(attribution_share__isnull=True) | Q(attribution_share__gt=0, attribution_share__lte=100),
        name="projects_benefit_share_of_change",
        violation_error_message=_("The share is more than 0 and at most 100 per cent."),
    ),
    models.CheckConstraint(
        condition=Q(months_after_milestone__isnull=True) | Q(milestone__isnull=False),
        name="projects_benefit_months_after_what",
        violation_error_message=_("Choose the milestone from which the months count."),
    ),
]
