"""A project's gates: how each was passed, what the next one waits for, and how far its checklist has come."""

from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.reports.gate_way import Answered, GateOnTheWay, way_of
from register.api.base import Resource
from register.api.queries import refuse_strangers

STANDINGS = ("decided", "overridden", "not_decided", "next", "ahead")


class AnsweredOutput(serializers.Serializer):
    """An item and what was said of it."""

    code = serializers.CharField()
    text = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]  # the field of that name
    state = serializers.CharField()
    reason = serializers.CharField()
    answered_by = serializers.UUIDField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class GateOutput(serializers.Serializer):
    """One gate of the project's track."""

    gate = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
    standing = serializers.ChoiceField(STANDINGS)
    decision = serializers.UUIDField(allow_null=True)
    body = serializers.UUIDField(allow_null=True)
    body_name = serializers.CharField()
    referral = serializers.UUIDField(allow_null=True)
    meeting_date = serializers.DateField(allow_null=True)
    edition = serializers.IntegerField()
    open_items = serializers.IntegerField()
    items = AnsweredOutput(many=True)


class GatesOfAProject(Resource):
    """Adds `projects/{id}/gates/`."""

    @action(detail=True, methods=["get"])
    def gates(self, request: Request, pk: Any) -> Response:
        """Every gate in its order: how it was passed, what it waits for, and its checklist."""
        refuse_strangers(request, frozenset())
        return Response([_shown(one) for one in way_of(self.get_row(pk))])


def _shown(one: GateOnTheWay) -> dict[str, Any]:
    return {
        "gate": one.gate,
        "label": one.label,
        "standing": one.standing,
        "decision": one.decision.pk if one.decision else None,
        "body": one.body.pk if one.body else None,
        "body_name": one.body.name if one.body else "",
        "referral": one.referral.pk if one.referral else None,
        "meeting_date": one.referral.meeting_date if one.referral else None,
        "edition": one.edition,
        "open_items": len(one.open_items),
        "items": [_item(item) for item in one.items],
    }


def _item(one: Answered) -> dict[str, Any]:
    said = one.answer
    return {
        **one.item.kept,
        "state": one.state,
        "reason": said.reason if said else "",
        "answered_by": said.answered_by_id if said else None,
        "answered_at": said.answered_at if said else None,
    }
