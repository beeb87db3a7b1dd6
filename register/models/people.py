import datetime
from functools import cached_property

from django.db import models
from django.db.models.functions import Lower
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from register.models.base import Resource, ResourceQuerySet
from register.models.organisations import Language
from register.models.roles import RoleAssignment
from register.models.sorting import SortKeyField
from register.people_standing import Standing


class Digest(models.TextChoices):
    DAILY = "daily", _("Every working day on which there is something to say")
    WEEKLY = "weekly", _("Once a week")


WORKING_WEEK = {number + 1: WEEKDAYS[number] for number in range(5)}


class PersonQuerySet(ResourceQuerySet):
    def active(self) -> "PersonQuerySet":
        return self.filter(is_active=True)

    def with_email(self, email: str) -> "PersonQuerySet":
        return self.filter(email__iexact=email.strip())

    def administrators(self) -> "PersonQuerySet":
        """The human beings who can run their organisation's part: active, and with a way to sign in."""
        return self.filter(
            is_active=True,
            is_service=False,
            account__is_active=True,
            assignments__role=RoleAssignment.Role.ADMINISTRATOR,
        ).distinct()


class Person(Resource):
    """Somebody as one organisation knows them; the same human being is another person in another organisation.

    `merged_into`: the same human being in the organisation that theirs went into; this row stays for the audit trail.
    `is_service`: a machine, the face of a service token. It may neither sign nor decide.
    """

    name = models.CharField(_("name"), max_length=200)
    name_sort = SortKeyField(source="name")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    time_zone = models.CharField(_("my time zone"), max_length=50, blank=True)
    digest = models.CharField(_("reminders come"), max_length=6, choices=Digest, default=Digest.DAILY)
    digest_weekday = models.PositiveSmallIntegerField(_("weekday of the weekly mail"), choices=WORKING_WEEK, default=1)
    digest_time = models.TimeField(_("time of day"), null=True, blank=True)
    account = models.ForeignKey(
        "register.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="people",
        verbose_name=_("account"),
    )
    is_active = models.BooleanField(_("active"), default=True, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="formerly"
    )
    is_service = models.BooleanField(_("a machine"), default=False, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=~models.Q(email=""),
                name="register_person_email_once",
                violation_error_message=_("Somebody with this e-mail address is already registered."),
            ),
            models.UniqueConstraint(fields=["organisation", "account"], name="register_person_account_once"),
            models.CheckConstraint(
                condition=models.Q(is_service=True) | ~models.Q(email=""),
                name="register_person_human_has_email",
                violation_error_message=_("A person needs an e-mail address."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_service=False) | models.Q(account=None),
                name="register_person_machine_has_no_account",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="register_person_known_language"
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=Digest.values, digest_weekday__range=(1, 5)),
                name="register_person_known_digest",
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["organisation", "name_sort", "id"], name="person_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def standing(self) -> Standing:
        """The person's roles, by one query, remembered on this instance; nothing is left to one who is not active."""
        return RoleAssignment.objects.standing_of(self) if self.is_active else Standing()

    def stand_ins(self, on: datetime.date) -> models.QuerySet["Person"]:
        """Those who act for this person while they are away on a day."""
        return (
            Person.objects.active()
            .filter(stands_in__person=self, stands_in__from_date__lte=on, stands_in__to_date__gte=on)
            .distinct()
        )

    def stands_in_for(self, on: datetime.date) -> models.QuerySet["Person"]:
        """Those for whom this person acts on a day."""
        return Person.objects.filter(
            absences__deputy=self, absences__from_date__lte=on, absences__to_date__gte=on
        ).distinct()
