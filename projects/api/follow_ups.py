"""Follow-ups after a handover, benefit by benefit."""

from collections import defaultdict
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.decisions import NoteInput
from projects.models import Benefit, FollowUp, FollowUpLine
from projects.services import follow_ups
from register.api.base import Edit, Editable
from register.api.fields import LastDay, Reference, Text
from register.api.filters import by_emptiness, by_id
from register.api.inputs import Input, RowInput
from register.api.outputs import Output, Row
from register.models import Person

MOST_LINES = 200


class FollowUpLineOutput(Output):
    """What one benefit had come to on the day the follow-up was done, and what was said of it."""

    class Meta:
        model = FollowUpLine
        fields = ["id", "benefit", "as_of", "status", "figures", "why", "next_step", "action"]


class FollowUpOutput(Output):
    """A day on which the benefits are looked at together; `months` is null for the one at full effect.

    `handover` is null for those of the whole project. `lines` are there once it is done.
    """

    lines = FollowUpLineOutput(many=True)

    class Meta:
        model = FollowUp
        fields = [
            *("id", "key", "organisation", "project", "handover", "months", "due_date", "responsible"),
            *("done_at", "done_by", "note", "lines", "created_at", "updated_at", "version"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """What was kept of each benefit, by one query."""
        kept: dict[Any, list[Row]] = defaultdict(list)
        found = FollowUpLine.objects.filter(follow_up__in=[row["id"] for row in rows])
        for one in FollowUpLineOutput.read(found.order_by("benefit__created_at", "id"), "follow_up"):
            kept[one.pop("follow_up")].append(one)
        for row in rows:
            row["lines"] = kept[row["id"]]


class FollowUpInput(RowInput):
    """When and by whom."""

    due_date = LastDay()
    responsible = Reference(Person)
    note = Text(required=False)


class ActionInput(Input):
    """What is done about a deviation, by whom, until when; without words of its own those of `next_step`."""

    text = Text(required=False)
    owner = Reference(Person, required=True)
    due_date = LastDay(required=True)


class LineInput(Input):
    """What is said of one benefit."""

    benefit = Reference(Benefit, required=True)
    why = Text(required=False)
    next_step = Text(required=False)
    action = ActionInput(required=False, allow_null=True)


class CompleteInput(NoteInput):
    """What was seen. With `lines`, each benefit that deviates is explained; without them the note stands for all."""

    lines = serializers.ListField(child=LineInput(), required=False, max_length=MOST_LINES)


class FollowUps(Editable):
    """The days on which the benefits are looked at together.

    A handover's own are planned when it is accepted, the project's when all is handed over.
    """

    model = FollowUp
    output = FollowUpOutput
    inputs = {"update": FollowUpInput, "partial_update": FollowUpInput, "complete": CompleteInput}
    orderings = {"due_date": "due_date"}
    default_ordering = "due_date"
    filters = {
        "project": by_id("project"),
        "handover": by_id("handover"),
        "responsible": by_id("responsible"),
        "of_project": by_emptiness("handover"),
        "open": by_emptiness("done_at"),
    }

    def update_row(self, row: FollowUp, changes: dict[str, Any], how: Edit) -> FollowUp:
        return follow_ups.update_follow_up(follow_up=row, changes=changes, **how)

    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: Any) -> Response:
        """Say what was seen; the figures are kept as they are today."""
        row, given = self.get_row(pk), self.read_body()
        done = follow_ups.complete(follow_up=row, note=given["note"], lines=given.get("lines"), **self.caller)
        return self.answer(done)
