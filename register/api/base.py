"""What all resources share: lists by key, versions, and bodies that say what they mean.

A resource names its model, how rows are shown, what its lists may be narrowed and ordered by; to be changed it adds
`Creatable`, `Editable` or `Deletable` and calls the service in `create_row`, `update_row` or `delete_row`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypedDict

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from register.api import queries
from register.api.authentication import person_of
from register.api.concurrency import expected_version, with_etag
from register.api.filters import Filter
from register.api.inputs import Input, Reason
from register.api.keyset import Cursor, Order, page_of
from register.api.outputs import Output, Row
from register.models import Person


class Caller(TypedDict):
    """Who changes something, and when; what every service asks for."""

    by: Person
    now: datetime


class Edit(Caller):
    """What a service asks for besides when something that exists is changed."""

    expected_version: int | None
    reason: str


class Resource(ViewSet):
    """Lists and single rows, of those the caller may see."""

    lookup_value_converter = "uuid"
    model: ClassVar[Any]
    output: ClassVar[type[Output]] = Output
    filters: ClassVar[Mapping[str, Filter]] = {}
    orderings: ClassVar[Mapping[str, str]] = {}
    default_ordering: ClassVar[str] = "created_at"
    parameters: ClassVar[frozenset[str]] = frozenset()
    """Further query parameters that a row's representation depends on."""
    inputs: ClassVar[Mapping[str, type[Input]]] = {}
    """The body of each action that takes one."""
    answers: ClassVar[Mapping[str, Any]] = {}
    """What an action answers, where that is not the row: a serializer, or the media type of a file; for the schema."""
    parameters_of: ClassVar[Mapping[str, Sequence[str]]] = {}
    """The query parameters of further actions."""

    @property
    def person(self) -> Person:
        return person_of(self.request)

    @property
    def caller(self) -> Caller:
        return Caller(by=self.person, now=timezone.now())

    @classmethod
    def all_filters(cls) -> dict[str, Filter]:
        return {**queries.FILTERS_OF_EVERY_LIST, **cls.filters}

    @classmethod
    def all_orderings(cls) -> dict[str, str]:
        return {"created_at": "created_at", "updated_at": "updated_at", **cls.orderings}

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def rows(self) -> QuerySet[Any]:
        return self.model.objects.visible_to(self.person)

    def get_row(self, pk: Any) -> Any:
        return get_object_or_404(self.rows(), pk=pk)

    def list(self, request: Request) -> Response:
        filters = self.all_filters()
        queries.refuse_strangers(request, queries.OF_EVERY_LIST | self.parameters | filters.keys())
        rows = queries.filtered(self.rows(), request, filters)
        order = queries.order_of(request, self.model, self.all_orderings(), self.default_ordering)
        cursor, size = queries.cursor_of(request, order), queries.page_size(request)
        page = page_of(self.output.read(rows, order.column), order, cursor, size)
        if order.column not in self.output.columns():
            for row in page.rows:
                del row[order.column]
        content: dict[str, Any] = {"next": self._link(page.next, order), "previous": self._link(page.previous, order)}
        if queries.wants_count(request):
            content["count"] = rows.count()
        return Response({**content, "results": self.output.shape(page.rows, request)})

    def retrieve(self, request: Request, pk: Any) -> Response:
        queries.refuse_strangers(request, self.parameters)
        row = get_object_or_404(self.output.read(self.rows()), pk=pk)
        return self.answer_row(row)

    def answer(self, instance: Model, status_code: int = status.HTTP_200_OK) -> Response:
        """The row as it is now, with its ETag; after a creation also with its address."""
        response = self.answer_row(self.output.row_of(instance), status_code)
        if status_code == status.HTTP_201_CREATED:
            response["Location"] = self.request.build_absolute_uri(
                reverse(f"api:{self.basename}-detail", args=[instance.pk])
            )
        return response

    def answer_row(self, row: Row, status_code: int = status.HTTP_200_OK) -> Response:
        shaped = self.output.shape([row], self.request)[0]
        return with_etag(Response(shaped, status=status_code), shaped.get("version"))

    def read_body(self, instance: Model | None = None, *, partial: bool = False) -> dict[str, Any]:
        """The checked body of the present action."""
        context = {"request": self.request, "read_only_names": self.output.Meta.fields}
        body = self.inputs.get(self.action, Reason)(instance, data=self.request.data, partial=partial, context=context)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _link(self, cursor: Cursor | None, order: Order) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor.written(order)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


class Creatable(Resource):
    reason = ""
    """The `change_reason` of the body, for the services that keep it."""

    def create_row(self, fields: dict[str, Any]) -> Model:
        raise NotImplementedError

    def create(self, request: Request) -> Response:
        queries.refuse_strangers(request, frozenset())
        fields = self.read_body()
        self.reason = fields.pop("change_reason", "")
        return self.answer(self.create_row(fields), status.HTTP_201_CREATED)


class Editable(Resource):
    def update_row(self, row: Any, changes: dict[str, Any], how: Edit) -> Model:
        raise NotImplementedError

    def update(self, request: Request, pk: Any, *, partial: bool = False) -> Response:
        queries.refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        version = expected_version(request)
        changes = self.read_body(row, partial=partial)
        reason = changes.pop("change_reason", "")
        return self.answer(self.update_row(row, changes, Edit(**self.caller, expected_version=version, reason=reason)))

    def partial_update(self, request: Request, pk: Any) -> Response:
        return self.update(request, pk, partial=True)


class Deletable(Resource):
    def delete_row(self, row: Any, how: Edit) -> None:
        raise NotImplementedError

    def destroy(self, request: Request, pk: Any) -> Response:
        queries.refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        version = expected_version(request)
        reason = self.read_body().get("change_reason", "")
        self.delete_row(row, Edit(**self.caller, expected_version=version, reason=reason))
        return Response(status=status.HTTP_204_NO_CONTENT)
