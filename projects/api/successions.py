"""What stands without an owner, and asking somebody to take something on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Holding, Succession, SuccessionAnswer, SuccessionReason
from projects.reports.holdings import WITHOUT, Held, one_by_one
from projects.reports.oversight import ownership_of, queue_of
from projects.services import successions
from register.api import queries
from register.api.base import Creatable, Resource
from register.api.fields import NO_SUCH_ROW, Choice, Reference, Text, as_uuid
from register.api.filters import by_code, by_id
from register.api.in_memory import page_in_memory
from register.api.inputs import Input, Reason
from register.api.keyset import Order
from register.api.outputs import Output
from register.api.refusals import NotFoundHere, refuse_parameter, use_one_of
from register.errors import InvalidInput, NotPossible
from register.models import Person

BY_AGE = Order("since", False, Succession._meta.get_field("created_at"))
NARROWED_BY = frozenset({"kind", "why", "holder"})
_NAMESPACE = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")


class OrphanOutput(serializers.Serializer):
    """One thing that rests on nobody who is there and has said yes."""

    id = serializers.UUIDField()
    key = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(Holding.choices)
    subject = serializers.UUIDField()
    project = serializers.UUIDField()
    unit = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    holder = serializers.UUIDField(allow_null=True)
    why = serializers.ChoiceField(list(WITHOUT))
    since = serializers.DateTimeField()
    asked = serializers.UUIDField(allow_null=True, help_text="Who is asked to take it on and has not answered.")
    succession = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class OwnershipOutput(serializers.Serializer):
    """The register's health as far as owners go."""

    without_owner = serializers.IntegerField()
    benefits_without_owner = serializers.IntegerField()
    oldest_since = serializers.DateTimeField(allow_null=True)


class Orphans(Resource):
    """What stands without an owner in the units that the caller answers for, the longest waiting first."""

    answers = {"list": OrphanOutput, "retrieve": OrphanOutput, "health": OwnershipOutput}
    parameters = NARROWED_BY
    default_ordering = "since"

    @classmethod
    def all_filters(cls) -> dict[str, Any]:
        return {}

    @classmethod
    def all_orderings(cls) -> dict[str, str]:
        return {"since": "since"}

    def list(self, request: Request) -> Response:
        queries.refuse_strangers(request, queries.OF_EVERY_LIST | NARROWED_BY)
        if request.query_params.get("ordering", "since") != "since":
            raise refuse_parameter("ordering", _("Orphans are always listed by since."))
        held = self._asked_for(request)
        cursor, size = queries.cursor_of(request, BY_AGE), queries.page_size(request)
        page, before, after = page_in_memory(held, lambda one: (one.since, _id(one)), cursor, size)
        content: dict[str, Any] = {"next": self._link(after, BY_AGE), "previous": self._link(before, BY_AGE)}
        if queries.wants_count(request):
            content["count"] = len(held)
        return Response({**content, "results": [_shown(one) for one in page]})

    def retrieve(self, request: Request, pk: UUID) -> Response:
        queries.refuse_strangers(request, frozenset())
        found = next((one for one in queue_of(self.person, timezone.now()) if _id(one) == pk), None)
        if found is None:
            raise NotFoundHere
        return Response(_shown(found))

    @action(detail=False, methods=["get"])
    def health(self, request: Request) -> Response:
        """How much stands without an owner, and since when."""
        queries.refuse_strangers(request, frozenset())
        found = ownership_of(self.person, timezone.now())
        return Response(OwnershipOutput(found).data)

    def _asked_for(self, request: Request) -> Sequence[Held]:
        asked = request.query_params
        for name, codes in (("kind", Holding.values), ("why", WITHOUT)):
            if name in asked and asked[name] not in codes:
                raise refuse_parameter(name, use_one_of(codes))
        holder = as_uuid(asked.get("holder"))
        if "holder" in asked and holder is None:
            raise refuse_parameter("holder", _("Write an id."))
        return [
            one
            for one in queue_of(self.person, timezone.now())
            if asked.get("kind", one.kind) == one.kind
            and asked.get("why", one.why) == one.why
            and holder in (None, one.holder.pk if one.holder else None)
        ]


