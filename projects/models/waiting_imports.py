"""A file that was looked at and waits for its administrator to say yes."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models import Organisation, Person

if TYPE_CHECKING:
    from typing import Self


class WaitingImportQuerySet(models.QuerySet["WaitingImport"]):
    def visible_to(self, person: Person) -> "Self":
        """Nobody confirms what somebody else has looked at."""
        return self.filter(person=person)


class WaitingImport(models.Model):
    """Kept between the preview and the confirmation, in the database because web servers share nothing else."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    content = models.BinaryField()
    file_name = models.CharField(_("file"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    uploaded_at = models.DateTimeField()

    objects = WaitingImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
