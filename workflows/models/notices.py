"""The outbox: who is to be told what, written in the same transaction as the reason for it."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from register.models import Person

LATE = timedelta(hours=24)


class NoticeStatus(models.TextChoices):
    NEW = "new", _("Waiting")
    LEASED = "leased", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Could not be delivered")
    SKIPPED = "skipped", _("No longer needed")
    DROPPED = "dropped", _("Given up by an administrator")


OPEN = [NoticeStatus.NEW, NoticeStatus.LEASED]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person) -> Self:
        """An administrator sees the organisation's notices, everybody else their own."""
        seen = self.filter(organisation_id=person.organisation_id)
        return seen if person.standing.administrator else seen.filter(recipient=person)

    def due(self, now: datetime | None) -> Self:
        """To be sent by ``now`` (None: the database's clock), or left behind by a worker that died.

        A lease is judged by the database's clock alone, so that workers with wrong clocks cannot both hold it.
        """
        waiting = Q(status=NoticeStatus.NEW, try_after__lte=now or Now())
        left_behind = Q(status=NoticeStatus.LEASED, lease_until__lte=Now())
        return self.filter(waiting | left_behind, status__in=OPEN)

    def undelivered(self, now: datetime) -> Self:
        """Given up, or waiting for more than 24 hours: a person has to look at it."""
        return self.filter(Q(status=NoticeStatus.DEAD) | Q(status__in=OPEN, send_after__lt=now - LATE))


class Notice(models.Model):
    """One mail to one person, kept until it is sent, needless, or a person has looked at why it cannot be sent.

    ``once_key`` says what it is about and when, so that the same notice is never written twice. The payload
    holds ids of rows only: the words are made at the moment of sending, from what is true then.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=100)
    once_key = models.CharField(max_length=300)
    payload = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()

    status = models.CharField(max_length=7, choices=NoticeStatus, default=NoticeStatus.NEW)
    try_after = models.DateTimeField()  # send_after at first, later after each failure
    attempts = models.PositiveSmallIntegerField(default=0)
    first_failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True, default="")
    last_subject = models.CharField(max_length=200, blank=True, default="")  # of the mail that was not taken
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    claimed_at: datetime  # on the database's clock, and only on the instances that a claim returns

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "once_key"], name="workflows_notice_once"),
            models.CheckConstraint(
                condition=Q(status__in=NoticeStatus.values), name="workflows_notice_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=NoticeStatus.LEASED, lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(status=NoticeStatus.LEASED) & Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="workflows_notice_has_a_lease_while_leased",
            ),
            models.CheckConstraint(
                condition=Q(status=NoticeStatus.SENT, sent_at__isnull=False)
                | (~Q(status=NoticeStatus.SENT) & Q(sent_at__isnull=True)),
                name="workflows_notice_sent_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "try_after"],
                condition=Q(status__in=["new", "leased"]),
                name="workflows_notice_open",
            ),
            models.Index(fields=["organisation"], condition=Q(status="dead"), name="workflows_notice_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.once_key}"
