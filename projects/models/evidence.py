"""Evidence: what a figure rests on, as a file or as a link."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.base import PartOfProject, PartOfProjectQuerySet
from projects.models.measurements import Measurement
from projects.models.projects import Project
from register.models import Person, Resource


class PartOfMeasurementQuerySet(PartOfProjectQuerySet):
    project_path = "measurement__indicator__benefit__project"


class Evidence(PartOfProject):
    """A file or a link beside a figure. The file is in the database, so that a backup has it; it only leaves as a
    download."""

    NOT_AUDITED = frozenset({"content"})

    measurement = models.ForeignKey(
        Measurement, models.CASCADE, related_name="evidence", verbose_name=_("measurement"), editable=False
    )
    words = models.CharField(_("what it shows"), max_length=300, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True, editable=False)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = PartOfMeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            *Resource.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(link="") ^ models.Q(content__isnull=True), name="projects_evidence_file_or_link"
            ),
        ]
        indexes = [*Resource.Meta.indexes]

    def __str__(self) -> str:
        return self.words or self.file_name or self.link

    def get_absolute_url(self) -> str:
        """Where the file is downloaded, or where the link leads."""
        return self.link or reverse("projects:evidence_file", args=[self.pk])

    @property
    def project(self) -> Project:
        return self.measurement.project
