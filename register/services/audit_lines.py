"""How a line of the audit trail is written down and hashed. A released format never changes: a new one gets a number.

SHA-256 over canonical JSON (RFC 8785) of the line with the hash of the line before it. An HMAC-SHA-256 stands for each
personal or free-text value, keyed with a salt of its own, which is erased together with the value.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import rfc8785
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from register.models import AuditEvent, AuditPersonalValue

CODE = re.compile(r"[\w.:/+-]{0,200}", re.ASCII)
LARGEST_EXACT_INTEGER = 2**53 - 1


def as_json(value: Any) -> Any:
    """The value as JSON can carry it without loss: references are ids, decimals and moments are text."""
    plain: Any
    match value:
        case bool() | None | float():
            plain = value
        case int():
            plain = int(value) if abs(value) <= LARGEST_EXACT_INTEGER else str(value)
        case Decimal():
            plain = format(value.normalize(), "f")
        case datetime():
            plain = value.astimezone(UTC).isoformat()
        case Model():
            plain = str(value.pk)
        case Mapping():
            plain = {str(name): as_json(one) for name, one in value.items()}
        case list() | tuple() | set() | frozenset():
            plain = [as_json(one) for one in value]
        case _:
            plain = str(value)
    return plain


def is_impersonal(value: Any) -> bool:
    """Whether the value, by its kind alone, can be neither somebody's name nor free text."""
    if isinstance(value, list | tuple | set | frozenset):
        return all(is_impersonal(one) for one in value)
    return value is None or isinstance(value, bool | int | Decimal | date | UUID | Model)


def is_code(value: Any) -> bool:
    """Whether the value is a word of the program's, or a list of such, and not of a user's."""
    if isinstance(value, list | tuple):
        return all(is_code(one) for one in value)
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def has_choices(model: type[Model], name: str) -> bool:
    try:
        return bool(getattr(model._meta.get_field(name), "choices", None))
    except FieldDoesNotExist:
        return False


def salted_hmac(salt: str, value: Any) -> str:
    return hmac.new(bytes.fromhex(salt), rfc8785.dumps(value), hashlib.sha256).hexdigest()


class PersonalValues:
    """Takes what must stay outside the chain, and gives what represents it there."""

    def __init__(self, event: AuditEvent) -> None:
        self.event = event
        self.rows: list[AuditPersonalValue] = []

    def set_apart(self, path: str, value: Any) -> dict[str, str]:
        plain, salt = as_json(value), secrets.token_hex(16)
        self.rows.append(AuditPersonalValue(event=self.event, path=path, value=plain, salt=salt))
        return {"hmac": salted_hmac(salt, plain)}

    def changes(self, model: type[Model], changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
        return {
            name: {
                when: as_json(value)
                if is_impersonal(value) or (has_choices(model, name) and isinstance(value, str))
                else self.set_apart(f"{name}.{when}", value)
                for when, value in (("old", old), ("new", new))
            }
            for name, (old, new) in changes.items()
        }

    def details(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """Codes, hashes, ids, figures and dates stay; anything that looks like words is set apart."""
        return {
            name: as_json(value) if is_impersonal(value) or is_code(value) else self.set_apart(f"details.{name}", value)
            for name, value in details.items()
        }


def content(event: AuditEvent) -> dict[str, Any]:
    """Everything that the hash of a line covers."""
    return {
        "format": event.format,
        "chain": str(event.chain),
        "organisation": event.organisation_id and str(event.organisation_id),
        "position": event.position,
        "id": str(event.id),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": event.action,
        "subject_type": event.subject_type,
        "subject_id": str(event.subject_id),
        "subject_version": event.subject_version,
        "about": str(event.about),
        "by": event.by_id and str(event.by_id),
        "request_id": event.request_id,
        "changes": event.changes,
        "details": event.details,
        "note": event.note,
        "previous_hash": event.previous_hash,
    }


def hash_of(event: AuditEvent) -> str:
    return hashlib.sha256(rfc8785.dumps(content(event))).hexdigest()


def represented(event: AuditEvent, path: str) -> Any:
    """What stands in the chain for a personal value: ``{"hmac": …}``, or None where the line knows of none there."""
    part, _, when = path.rpartition(".")
    if path == "note":
        return event.note
    if part == "details":
        return event.details.get(when)
    return event.changes.get(part, {}).get(when)


def values_fit(event: AuditEvent, kept: Iterable[AuditPersonalValue]) -> bool:
    """Whether the personal values still kept are those the line was written with; erased ones are no fault."""
    return all(represented(event, one.path) == {"hmac": salted_hmac(one.salt, one.value)} for one in kept)
