"""The gaps of projects that were registered while running."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.decisions import NoteInput
from projects.models import Gap
from projects.services import gaps
from register.api.base import Resource
from register.api.filters import by_emptiness, by_id, by_text
from register.api.outputs import Output


class GapOutput(Output):
    """What an earlier gate would have asked for."""

    class Meta:
        model = Gap
        fields = [
            *("id", "key", "organisation", "project", "code", "gate", "owner", "due_date", "closed_at"),
            *("created_at", "updated_at", "version"),
        ]


class Gaps(Resource):
    """What earlier gates would have asked of a project that was registered while running."""

    model = Gap
    output = GapOutput
    inputs = {"close": NoteInput}
    orderings = {"due_date": "due_date"}
    default_ordering = "due_date"
    filters = {
        "project": by_id("project"),
        "owner": by_id("owner"),
        "gate": by_text("gate"),
        "open": by_emptiness("closed_at"),
    }

    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: Any) -> Response:
        """Say that it is filled, or why it never will be."""
        row = self.get_row(pk)
        return self.answer(gaps.close(gap=row, note=self.read_body()["note"], **self.caller))
