"""The steps of whatever has a life: which there are and what they lack, and taking one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Comparator
from projects.services import transitions
from register.api.base import Resource
from register.api.fields import Choice, Figure, Flag, LastDay, Reference, Text, Whole
from register.api.inputs import Input
from register.api.queries import refuse_strangers
from register.api.refusals import NotFoundHere
from register.models import Person
from workflows.lifecycle import Choice as Step
from workflows.lifecycle import choices_for, transition_names

MOST_CONDITIONS = 100


class ConditionInput(Input):
    """Something demanded, with an owner and a date."""

    text = Text()
    owner = Reference(Person, required=True)
    due_date = LastDay(required=True)
    blocks = Text(required=False, help_text="A later gate that it blocks while it is open, by name; or “next”.")


class TransitionInput(Input):
    """What a step may ask for; `asks` in the listing says which."""

    comment = Text(required=False)
    change_reason = Text(required=False)
    outcome = Text(required=False)
    conditions = serializers.ListField(child=ConditionInput(), required=False, max_length=MOST_CONDITIONS)
    review_date = LastDay()
    round = Whole(help_text="The round of the gate one was looking at; another one is refused.")
    body = Text(required=False)
    decided_on = LastDay()
    case_number = Text(required=False)
    item_number = Text(required=False)
    link = Text(required=False)
    value = Figure()
    low = Figure()
    high = Figure()
    comparator = Choice(Comparator)
    sample_size = Whole()
    population = Whole()
    note = Text(required=False)
    dry_run = Flag(required=False)
    override = Flag(required=False)


class RequirementOutput(serializers.Serializer):
    """Something that must hold first."""

    code = serializers.CharField()
    detail = serializers.CharField()
    who = serializers.CharField()
    link = serializers.CharField()
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]  # the field of that name


class TransitionOutput(serializers.Serializer):
    """A step out of the present state, open or blocked."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field of that name
    target = serializers.CharField()
    allowed = serializers.BooleanField()
    permitted = serializers.BooleanField()
    refusal = serializers.CharField()
    who = serializers.CharField()
    requirements = RequirementOutput(many=True)
    asks = serializers.ListField(child=serializers.CharField())


class Transitions(Resource):
    """Adds `…/{id}/transitions/` to a resource. Only names that its lifecycle declares are steps."""

    inputs: ClassVar[Mapping[str, type[Input]]] = {"take": TransitionInput}
    answers: ClassVar[Mapping[str, Any]] = {"transitions": TransitionOutput(many=True)}

    @action(detail=True, methods=["get"])
    def transitions(self, request: Request, pk: Any) -> Response:
        """Every step out of the present state, with what it lacks and who may take it."""
        refuse_strangers(request, frozenset())
        return Response([_shown(step) for step in choices_for(self.person, self.get_row(pk), timezone.now())])

    @action(detail=True, methods=["post"], url_path="transitions/<str:name>")
    def take(self, request: Request, pk: Any, name: str) -> Response:
        """Take a step; with `dry_run` answer what would be, and change nothing."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        if name not in transition_names(self.model):
            raise NotFoundHere
        given = self.read_body()
        rehearsed, override = given.pop("dry_run", False), given.pop("override", False)
        reason = given.pop("change_reason", "")
        comment = given.pop("comment", "") or reason
        call = transitions.rehearse if rehearsed else transitions.take
        taken = call(subject=row, name=name, comment=comment, given=given, override=override, **self.caller)
        return self.answer(taken if rehearsed else self.model.objects.get(pk=taken.pk))


def _shown(step: Step) -> dict[str, Any]:
    return {**asdict(step), "allowed": step.allowed}
