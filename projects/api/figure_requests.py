"""Figures that somebody has asked a colleague for. They are asked by `measurements/{id}/ask/`."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import FigureRequest
from projects.services import figure_requests
from register.api.base import Resource
from register.api.filters import by_id
from register.api.outputs import Output
from register.api.queries import refuse_strangers


class FigureRequestOutput(Output):
    """One question to one colleague, without the secret of its link."""

    class Meta:
        model = FigureRequest
        fields = [
            *("id", "key", "organisation", "measurement", "asked_by", "colleague", "words"),
            *("expires_at", "answered_at", "withdrawn_at", "created_at", "updated_at", "version"),
        ]


class FigureRequests(Resource):
    """Questions to colleagues, open, answered, withdrawn or too old."""

    model = FigureRequest
    output = FigureRequestOutput
    filters = {
        "measurement": by_id("measurement"),
        "asked_by": by_id("asked_by"),
        "colleague": by_id("colleague"),
        "project": by_id("measurement__indicator__benefit__project"),
    }

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: Any) -> Response:
        """Its link works no longer."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        self.read_body()
        return self.answer(figure_requests.withdraw(request=row, **self.caller))
