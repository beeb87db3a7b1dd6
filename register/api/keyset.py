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
        # Empty ones come last, so that they come first on the way back.
        empty = {"nulls_first" if backwards else "nulls_last": True} if self.field.null else {}
        return [F(self.column).desc(**empty), "-pk"] if down else [F(self.column).asc(**empty), "pk"]

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
    ends = [(row[order.column], row["id"]) for row in (found[:1] + found[-1:])]
    before, after = neighbours(ends, more=more, cursor=cursor)
    return Page(found, after, before)


def neighbours(ends: list[tuple[Any, UUID]], *, more: bool, cursor: Cursor | None) -> tuple[Cursor | None, ...]:
    """The cursors before and after a page, by its first and last row; `more`: the database had more that way."""
    if not ends:
        return None, None
    backwards = cursor is not None and cursor.backwards
    has_previous, has_next = (more, True) if backwards else (cursor is not None, more)
    before = Cursor(*ends[0], backwards=True) if has_previous else None
    return before, Cursor(*ends[-1], backwards=False) if has_next else None
