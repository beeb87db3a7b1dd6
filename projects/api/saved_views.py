"""Saved views: the address of a page under a name, one's own and those that are shared."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from projects.models import SavedView, ViewedPage
from projects.services import saved_views
from register.api.base import Creatable, Deletable, Edit, Editable
from register.api.fields import Choice, Flag, Text
from register.api.filters import by_code, by_flag, by_id
from register.api.inputs import RowInput
from register.api.outputs import Output, Row


class SavedViewOutput(Output):
    """A way of looking at a page; `query` is the query string of its address, and of the API's for a portfolio."""

    address = serializers.CharField()

    class Meta:
        model = SavedView
        fields = [
            *("id", "key", "organisation", "owner", "title", "page", "query", "is_shared", "address"),
            *("created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        for row in rows:
            row["address"] = SavedView(page=row["page"], query=row["query"]).get_absolute_url()


class SavedViewInput(RowInput):
    """A name for what an address shows."""

    title = Text()
    page = Choice(ViewedPage, optional=False)
    query = Text(required=False)
    is_shared = Flag(required=False)


class SavedViews(Creatable, Editable, Deletable):
    """One's own, and what others share. A shared one is changed by its owner or an administrator."""

    model = SavedView
    output = SavedViewOutput
    inputs = {"create": SavedViewInput, "update": SavedViewInput, "partial_update": SavedViewInput}
    orderings = {"title": "title"}
    filters = {
        "organisation": by_id("organisation"),
        "owner": by_id("owner"),
        "page": by_code("page", ViewedPage),
        "is_shared": by_flag("is_shared"),
    }

    def create_row(self, fields: dict[str, Any]) -> SavedView:
        return saved_views.save_view(owner=self.person, fields=fields, **self.caller)

    def update_row(self, row: SavedView, changes: dict[str, Any], how: Edit) -> SavedView:
        return saved_views.change_view(view=row, changes=changes, **how)

    def delete_row(self, row: SavedView, how: Edit) -> None:
        saved_views.delete_view(view=row, **how)
