"""The moment by the database's clock: one clock, however many servers answer."""

from datetime import datetime
from uuid import UUID

from django.db.models.functions import Now

from register.models import Organisation


def database_now(organisation_id: UUID) -> datetime:
    """What a door takes for a signature's moment, since the clocks of two servers may differ."""
    return Organisation.objects.filter(pk=organisation_id).values_list(Now(), flat=True).get()
