"""Turns the database's refusal of a row into the words of the constraint that refused it."""

import re
from collections.abc import Iterable

from django.db import IntegrityError
from django.db.models import BaseConstraint, F, Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from register.errors import InvalidInput, Words

SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?P<columns>[\w.]+(?:, [\w.]+)*)$")


def as_invalid_input(error: IntegrityError, model: type[Model]) -> InvalidInput:
    text = str(error)
    constraint = _named(text, model) or _by_columns(text, model)
    if constraint is None:
        return InvalidInput.single("", _("This cannot be stored together with what is there already."), code="conflict")
    fields = [name for name in _fields(constraint) if name != "organisation"]
    unique = isinstance(constraint, UniqueConstraint)
    return InvalidInput.single(fields[0] if fields else "", _words(constraint), code="unique" if unique else "invalid")


def _named(text: str, model: type[Model]) -> BaseConstraint | None:
    return next((one for one in model._meta.constraints if re.search(rf"\b{one.name}\b", text)), None)


def _by_columns(text: str, model: type[Model]) -> BaseConstraint | None:
    # SQLite names the columns of a unique constraint instead of the constraint.
    failed = SQLITE_UNIQUE.search(text)
    if failed is None:
        return None
    columns = {column.rpartition(".")[2] for column in failed["columns"].split(", ")}
    candidates = (one for one in model._meta.constraints if isinstance(one, UniqueConstraint))
    return next((one for one in candidates if {_column(model, name) for name in one.fields} == columns), None)


def _column(model: type[Model], name: str) -> str | None:
    return getattr(model._meta.get_field(name), "column", None)


def _words(constraint: BaseConstraint) -> Words:
    words = constraint.violation_error_message
    if words and words != BaseConstraint.default_violation_error_message:
        return words
    return _("This value does not fit the others.")


def _fields(constraint: BaseConstraint) -> list[str]:
    if isinstance(constraint, UniqueConstraint):
        return [*constraint.fields, *(name for one in constraint.expressions for name in _referenced(one))]
    return list(_looked_up(getattr(constraint, "condition", None)))


def _referenced(expression: object) -> Iterable[str]:
    if isinstance(expression, F):
        yield expression.name  # type: ignore[attr-defined]
    for inner in getattr(expression, "get_source_expressions", list)():
        yield from _referenced(inner)


def _looked_up(condition: object) -> Iterable[str]:
    """The fields named in a Q; other conditions name none that a user would know."""
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            yield child[0].split("__")[0]
        else:
            yield from _looked_up(child)
