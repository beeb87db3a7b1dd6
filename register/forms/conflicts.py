"""When somebody else has changed a row while a form was open: keep both, and show where they differ."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model

from register.decimals import decimal_text
from register.forms.fields import FigureField, figure_text
from register.models import AuditEvent

if TYPE_CHECKING:
    from register.forms.rows import RowForm


@dataclass(frozen=True)
class Difference:
    """A field that both have changed: what stands there now, by whom, and what was typed here."""

    field: str
    label: str
    theirs: str
    by: str
    mine: str


def merge(form: "RowForm", row: Model) -> list[Difference]:
    """Take over what only the other changed, keep what was typed here, and tell where both changed the same field.

    The form then stands on the new version: sending it again keeps mine.
    """
    seen = form.cleaned_data.get("version") or 0
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(row.version)  # type: ignore[attr-defined]
    stored, changed = form.stored(row), _changed_since(row, seen)
    differences = []
    for name in form.shown:
        if name not in changed:
            continue
        old, by = changed.get(f"{name}_entered", changed[name])
        typed = _typed(form, name)
        if typed == _as_typed(old):
            _put(form, name, stored[name])
        elif typed != _as_typed(stored[name]):
            mine = _shown(form.cleaned_data.get(name))
            differences.append(Difference(name, str(form.fields[name].label), _shown(getattr(row, name)), by, mine))
    return differences


def _changed_since(row: Model, version: int) -> dict[str, tuple[Any, str]]:
    """For each field changed after a version: what it was at that version, and who changed it last."""
    found: dict[str, tuple[Any, str]] = {}
    later = AuditEvent.objects.filter(subject_id=row.pk, subject_version__gt=version).select_related("by")
    for event in later.prefetch_related("personal_values").oldest_first():
        for name, (old, _new) in event.changes_in_full().items():
            first = found[name][0] if name in found else old
            found[name] = (first, event.by.name if event.by else "")
    return found


def _typed(form: "RowForm", name: str) -> list[str]:
    if isinstance(form.fields[name], forms.BooleanField):
        return ["True" if form.cleaned_data.get(name) else "False"]
    if isinstance(form.fields[name], FigureField):
        return _as_typed(form.cleaned_data.get(name))
    return _as_typed(form.data.getlist(form.add_prefix(name)))


def _as_typed(value: Any) -> list[str]:
    """A value as a browser sends it, in a form that compares."""
    many = value if isinstance(value, list | tuple) else [value]
    return sorted(_plain(one).replace("\r\n", "\n").strip() for one in many if one not in (None, ""))


def _plain(value: Any) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def _put(form: "RowForm", name: str, value: Any) -> None:
    key = form.add_prefix(name)
    if isinstance(form.fields[name], forms.BooleanField) and not value:
        form.data.pop(key, None)
    else:
        form.data.setlist(key, _as_typed(value))


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return figure_text(value)
    if hasattr(value, "all"):
        value = value.all()
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(str(one) for one in value) or "—"
    return str(getattr(value, "entered", None) or value or "—")
