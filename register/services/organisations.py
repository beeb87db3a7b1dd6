"""Organisations and their own settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from register.countries import COUNTRIES
from register.errors import FieldError, InvalidInput
from register.models import Organisation, Person
from register.permissions import require_administrator, require_installation_admin
from register.services import editing
from register.services.organisation_settings import check_settings
from register.services.validation import refuse_others

OWN_SETTINGS = (
    *("name", "key", "country", "language", "currency", "time_zone", "budget_label", "gate_labels", "limits"),
    *("closed_days", "holiday_month"),
)


@transaction.atomic
def create_organisation(
    *,
    name: str,
    country: str,
    by: Person | None,
    now: datetime,
    language: str = "",
    key: str | None = None,
    is_example: bool = False,
) -> Organisation:
    """Make an organisation with what is usual in its country."""
    require_installation_admin(by)
    usual = COUNTRIES.get(country)
    if usual is None:
        raise InvalidInput.single("country", _("Choose one of NO, DK, SE, FI, IS and GB."), code="invalid_choice")
    row = Organisation(
        name=name.strip(),
        country=country,
        language=language or usual.language,
        currency=usual.currency,
        time_zone=usual.time_zone,
        budget_label=usual.budget_label,
        gate_labels=dict(usual.gate_labels),
        key=key,
        is_example=is_example,
    )
    return editing.create(row=row, by=by, now=now)


@transaction.atomic
def update_organisation(
    *,
    organisation: Organisation,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Organisation:
    """Change the organisation's own settings; see `organisation_settings` for what `limits` may hold."""
    require_administrator(by, organisation.pk)
    refuse_others(changes, OWN_SETTINGS)
    errors: list[FieldError] = check_settings(changes)
    if errors:
        raise InvalidInput(errors)
    return editing.update(
        row=organisation, changes=changes, by=by, now=now, expected_version=expected_version, reason=reason
    )
