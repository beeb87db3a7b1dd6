from datetime import date
from uuid import UUID

from django.db import models


class LifecycleModel(models.Model):
    """A row with a ``state`` that only ``perform`` changes."""

    state_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    overridden = False  # set by ``perform`` on the one instance whose requirements an administrator overrides
    about: UUID | None  # the id of the thing whose history this row belongs to
    asked_on: date  # the organisation's day for which requirements are asked; set by ``perform`` and ``choices_for``

    class Meta:
        abstract = True
