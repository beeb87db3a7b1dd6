"""The query string of a list: every parameter is known, or the request is refused and the parameter named."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from register.api.filters import Filter, by_text, read_flag, since
from register.api.keyset import Cursor, Order
from register.api.refusals import refuse_parameter

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
MOST_VALUES = 100
OF_EVERY_LIST = frozenset({"cursor", "page_size", "ordering", "count"})
FILTERS_OF_EVERY_LIST = {"key": by_text("key"), "modified_since": since("updated_at")}


def refuse_strangers(request: Request, known: frozenset[str]) -> None:
    for name in request.query_params:
        if name not in known:
            raise refuse_parameter(name, _("There is no such parameter here."), "unknown_parameter")


def filtered(rows: QuerySet[Any], request: Request, filters: Mapping[str, Filter]) -> QuerySet[Any]:
    """The rows that meet every condition in the query string."""
    for name, values in asked_for(request, filters).items():
        rows = rows.filter(filters[name].condition(values))
    return rows


def asked_for(request: Request, filters: Mapping[str, Filter]) -> dict[str, list[Any]]:
    """The values of each filter in the query string, as they are read."""
    found = {}
    for name, one in filters.items():
        texts = request.query_params.getlist(name)
        if len(texts) > MOST_VALUES:
            raise refuse_parameter(name, _("Too many values at once."))
        if texts:
            found[name] = _read(name, one, texts)
    return found


def _read(name: str, one: Filter, texts: list[str]) -> list[Any]:
    try:
        return [one.read(text) for text in texts]
    except (ValueError, OverflowError) as error:
        raise refuse_parameter(name, str(error)) from error


def page_size(request: Request) -> int:
    text = request.query_params.get("page_size", str(DEFAULT_SIZE))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= LARGEST_SIZE):
        raise refuse_parameter("page_size", _("Write a whole number from 1 to 200."))
    return int(text)


def wants_count(request: Request) -> bool:
    try:
        return read_flag(request.query_params.get("count", "false"))
    except ValueError as error:
        raise refuse_parameter("count", str(error)) from error


def order_of(request: Request, model: type[Model], orderings: Mapping[str, str], default: str) -> Order:
    """`?ordering=name` or `-name`, of those the resource allows."""
    asked = request.query_params.get("ordering", default)
    name = asked.removeprefix("-")
    if name not in orderings:
        raise refuse_parameter(
            "ordering",
            _("Order by one of these, with “-” before it for the other way: %(names)s.")
            % {"names": ", ".join(orderings)},
        )
    field: Any = model._meta.get_field(orderings[name])
    return Order(orderings[name], asked.startswith("-"), field)


def cursor_of(request: Request, order: Order) -> Cursor | None:
    text = request.query_params.get("cursor")
    return None if text is None else Cursor.read(text, order)
