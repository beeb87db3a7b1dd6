"""`?as_of=DAY` for lists of rows: as the register knew them at the end of a day, with how they stood then.

Rows are read whole and taken back along the trail, then narrowed and put in order here, by what they were. What of a
row no trail tells is as it is now: `version`, `updated_at`, and what the caller may see.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.days import days_asked
from projects.reports.counted import knowledge_of
from projects.reports.known_rows import KnownRows
from projects.reports.rows import nothing_is_garbage
from register.api import queries
from register.api.base import Resource
from register.api.filters import words_of
from register.api.in_memory import page_in_memory
from register.api.outputs import Row
from register.api.refusals import NotFoundHere, refuse_parameter

Rows = list[Row]


class Rewindable(Resource):
    """Adds `as_of` to a list and its rows."""

    parameters = frozenset({"on", "as_of"})
    columns_of: ClassVar[Mapping[str, str]] = {}
    """The name in the row of what a filter asks for, where it is another than the filter's."""
    words_of: ClassVar[Mapping[str, str]] = {}
    """The same for filters by words."""

    @nothing_is_garbage()
    def list(self, request: Request) -> Response:
        known = self._known(request)
        if known is None:
            return super().list(request)
        filters = self.all_filters()
        queries.refuse_strangers(request, queries.OF_EVERY_LIST | self.parameters | filters.keys())
        for name, words in self._unknown_then().items():
            if name in request.query_params:
                raise refuse_parameter(name, words)
        order = queries.order_of(request, self.model, self.all_orderings(), self.default_ordering)
        asked = queries.asked_for(request, filters)
        rows = [row for row in known.rows(self.model, self._columns(order.column)) if self._is_asked_for(row, asked)]
        cursor, size = queries.cursor_of(request, order), queries.page_size(request)
        page, before, after = page_in_memory(rows, lambda row: (row[order.column], row["id"]), cursor, size)
        content: dict[str, Any] = {"next": self._link(after, order), "previous": self._link(before, order)}
        if queries.wants_count(request):
            content["count"] = len(rows)
        return Response({**content, "results": self.shape_then(page, known, request)})

    @nothing_is_garbage()
    def retrieve(self, request: Request, pk: Any) -> Response:
        known = self._known(request)
        if known is None:
            return super().retrieve(request, pk)
        queries.refuse_strangers(request, self.parameters)
        found = [row for row in known.rows(self.model, self._columns("id")) if row["id"] == pk]
        if not found:
            raise NotFoundHere
        return Response(self.shape_then(found, known, request)[0])  # no ETag: this is not what a change begins with

    def shape_then(self, rows: Sequence[Row], known: KnownRows, request: Request) -> Rows:
        """The rows ready to be sent."""
        raise NotImplementedError

    def _known(self, request: Request) -> KnownRows | None:
        """None where today's knowledge is asked for; days that cannot be read are refused in either case."""
        asked = days_asked(request)
        knowledge = knowledge_of(self.person.organisation, asked.as_of)
        return KnownRows(self.person, knowledge, asked.on) if knowledge else None

    def _columns(self, beside: str) -> Sequence[str]:
        return tuple(dict.fromkeys((*self.output.columns(), "id", beside)))

    def _unknown_then(self) -> dict[str, Any]:
        return {
            "modified_since": _("When a row was last changed is known of today alone: leave this out, or as_of."),
            "ordering": _("With as_of a list has one order: leave this out."),
        }

    def _is_asked_for(self, row: Row, asked: Mapping[str, Sequence[Any]]) -> bool:
        return all(self._holds(name, row, wanted) for name, wanted in asked.items())

    def _holds(self, name: str, row: Row, wanted: Sequence[Any]) -> bool:
        if name in self.words_of:
            said = str(row[self.words_of[name]]).casefold()
            return all(word.casefold() in said for word in words_of(wanted))
        value = row[self.columns_of.get(name, name)]
        return any(one in wanted for one in value) if isinstance(value, list) else value in wanted
