"""Pages of a list by key: where the last page ended, not how many rows to skip.

The order is (column, id), so ties never repeat and never get lost; rows without a value come last, either way.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from register.api.refusals import refuse_parameter

SALT = "register.api.keyset"


@dataclass(frozen=True, slots=True)
class Order:
    """A column to order by, with the id behind it."""

    column: str
    descending: bool
    field: Any

    @property
    def name(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    def terms(self, *, backwards: bool) -> list[OrderBy | str]:
        down = self.descending != backwards
        term = F(self.column).desc() if down else F(self.column).asc()
        if self.field.null:
            term.nulls_last, term.nulls_first = (None, True) if backwards else (True, None)
        return [term, "-pk" if down else "pk"]

    def beyond(self, value: Any, pk: UUID, *, backwards: bool) -> Q:
        """The rows that come after the one with this value and id, or before it."""
        sign = "lt" if self.descending != backwards else "gt"
        later_pk = Q(**{f"pk__{sign}": pk})
        empty = Q(**{f"{self.column}__isnull": True})
        if value is None:
            return (~empty | (empty & later_pk)) if backwards else (empty & later_pk)
        tie = Q(**{self.column: value}) & later_pk
        further = Q(**{f"{self.column}__{sign}": value}) | tie
        if not self.field.null:
            # Said twice, so that the database can begin to read its index here.
            return Q(**{f"{self.column}__{sign}e": value}) & further
        return further if backwards else further | empty


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which row a page begins, or before which it ends."""

    value: Any
    pk: UUID
    backwards: bool

    def written(self, order: Order) -> str:
        value = None if self.value is None else str(order.field.value_to_string(_Holder(order.field, self.value)))
        return signing.dumps([order.name, value, str(self.pk), self.backwards], salt=SALT)

    @classmethod
    def read(cls, text: str, order: Order) -> "Cursor":
        try:
            name, value, pk, backwards = signing.loads(text, salt=SALT)
            if name != order.name:
                raise ValueError(name)
            return cls(order.field.to_python(value), UUID(pk), bool(backwards))
        except (signing.BadSignature, ValueError, TypeError, ValidationError) as error:
            words = _("This cursor belongs to another list. Begin again without it.")
            raise refuse_parameter("cursor", words) from error


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page, in order, and the cursors to its neighbours."""

    rows: list[dict[str, Any]]
    next: Cursor | None
    previous: Cursor | None


class _Holder:
    """What `value_to_string` reads a value from."""

    def __init__(self, field: Any, value: Any) -> None:
        setattr(self, field.attname, value)


def page_of(rows: QuerySet[Any, dict[str, Any]], order: Order, cursor: Cursor | None, size: int) -> Page:
    """One page of a `.values()` queryset that names the column and the id."""
    backwards = cursor is not None and cursor.backwards
    if cursor:
        rows = rows.filter(order.beyond(cursor.value, cursor.pk, backwards=backwards))
    found = list(rows.order_by(*order.terms(backwards=backwards))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    after = Cursor(found[-1][order.column], found[-1]["id"], backwards=False)
    before = Cursor(found[0][order.column], found[0]["id"], backwards=True)
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Page(found, after if has_next else None, before if has_previous else None)
