import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from register.calendars import Calendar, closed_days
from register.countries import COUNTRIES, Country

if TYPE_CHECKING:
    from register.models.people import Person


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    DANISH = "da", "Dansk"
    NORWEGIAN = "nb", "Norsk bokmål"


class CountryCode(models.TextChoices):
    NORWAY = "NO", _("Norway")
    DENMARK = "DK", _("Denmark")
    SWEDEN = "SE", _("Sweden")
    FINLAND = "FI", _("Finland")
    ICELAND = "IS", _("Iceland")
    UNITED_KINGDOM = "GB", _("United Kingdom")


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """A person sees the one organisation they act in."""
        return self.filter(id=person.organisation_id)

    def open(self) -> Self:
        """Those that are run; one that went into another is kept for its audit trail, and closed."""
        return self.filter(closed_at__isnull=True)


class Organisation(models.Model):
    """A municipality, or another body with projects, people and an audit trail of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=200, null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=CountryCode)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    currency = models.CharField(_("currency"), max_length=3)
    time_zone = models.CharField(_("time zone"), max_length=50)
    budget_label = models.CharField(_("what the budget is called"), max_length=100, blank=True)
    gate_labels = models.JSONField(_("what the gates are called"), default=dict, blank=True)
    limits = models.JSONField(_("limits"), default=dict, blank=True)
    closed_days = models.JSONField(_("days on which nobody is at work"), default=list, blank=True)
    holiday_month = models.PositiveSmallIntegerField(_("holiday month"), choices=MONTHS, null=True, blank=True)
    is_example = models.BooleanField(_("an invented example"), default=False, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="register_organisation_name_once",
                violation_error_message=_("Another organisation already has this name."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=CountryCode.values), name="register_organisation_known_country"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="register_organisation_known_language"
            ),
            models.CheckConstraint(
                condition=models.Q(holiday_month__range=(1, 12)) | models.Q(holiday_month=None),
                name="register_organisation_known_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> uuid.UUID:
        """An organisation belongs to itself, so that it can be scoped and audited like everything else."""
        return self.id

    @property
    def country_defaults(self) -> Country:
        return COUNTRIES[self.country]

    @property
    def calendar(self) -> Calendar:
        """When people are at work here."""
        return Calendar(self.country, closed_days(self.closed_days), self.holiday_month)

    def local_date(self, now: datetime) -> date:
        """The calendar day that a moment falls on here."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()

    def gate_label(self, gate: str) -> str:
        """What this organisation calls a gate: its own label, else that of its country."""
        return self.gate_labels.get(gate) or self.country_defaults.gate_labels.get(gate, "")
