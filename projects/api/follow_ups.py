"""Follow-ups after a handover, and the gaps of projects that were registered while running."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.decisions import NoteInput
from projects.models import FollowUp, Gap
from projects.services import follow_ups, gaps
from register.api.base import Edit, Editable, Resource
from register.api.fields import LastDay, Reference, Text
from register.api.filters import by_emptiness, by_id, by_text
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import Person


class FollowUpOutput(Output):
    """A day on which the benefits are looked at together; `months` is null for the one at full effect."""

    class Meta:
        model = FollowUp
        fields = [
            *("id", "key", "organisation", "project", "months", "due_date", "responsible"),
            *("done_at", "done_by", "note", "created_at", "updated_at", "version"),
        ]


class FollowUpInput(RowInput):
    """When and by whom."""

    due_date = LastDay()
    responsible = Reference(Person)
    note = Text(required=False)


class FollowUps(Editable):
    """The days on which the benefits are looked at together; planned when the handover is complete."""

    model = FollowUp
    output = FollowUpOutput
    inputs = {"update": FollowUpInput, "partial_update": FollowUpInput, "complete": NoteInput}
    orderings = {"due_date": "due_date"}
    default_ordering = "due_date"
    filters = {
        "project": by_id("project"),
        "responsible": by_id("responsible"),
        "open": by_emptiness("done_at"),
    }

    def update_row(self, row: FollowUp, changes: dict[str, Any], how: Edit) -> FollowUp:
        return follow_ups.update_follow_up(follow_up=row, changes=changes, **how)

    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: Any) -> Response:
        """Say what was seen."""
        row = self.get_row(pk)
        return self.answer(follow_ups.complete(follow_up=row, note=self.read_body()["note"], **self.caller))


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
