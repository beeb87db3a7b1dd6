"""One import by page or API: a file on its way into the register, and what became of it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from register.models import Person, Resource


class ImportStage(models.TextChoices):
    """Where an import is. In those named `WORKING` a worker has it, or will soon."""

    MAPPING = "mapping", _("Say what the columns mean")
    CHECKING = "checking", _("Being looked at")
    CHECKED = "checked", _("Looked at: nothing is stored yet")
    IMPORTING = "importing", _("Being imported")
    IMPORTED = "imported", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


WORKING = (ImportStage.CHECKING, ImportStage.IMPORTING, ImportStage.UNDOING)
UNCONFIRMED = (ImportStage.MAPPING, ImportStage.CHECKED, ImportStage.CANCELLED, ImportStage.FAILED)


class ImportRun(Resource):
    """The file is kept in the database, because web servers and workers share nothing else.

    `mapping`: what its columns mean, where it is somebody's own spreadsheet; `titles`: its headings, and `shape` the
    hash of them, by which the next file of its kind is known. `kept`: each row stored, with the version it had then
    and what it was before, so that all of it can be undone. `result`: what the page shows.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    reason = models.TextField(_("reason"), blank=True)
    is_foreign = models.BooleanField(_("somebody's own spreadsheet"), default=False)
    shape = models.CharField(max_length=64, blank=True)
    titles = models.JSONField(default=list)
    mapping = models.JSONField(null=True)
    stage = models.CharField(_("stage"), max_length=12, choices=ImportStage.choices, default=ImportStage.MAPPING)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    kept = models.JSONField(default=list)
    last_position = models.PositiveBigIntegerField(null=True)
    imported_at = models.DateTimeField(_("imported"), null=True)

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(stage__in=ImportStage.values), name="projects_importrun_known_stage"
            ),
        ]
        indexes = [
            *Resource.Meta.indexes,
            models.Index(
                fields=["lease_until"], name="projects_importrun_works", condition=models.Q(stage__in=WORKING)
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("projects:import_run", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.stage in WORKING
