import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from register.models.people import Person

# The chain of what happens to the installation itself, outside any organisation.
INSTALLATION_CHAIN = UUID(int=0)
FORMAT = 1


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> "AuditEventQuerySet":
        """All of the organisation's for those who answer for its figures; for others what they did themselves."""
        own = self.filter(chain=person.organisation_id)
        return own if person.standing.administrator or person.standing.has("controller") else own.filter(by=person)

    def history_of(self, about: UUID) -> "AuditEventQuerySet":
        """What happened to a thing and its parts, newest first. Ask first whether the reader may see the thing."""
        rows = self.filter(about=about).select_related("by", "organisation").prefetch_related("personal_values")
        return rows.newest_first()

    def newest_first(self) -> "AuditEventQuerySet":
        """In the order it happened; what has gone from one organisation into another has lines in both chains."""
        return self.order_by(F("organisation__closed_at").desc(nulls_first=True), "-position")

    def oldest_first(self) -> "AuditEventQuerySet":
        return self.order_by(F("organisation__closed_at").asc(nulls_last=True), "position")

    def before(self, event: "AuditEvent") -> "AuditEventQuerySet":
        """What stands below an event when the newest is first."""
        closed = event.organisation.closed_at if event.organisation else None
        earlier = Q(organisation__closed_at__lt=closed) if closed else Q(organisation__closed_at__isnull=False)
        return self.filter(Q(chain=event.chain, position__lt=event.position) | earlier)


class AuditEvent(models.Model):
    """One line of an audit trail: who did what to what, when. Never changed and never deleted; triggers see to it.

    Each line carries the hash of the line before it in its chain. Personal data and free text stand in
    `AuditPersonalValue`; here a salted HMAC stands for them, so that they can be erased without breaking the chain.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.UUIDField()
    position = models.PositiveBigIntegerField()
    format = models.PositiveSmallIntegerField(default=FORMAT)
    at = models.DateTimeField(_("when"))
    action = models.CharField(_("what happened"), max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    subject_version = models.PositiveIntegerField(null=True)
    about = models.UUIDField()
    by = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    request_id = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    note = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="register_auditevent_position_once"),
        ]
        indexes = [
            models.Index(fields=["about", "position"], name="auditevent_history"),
            models.Index(fields=["subject_id", "subject_version"], name="auditevent_versions"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.action}"

    def changes_in_full(self) -> dict[str, tuple[Any, Any]]:
        """The changes with personal values put back, as (old, new); what has been erased is None."""
        kept = self._kept()
        return {
            field: (self._shown(pair["old"], kept, f"{field}.old"), self._shown(pair["new"], kept, f"{field}.new"))
            for field, pair in self.changes.items()
        }

    def note_in_full(self) -> str:
        return self._shown(self.note, self._kept(), "note") or ""

    def _kept(self) -> dict[str, Any]:
        return {personal.path: personal.value for personal in self.personal_values.all()}

    @staticmethod
    def _shown(value: Any, kept: dict[str, Any], path: str) -> Any:
        return kept.get(path) if isinstance(value, dict) else value


class AuditPersonalValue(models.Model):
    """A personal or free-text value of an event, with the salt of its HMAC. Deleting the row erases it for good."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="personal_values")
    path = models.CharField(max_length=200)
    value = models.JSONField()
    salt = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "path"], name="register_auditpersonalvalue_path_once")]


class AuditHead(models.Model):
    """The end of a chain: its last line's number and hash. Its row is the lock under which lines are appended."""

    chain = models.UUIDField(primary_key=True)
    organisation = models.OneToOneField("register.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
