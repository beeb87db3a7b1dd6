"""The reminder: that one rung of the ladder was reached for one duty of one person, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models import Organisation, Person, Resource


class Receiver(models.TextChoices):
    """To whom a rung of the ladder leads."""

    OWNER = "owner", _("whose duty it is")
    SUPERIOR = "superior", _("their superior")
    PROJECT = "project", _("project owner and benefits-responsible")
    CONTROLLER = "controller", _("the controllers")


class Reminder(Resource):
    """A line of a digest. The unique key is what makes several schedulers harmless."""

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("recipient"))
    duty_kind = models.CharField(max_length=40)
    part = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField()
    due_date = models.DateField(_("due"))
    rung = models.SmallIntegerField(_("days from the due date"))
    receiver = models.CharField(_("told as"), max_length=10, choices=Receiver, default=Receiver.OWNER)
    on_date = models.DateField(_("digest of"))

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["recipient", "duty_kind", "part", "subject_id", "due_date", "rung"],
                name="projects_reminder_once",
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(fields=["recipient", "on_date"], name="projects_reminder_digest"),
            models.Index(fields=["subject_id", "due_date"], name="projects_reminder_of_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_kind} {self.due_date} {self.rung:+d}"


class ReminderRound(models.Model):
    """How far an organisation's reminders have come. Its row is the lock under which a round is made."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    on_date = models.DateField(_("made for"), null=True)
    rests_until = models.DateTimeField(_("rests until"), null=True)
    position = models.PositiveBigIntegerField(_("seen of the audit trail"), default=0)

    def __str__(self) -> str:
        return f"{self.organisation} {self.on_date}"
