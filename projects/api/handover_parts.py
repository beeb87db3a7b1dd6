"""What belongs to a handover row by row: the remaining work, and comments on its sections."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Handover, HandoverComment, HandoverSection, RemainingItem
from projects.services import handover_comments, remaining_work
from register.api.base import Creatable, Deletable, Edit, Editable, Resource
from register.api.fields import Choice, LastDay, Reference, Text
from register.api.filters import by_code, by_emptiness, by_id
from register.api.inputs import Input, Reason, RowInput
from register.api.outputs import Output
from register.models import Person


class RemainingItemOutput(Output):
    """Something that is not finished; `condition` is the duty it became when it was taken over."""

    class Meta:
        model = RemainingItem
        fields = [
            *("id", "key", "organisation", "handover", "item", "owner", "due_date", "condition"),
            *("created_at", "updated_at", "version"),
        ]


class RemainingItemInput(RowInput):
    """What, who, until when."""

    fixed = ("handover",)

    handover = Reference(Handover, required=True)
    item = Text()
    owner = Reference(Person, required=True)
    due_date = LastDay(required=True)


class RemainingItems(Creatable, Editable, Deletable):
    """The work that is left at a handover, row by row."""

    model = RemainingItem
    output = RemainingItemOutput
    inputs = {
        "create": RemainingItemInput,
        "update": RemainingItemInput,
        "partial_update": RemainingItemInput,
        "destroy": Reason,
    }
    orderings = {"due_date": "due_date"}
    filters = {
        "handover": by_id("handover"),
        "project": by_id("handover__project"),
        "owner": by_id("owner"),
        "open": by_emptiness("condition__fulfilled_at"),
    }

    def create_row(self, fields: dict[str, Any]) -> RemainingItem:
        return remaining_work.create_item(handover=fields.pop("handover"), fields=fields, **self.caller)

    def update_row(self, row: RemainingItem, changes: dict[str, Any], how: Edit) -> RemainingItem:
        return remaining_work.update_item(item=row, changes=changes, **how)

    def delete_row(self, row: RemainingItem, how: Edit) -> None:
        remaining_work.delete_item(item=row, **how)


class HandoverCommentOutput(Output):
    """What a reader said to a section, and what became of it."""

    class Meta:
        model = HandoverComment
        fields = [
            *("id", "key", "organisation", "handover", "round", "section", "text", "written_by"),
            *("answer", "settled_at", "settled_by", "created_at", "updated_at", "version"),
        ]


class HandoverCommentInput(Input):
    """Said to one section, in the round that is open."""

    handover = Reference(Handover, required=True)
    section = Choice(HandoverSection, optional=False, required=True)
    text = Text()


class AnswerInput(Input):
    """The leader's answer; whoever wrote the comment may let it rest without one."""

    answer = Text(required=False)


class HandoverComments(Creatable, Resource):
    """Comments on the sections of a handover. They are no part of what is signed."""

    model = HandoverComment
    output = HandoverCommentOutput
    inputs = {"create": HandoverCommentInput, "settle": AnswerInput}
    filters = {
        "handover": by_id("handover"),
        "project": by_id("handover__project"),
        "section": by_code("section", HandoverSection),
        "written_by": by_id("written_by"),
        "open": by_emptiness("settled_at"),
    }

    def create_row(self, fields: dict[str, Any]) -> HandoverComment:
        return handover_comments.comment(**fields, **self.caller)

    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: Any) -> Response:
        """Answer it; it no longer waits."""
        row = self.get_row(pk)
        answer = self.read_body().get("answer", "")
        return self.answer(handover_comments.settle(comment=row, answer=answer, **self.caller))
