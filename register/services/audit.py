"""Writes the audit trail: one hash chain per organisation, and one for the installation, appended under a lock.

The lock on a chain's head is the first lock of every transaction that writes: `hold` it before locking rows, as
`editing` does. With one order of locks two writers wait in turn and can never block each other for good.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from register.errors import NotPossible
from register.models import INSTALLATION_CHAIN, AuditEvent, AuditHead, AuditPersonalValue, Person
from register.services.audit_lines import PersonalValues, hash_of

Changes = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line to be: who did what to what; `about` is the thing in whose history it belongs, else the subject."""

    action: str
    subject: Model
    by: Person | None
    now: datetime
    changes: Changes = field(default_factory=dict)
    note: str = ""
    about: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def organisation_id(self) -> UUID | None:
        return getattr(self.subject, "organisation_id", None)


def record(
    *,
    action: str,
    subject: Model,
    by: Person | None,
    now: datetime,
    changes: Changes | None = None,
    note: str = "",
    about: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one line, in the transaction of the change itself."""
    entry = Entry(
        action=action,
        subject=subject,
        by=by,
        now=now,
        changes=changes or {},
        note=note,
        about=about,
        details=details or {},
    )
    return record_many([entry])[0]


@transaction.atomic(savepoint=False)
def record_many(entries: Sequence[Entry]) -> list[AuditEvent]:
    """Append many lines under one lock per chain."""
    by_organisation: dict[UUID | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_organisation[entry.organisation_id].append(entry)
    in_order = sorted(by_organisation, key=str)
    return [
        event for organisation_id in in_order for event in _append(organisation_id, by_organisation[organisation_id])
    ]


def hold(organisation_id: UUID | None) -> AuditHead:
    """Lock the end of an organisation's chain until the transaction ends; None is the installation's."""
    chain = organisation_id or INSTALLATION_CHAIN
    heads = AuditHead.objects.select_for_update(of=("self",)).select_related("organisation").filter(chain=chain)
    head = heads.first()
    if head is None:
        # Two may come here at once: both insert, one wins, both then wait for the lock on the same row.
        AuditHead.objects.bulk_create([AuditHead(chain=chain, organisation_id=organisation_id)], ignore_conflicts=True)
        head = heads.get()
    return head


def _append(organisation_id: UUID | None, entries: Iterable[Entry]) -> list[AuditEvent]:
    head = hold(organisation_id)
    if head.organisation is not None and head.organisation.closed_at is not None:
        raise NotPossible(_("This organisation has gone into another one. Sign in there."), code="closed")
    is_example = head.organisation is not None and head.organisation.is_example
    events: list[AuditEvent] = []
    personal: list[AuditPersonalValue] = []
    for entry in entries:
        event, set_apart = _line(entry, head, {"example": True} if is_example else {})
        head.position, head.hash = event.position, event.hash
        events.append(event)
        personal += set_apart
    AuditEvent.objects.bulk_create(events)
    AuditPersonalValue.objects.bulk_create(personal)
    head.save(update_fields=["position", "hash"])
    return events


def _line(entry: Entry, head: AuditHead, marks: Mapping[str, Any]) -> tuple[AuditEvent, list[AuditPersonalValue]]:
    event = AuditEvent(
        organisation_id=entry.organisation_id,
        chain=head.chain,
        position=head.position + 1,
        at=entry.now,
        action=entry.action,
        subject_type=entry.subject._meta.label_lower,
        subject_id=entry.subject.pk,
        subject_version=getattr(entry.subject, "version", None),
        about=entry.about or entry.subject.pk,
        by=entry.by,
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
        previous_hash=head.hash,
    )
    personal = PersonalValues(event)
    event.changes = personal.changes(type(entry.subject), entry.changes)
    event.details = personal.details({**entry.details, **marks})
    event.note = personal.set_apart("note", entry.note) if entry.note else None
    event.hash = hash_of(event)
    return event, personal.rows
