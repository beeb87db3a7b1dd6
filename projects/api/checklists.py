"""Checklists of gates, and how far projects have come with them."""

from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.lifecycles.project import Track
from projects.models import Checklist, ChecklistAnswer, ItemState, Project
from projects.models.checklists import items_of
from projects.requirements.checklists import USUAL
from projects.services import checklists
from register.api.base import Creatable
from register.api.fields import Choice, Flag, Reference, Text, Whole
from register.api.filters import by_code, by_id, by_text
from register.api.inputs import Input, RowInput
from register.api.outputs import Output
from register.api.queries import refuse_strangers


class ChecklistOutput(Output):
    """One edition of a list. An edition is never changed."""

    class Meta:
        model = Checklist
        fields = [
            *("id", "key", "organisation", "gate", "track", "edition", "items"),
            *("created_at", "updated_at", "version"),
        ]


class ItemInput(Input):
    """An item; a `required` one blocks the gate while it is open."""

    text = Text()
    required = Flag(required=False)  # type: ignore[assignment]  # the field of that name
    code = Text(required=False, help_text="Read-only: follows from the words. Sent back unchanged, it is ignored.")


class ChecklistInput(RowInput):
    """The next edition of the list for a gate and track."""

    gate = Text()
    track = Choice(Track, optional=False)
    items = serializers.ListField(child=ItemInput(), max_length=checklists.MOST_ITEMS)
    replaces = Whole(help_text="The edition one was looking at; 0 is the usual list.")


class CurrentOutput(serializers.Serializer):
    """The list in force for a gate and track; edition 0 is the usual one, in the caller's language."""

    id = serializers.UUIDField(allow_null=True)
    gate = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
    track = serializers.CharField()
    edition = serializers.IntegerField()
    items = serializers.ListField(child=serializers.DictField())


class Checklists(Creatable):
    """All editions that the organisation has made. To change a list is to post its next edition."""

    model = Checklist
    output = ChecklistOutput
    inputs = {"create": ChecklistInput}
    answers = {"current": CurrentOutput(many=True)}
    orderings = {"edition": "edition"}
    filters = {"gate": by_text("gate"), "track": by_code("track", Track)}

    def create_row(self, fields: dict[str, Any]) -> Checklist:
        fields = {"track": Track.FULL, **fields}
        fields.pop("key", None)
        return checklists.make_edition(organisation=self.person.organisation, **fields, **self.caller)

    @action(detail=False, methods=["get"])
    def current(self, request: Request) -> Response:
        """The lists in force for every gate and track, the usual ones among them."""
        refuse_strangers(request, frozenset())
        organisation = self.person.organisation
        newest = {(row.gate, row.track): row for row in self.rows().order_by("edition")}
        return Response(
            [
                {
                    "id": newest[gate, track].pk if (gate, track) in newest else None,
                    "gate": gate,
                    "label": organisation.gate_label(gate),
                    "track": track,
                    "edition": newest[gate, track].edition if (gate, track) in newest else 0,
                    "items": [item.kept for item in items_of(newest.get((gate, track)), gate, track)],
                }
                for gate, track in USUAL
            ]
        )


class ChecklistAnswerOutput(Output):
    """What was said of an item, by whom and when."""

    class Meta:
        model = ChecklistAnswer
        fields = [
            *("id", "key", "organisation", "project", "gate", "item", "text", "state", "reason", "answered_by"),
            *("answered_at", "created_at", "updated_at", "version"),
        ]


class ChecklistAnswerInput(RowInput):
    """`state`: `done`, `not_relevant` with a `reason`, or `open`."""

    project = Reference(Project, required=True)
    gate = Text()
    item = Text(help_text="The code of the item.")
    state = Choice(ItemState, optional=False, required=True)
    reason = Text(required=False)


class ChecklistAnswers(Creatable):
    """Answers to the items of a project's checklists. Post again to say something else: the last word counts."""

    model = ChecklistAnswer
    output = ChecklistAnswerOutput
    inputs = {"create": ChecklistAnswerInput}
    orderings = {"answered_at": "answered_at"}
    filters = {
        "project": by_id("project"),
        "gate": by_text("gate"),
        "item": by_text("item"),
        "state": by_code("state", ItemState),
    }

    def create_row(self, fields: dict[str, Any]) -> ChecklistAnswer:
        fields.pop("key", None)
        return checklists.answer_item(**fields, **self.caller)
