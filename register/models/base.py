"""What every row of an organisation has in common."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from register.models.people import Person


class ResourceQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """The rows of the person's own organisation."""
        return self.filter(organisation_id=person.organisation_id)


class Resource(models.Model):
    """A row that belongs to one organisation and can be edited, imported and sent over the API.

    `key` is the organisation's own name for the row, as given by an import or the API.
    `version` goes up by one with every edit; it is what an ETag carries.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "register.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
        editable=False,
    )
    key = models.CharField(_("key"), max_length=200, null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                name="%(app_label)s_%(class)s_key_once",
                violation_error_message=_("Another row already has this key."),
            ),
            models.CheckConstraint(condition=~models.Q(key=""), name="%(app_label)s_%(class)s_key_not_empty"),
        ]
        indexes = [
            models.Index(fields=["organisation", "updated_at", "id"], name="%(class)s_changes"),
            models.Index(fields=["organisation", "created_at", "id"], name="%(class)s_created"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "updated_at"}
        super().save(*args, **kwargs)