def _id(held: Held) -> UUID:
    return uuid5(_NAMESPACE, f"orphan {held.reference}")


def _shown(held: Held) -> dict[str, Any]:
    return {
        "id": _id(held),
        "key": None,
        "kind": held.kind,
        "subject": held.row.pk,
        "project": held.project.pk,
        "unit": held.unit,
        "title": held.title,
        "holder": held.holder.pk if held.holder else None,
        "why": held.why,
        "since": held.since,
        "asked": held.asked.to_person_id if held.asked else None,
        "succession": held.asked.pk if held.asked else None,
        "created_at": held.since,
        "updated_at": held.since,
    }


class SuccessionOutput(Output):
    """That somebody was asked to take something on, and what they answered."""

    class Meta:
        model = Succession
        fields = [
            *("id", "key", "organisation", "project", "kind", "benefit", "indicator", "handover"),
            *(
                "remaining_item",
                "condition",
                "follow_up",
                "milestone",
                "gap",
                "action",
                "prerequisite",
                "risk",
                "referral",
                "from_person",
                "to_person",
                "reason",
                "words",
                "proposed_by",
            ),
            *("absence", "answer", "answered_at", "answer_words", "created_at", "updated_at", "version"),
        ]


class SuccessionInput(Input):
    """What is to be taken on, whoever holds it now; without `to_person` the unit's own manager is asked."""

    kind = Choice(Holding, optional=False, required=True)
    subject = Text()
    to_person = Reference(Person)
    words = Text(required=False)
    change_reason = Text(required=False)


class DeclineInput(Reason):
    """Why not."""

    comment = Text()


class Successions(Creatable):
    """Questions to take something on. Nothing changes hands before the person asked has accepted."""

    model = Succession
    output = SuccessionOutput
    inputs = {"create": SuccessionInput, "decline": DeclineInput}
    filters = {
        "project": by_id("project"),
        "to_person": by_id("to_person"),
        "from_person": by_id("from_person"),
        "kind": by_code("kind", Holding),
        "reason": by_code("reason", SuccessionReason),
        "answer": by_code("answer", SuccessionAnswer),
    }

    def create_row(self, fields: dict[str, Any]) -> Succession:
        held = self._held(fields["kind"], as_uuid(fields["subject"]))
        if held is None:
            raise InvalidInput.single("subject", NO_SUCH_ROW, code="does_not_exist")
        asked = successions.propose_each(
            held=[held], to=fields.get("to_person"), words=fields.get("words", ""), **self.caller
        )
        return asked[0]

    def _held(self, kind: str, pk: UUID | None) -> Held | None:
        """The thing, if the caller sees its project."""
        if pk is None:
            return None
        organisation = self.person.organisation
        found = one_by_one(organisation, [(kind, pk)], organisation.local_date(timezone.now()))
        seen = [one for one in found if type(one.project).objects.visible_to(self.person).filter(pk=one.project.pk)]
        return seen[0] if seen else None

    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: Any) -> Response:
        """Take it on."""
        row = self.get_row(pk)
        self.read_body()
        return self.answer(successions.accept(succession=row, **self.caller))

    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: Any) -> Response:
        """Say no, and why."""
        row = self.get_row(pk)
        return self.answer(successions.decline(succession=row, reason=self.read_body()["comment"], **self.caller))

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: Any) -> Response:
        """Ask no longer."""
        row = self.get_row(pk)
        self.read_body()
        held = self._held(row.kind, row.subject.pk)
        if held is None:
            raise NotPossible(_("This is over: there is nothing left to take on."), code="over")
        return self.answer(successions.withdraw(succession=row, held=held, **self.caller))
