"""The way to create, change and delete rows: checked, locked, versioned and written to the audit trail.

The services of each subject ask for permission first, and then come here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from register.errors import NotPossible, Stale
from register.models import AuditEvent, Person
from register.services import audit
from register.services.integrity import as_invalid_input
from register.services.validation import Checked, audited_fields, check_changes, check_new

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def create(
    *,
    row: Row,
    by: Person | None,
    now: datetime,
    links: Mapping[str, Iterable[Model]] | None = None,
    about: UUID | None = None,
    reason: str = "",
    action: str = "created",
) -> Row:
    """Check and store a new row; `links` are its many-to-many relations by name."""
    audit.hold(getattr(row, "organisation_id", None))
    many = check_new(row, links or {})
    row.created_at = now  # type: ignore[attr-defined]
    _store(row, lambda: row.save(force_insert=True))
    _link(row, many)
    values = {name: (None, value) for name, value in {**audited_fields(row), **many}.items()}
    audit.record(action=_named(row, action), subject=row, by=by, now=now, changes=values, about=about, note=reason)
    return row


@transaction.atomic
def update(
    *,
    row: Row,
    changes: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
    about: UUID | None = None,
    action: str = "changed",
) -> Row:
    """Change fields of a row and give it back as stored; what is the same already is no change, and leaves no trace.

    References are given as objects, many-to-many relations as a collection of them.
    """
    locked = lock(row, expected_version=expected_version)
    checked = check_changes(locked, changes)
    if not checked.changes:
        return locked
    locked.version += 1  # type: ignore[attr-defined]
    _store(locked, lambda: locked.save(force_update=True))
    _link(locked, checked.links)
    _record_update(locked, checked, by=by, now=now, reason=reason, about=about, action=action)
    return locked


@transaction.atomic
def delete(
    *,
    row: Model,
    by: Person | None,
    now: datetime,
    expected_version: int | None = None,
    reason: str = "",
    about: UUID | None = None,
) -> None:
    """Remove a row on which nothing else depends; the audit trail keeps what it was."""
    locked = lock(row, expected_version=expected_version)
    values = {name: (value, None) for name, value in audited_fields(locked).items()}
    audit.record(
        action=_named(locked, "deleted"), subject=locked, by=by, now=now, changes=values, about=about, note=reason
    )
    try:
        with transaction.atomic():
            locked.delete()
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise NotPossible(_("This cannot be deleted, because other things depend on it."), code="in_use") from error


def delete_many(*, rows: Sequence[Model], by: Person | None, now: datetime, reason: str = "") -> None:
    """Remove rows of one kind on which nothing else depends; each has its own line in the audit trail."""
    model = type(rows[0])
    audit.record_many(
        [
            audit.Entry(
                action=_named(row, "deleted"),
                subject=row,
                by=by,
                now=now,
                changes={name: (value, None) for name, value in audited_fields(row).items()},
                about=getattr(row, "about", None),
                note=reason,
            )
            for row in rows
        ]
    )
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise NotPossible(_("This cannot be deleted, because other things depend on it."), code="in_use") from error


def lock(row: Row, *, expected_version: int | None = None) -> Row:
    """The row as it is now, locked until the transaction ends; refused if it is not the version expected."""
    audit.hold(getattr(row, "organisation_id", None))
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    version: int = getattr(locked, "version", 0)
    if expected_version is not None and version != expected_version:
        raise Stale(current_version=version, changed_fields=changed_since(locked, expected_version))
    return locked


def changed_since(row: Model, version: int) -> set[str]:
    """The fields that have changed since the row had a version, by the audit trail."""
    later = AuditEvent.objects.filter(subject_id=row.pk, subject_version__gt=version)
    return {name for changes in later.values_list("changes", flat=True) for name in changes}


def _named(row: Model, action: str) -> str:
    """A verb alone is said of the row's own kind: `changed` of a unit is `unit.changed`."""
    return action if "." in action else f"{row._meta.model_name}.{action}"


def _record_update(
    row: Model, checked: Checked, *, by: Person | None, now: datetime, reason: str, about: UUID | None, action: str
) -> None:
    audit.record(
        action=_named(row, action), subject=row, by=by, now=now, changes=checked.changes, about=about, note=reason
    )


def _store(row: Model, save: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        raise as_invalid_input(error, type(row)) from error


def _link(row: Model, links: Mapping[str, list[Model]]) -> None:
    for name, others in links.items():
        getattr(row, name).set(others)
