"""When somebody is away, and who acts for them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput
from register.models import Absence, Person
from register.permissions import require_self_or_administrator
from register.services import editing
from register.services.validation import refuse_others


@transaction.atomic
def register_absence(
    *,
    person: Person,
    from_date: date,
    to_date: date,
    deputy: Person,
    by: Person | None,
    now: datetime,
    key: str | None = None,
) -> Absence:
    """Oneself or an administrator says when one is away and who stands in."""
    require_self_or_administrator(by, person)
    _check_deputy(deputy)
    row = Absence(
        organisation_id=person.organisation_id,
        person=person,
        from_date=from_date,
        to_date=to_date,
        deputy=deputy,
        key=key,
    )
    return editing.create(row=row, by=by, now=now, about=person.pk)


@transaction.atomic
def update_absence(
    *,
    absence: Absence,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Absence:
    require_self_or_administrator(by, absence.person)
    refuse_others(changes, ("from_date", "to_date", "deputy", "key"))
    if "deputy" in changes:
        _check_deputy(changes["deputy"])
    return editing.update(
        row=absence,
        changes=changes,
        by=by,
        now=now,
        expected_version=expected_version,
        reason=reason,
        about=absence.person_id,
    )


@transaction.atomic
def delete_absence(
    *, absence: Absence, by: Person | None, now: datetime, expected_version: int | None = None, reason: str = ""
) -> None:
    require_self_or_administrator(by, absence.person)
    editing.delete(
        row=absence, by=by, now=now, expected_version=expected_version, reason=reason, about=absence.person_id
    )


def _check_deputy(deputy: Person | None) -> None:
    if deputy is not None and (deputy.is_service or not deputy.is_active):
        raise InvalidInput.single("deputy", _("A deputy is an active person, not a machine."), code="inactive")
