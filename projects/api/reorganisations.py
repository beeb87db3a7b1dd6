"""Reorganisations of units: merging, splitting, putting below another."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Reorganisation, ReorganisationKind
from projects.services import reorganising
from projects.services.reorganising import NewUnit
from register.api import queries
from register.api.base import Resource
from register.api.fields import Choice, Flag, Reference, Text
from register.api.filters import by_code, by_id
from register.api.inputs import Input
from register.api.outputs import Output
from register.models import Person, Unit

MOST_CHOSEN = 2000


class ReorganisationOutput(Output):
    """What was done with a unit, and how much followed."""

    class Meta:
        model = Reorganisation
        fields = [
            *("id", "key", "organisation", "kind", "unit", "into", "reason", "done_by", "counts"),
            *("created_at", "updated_at", "version"),
        ]


class ReorganisationInput(Input):
    """A split names what is `chosen` (`project.ID`, `handover.ID`, `benefit.ID`, `unit.ID`), and a new unit by `name`.

    With `dry_run` the answer is what it would come to, and nothing is kept.
    """

    kind = Choice(ReorganisationKind, optional=False, required=True)
    unit = Reference(Unit, required=True)
    into: Any = Reference(Unit)
    name = Text(required=False)
    line_manager = Reference(Person)
    chosen = serializers.ListField(child=Text(max_length=100), required=False, max_length=MOST_CHOSEN)
    dry_run = Flag(required=False)
    change_reason = Text(required=False)


class Reorganisations(Resource):
    """What became of units. Administrators reorganise; what belongs to a unit follows, what was signed stands."""

    model = Reorganisation
    output = ReorganisationOutput
    inputs = {"create": ReorganisationInput}
    filters = {"unit": by_id("unit"), "into": by_id("into"), "kind": by_code("kind", ReorganisationKind)}

    def create(self, request: Request) -> Response:
        queries.refuse_strangers(request, frozenset())
        asked = self.read_body()
        into: Unit | NewUnit | None = asked.get("into")
        if asked["kind"] == ReorganisationKind.SPLIT and into is None:
            into = NewUnit(asked.get("name", ""), asked.get("line_manager"))
        service = reorganising.rehearse if asked.get("dry_run") else reorganising.carry_out
        row = service(
            kind=asked["kind"],
            unit=asked["unit"],
            into=into,
            chosen=asked.get("chosen", ()),
            reason=asked.get("change_reason", ""),
            **self.caller,
        )
        return self.answer(row, status.HTTP_200_OK if asked.get("dry_run") else status.HTTP_201_CREATED)
