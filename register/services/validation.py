"""Checks what is to be stored, field by field, before anything is applied."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext_lazy as _

from register.errors import FieldError, InvalidInput
from register.models import Organisation, SortKeyField, Unit

KEPT_BY_THE_REGISTER = frozenset({"id", "organisation", "created_at", "updated_at", "version"})


@dataclass(slots=True)
class Checked:
    """What really changes, as field → (old, new), and the many-to-many relations among it."""

    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    links: dict[str, list[Model]] = field(default_factory=dict)


def same_organisation(organisation_id: UUID, references: Mapping[str, Model | None]) -> None:
    """Refuse, field by field, what belongs to another organisation, in the words used for what does not exist."""
    foreign = [name for name, other in references.items() if is_foreign(organisation_id, other)]
    if foreign:
        raise InvalidInput([no_such(name) for name in foreign])


def refuse_others(changes: Iterable[str], allowed: Collection[str]) -> None:
    """Refuse fields that are none of those a user may set."""
    others = sorted(set(changes) - set(allowed))
    if others:
        words = _("This field cannot be changed here.")
        raise InvalidInput([FieldError(name, "read_only", words) for name in others])


def is_foreign(organisation_id: UUID | None, other: Model | None) -> bool:
    if other is None or isinstance(other, Organisation):
        return False
    theirs = getattr(other, "organisation_id", organisation_id)
    if theirs == organisation_id:
        return False
    shared = getattr(other, "is_shared_with", None)
    return not (shared and shared(organisation_id))


def no_such(name: str) -> FieldError:
    return FieldError(name, "does_not_exist", _("There is no such row in your organisation."))


def check_new(row: Model, links: Mapping[str, Iterable[Model]]) -> dict[str, list[Model]]:
    """Clean every field of a row not stored yet; gives its many-to-many relations as lists."""
    errors: list[FieldError] = []
    for one in row._meta.concrete_fields:
        if one.name in KEPT_BY_THE_REGISTER or one.primary_key:
            continue
        with_reference = isinstance(one, ForeignKey)
        errors += _set(row, one, getattr(row, one.name if with_reference else one.attname, None))
    many = {name: list(others) for name, others in links.items()}
    for name, others in many.items():
        errors += _check_links(row, name, others)
    _finish(row, errors)
    return many


def check_changes(row: Model, changes: Mapping[str, Any]) -> Checked:
    """Clean and set the fields named on the row, and say which of them are other than they were."""
    errors: list[FieldError] = []
    checked = Checked()
    for name, value in changes.items():
        one = _editable(row, name)
        if isinstance(one, FieldError):
            errors.append(one)
        elif one.many_to_many:
            errors += _check_change_of_links(row, name, list(value), checked)
        else:
            errors += _check_change(row, one, value, checked)
    _finish(row, errors)
    return checked


def audited_fields(row: Model) -> dict[str, Any]:
    """The row's own values that say something, for the audit trail; secrets and derived ones left out."""
    left_out = KEPT_BY_THE_REGISTER | getattr(row, "NOT_AUDITED", frozenset())
    return {
        one.name: value
        for one in row._meta.concrete_fields
        if one.name not in left_out and not one.primary_key and not isinstance(one, SortKeyField)
        for value in [getattr(row, one.attname)]
        if value not in (None, "", [], {})
    }


def _editable(row: Model, name: str) -> Field | FieldError:
    try:
        one = row._meta.get_field(name)
    except FieldDoesNotExist:
        return FieldError(name, "unknown", _("There is no such field."))
    if name in KEPT_BY_THE_REGISTER or one.auto_created or not one.concrete or getattr(one, "protected", False):
        return FieldError(name, "read_only", _("This field cannot be changed here."))
    return one


def _check_change(row: Model, one: Field, value: Any, checked: Checked) -> list[FieldError]:
    old = getattr(row, one.attname)
    errors = _set(row, one, value)
    new = getattr(row, one.attname)
    if not errors and new != old:
        checked.changes[one.name] = (old, new)
    return errors


def _check_change_of_links(row: Model, name: str, others: list[Model], checked: Checked) -> list[FieldError]:
    old = sorted(getattr(row, name).values_list("pk", flat=True))
    new = sorted(other.pk for other in others)
    if old != new:
        checked.changes[name] = (old, new)
        checked.links[name] = others
    return _check_links(row, name, others)


def _check_links(row: Model, name: str, others: list[Model]) -> list[FieldError]:
    organisation_id = getattr(row, "organisation_id", None)
    return [no_such(name)] if any(is_foreign(organisation_id, other) for other in others) else []


def _set(row: Model, one: Field, value: Any) -> list[FieldError]:
    if isinstance(one, ForeignKey):
        return _set_reference(row, one, value)
    if value in ("", None):
        # Text without a value is the empty text, except where a column says that it may be missing altogether.
        value = None if one.null or not one.empty_strings_allowed else ""
    if one.blank and value in one.empty_values:
        cleaned = value
    else:
        try:
            cleaned = one.clean(value, row)
        except ValidationError as error:
            return [FieldError(one.name, found.code or "invalid", found.messages[0]) for found in error.error_list]
    if not _is_storable(cleaned):
        return [FieldError(one.name, "unstorable", _("The text contains signs that cannot be stored."))]
    if not getattr(one, "protected", False):
        setattr(row, one.attname, cleaned)
    return []


def _set_reference(row: Model, one: ForeignKey, other: Model | None) -> list[FieldError]:
    if other is None and not one.null:
        return [FieldError(one.name, "null", _("This field cannot be empty."))]
    if is_foreign(getattr(row, "organisation_id", None), other):
        return [no_such(one.name)]
    chosen_anew = row._state.adding or getattr(row, one.attname) != getattr(other, "pk", None)
    if isinstance(other, Unit) and other.closed_at and chosen_anew:
        return [FieldError(one.name, "closed", _("This unit is closed. Choose the one that took its place."))]
    setattr(row, one.name, other)
    return []


def _is_storable(value: Any) -> bool:
    """PostgreSQL takes no zero byte, and neither database half a surrogate pair."""
    match value:
        case str():
            return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
        case list():
            return all(_is_storable(one) for one in value)
        case dict():
            return all(_is_storable(one) for pair in value.items() for one in pair)
        case _:
            return True


def _finish(row: Model, errors: list[FieldError]) -> None:
    """What the model itself has to say about the whole comes only after every field is right."""
    if not errors:
        try:
            row.clean()
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            errors = [FieldError(name, "invalid", words) for name, all_words in found.items() for words in all_words]
    if errors:
        raise InvalidInput(errors)
