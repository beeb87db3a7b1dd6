"""What waits for a person. Found from rows whenever it is asked for, so there is nothing to write."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import FollowUp, Snooze
from projects.reports.duties import Duty, duties_of
from projects.reports.duty_words import KINDS
from projects.reports.put_off import snoozes_of
from projects.services import snoozes
from register.api import queries
from register.api.base import Resource
from register.api.fields import NO_SUCH_ROW, LastDay, Text, as_uuid
from register.api.in_memory import page_in_memory
from register.api.inputs import Input
from register.api.keyset import Order
from register.api.refusals import NotFoundHere, refuse_parameter, use_one_of
from register.errors import NotPermitted
from register.models import Person

BY_DAY = Order("due_date", False, FollowUp._meta.get_field("due_date"))
NOBODY = UUID(int=0)
NARROWED_BY = frozenset({"person", "project", "kind"})


class DutyOutput(serializers.Serializer):
    """One thing that waits for one person."""

    id = serializers.UUIDField()
    key = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(list(KINDS))
    subject_type = serializers.CharField()
    subject_id = serializers.UUIDField()
    person = serializers.UUIDField()
    is_for = serializers.UUIDField(allow_null=True, help_text="Whose duty it is, where the person stands in.")
    project = serializers.UUIDField()
    title = serializers.CharField()
    detail = serializers.CharField()
    asked_on = serializers.DateField()
    due_date = serializers.DateField()
    is_late = serializers.BooleanField()
    expected_on = serializers.DateField(allow_null=True, help_text="When the figure comes, as who reports it has said.")
    snoozed_until = serializers.DateField(allow_null=True)
    can_be_put_off = serializers.BooleanField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class SnoozeInput(Input):
    """Until which working day, and why."""

    until = LastDay(required=True, allow_null=False)
    reason = Text()


class Duties(Resource):
    """What waits for the caller within a month, the longest overdue first. Administrators may ask for `person`."""

    inputs = {"snooze": SnoozeInput}
    answers = {"list": DutyOutput, "retrieve": DutyOutput, "snooze": DutyOutput}
    parameters = NARROWED_BY

    @classmethod
    def all_filters(cls) -> dict[str, Any]:
        return {}

    @classmethod
    def all_orderings(cls) -> dict[str, str]:
        return {"due_date": "due_date"}

    default_ordering = "due_date"

    def list(self, request: Request) -> Response:
        queries.refuse_strangers(request, queries.OF_EVERY_LIST | NARROWED_BY)
        if request.query_params.get("ordering", "due_date") != "due_date":
            raise refuse_parameter("ordering", _("Duties are always listed by due_date."))
        duties = self._asked_for(request)
        cursor, size = queries.cursor_of(request, BY_DAY), queries.page_size(request)
        page, before, after = page_in_memory(duties, lambda duty: (duty.due_date, duty.id), cursor, size)
        content: dict[str, Any] = {"next": self._link(after, BY_DAY), "previous": self._link(before, BY_DAY)}
        if queries.wants_count(request):
            content["count"] = len(duties)
        put_off = snoozes_of(page)
        return Response({**content, "results": [self._shown(duty, put_off) for duty in page]})

    def retrieve(self, request: Request, pk: UUID) -> Response:
        queries.refuse_strangers(request, frozenset())
        duty = self._own(pk)
        return Response(self._shown(duty, snoozes_of([duty])))

    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: UUID) -> Response:
        """Do not be reminded of it before a working day within 14 days, for a reason; once for each due date."""
        queries.refuse_strangers(request, frozenset())
        duty = self._own(pk)
        body = SnoozeInput(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        snoozes.snooze(duty=duty, **body.validated_data, **self.caller)
        return Response(self._shown(duty, snoozes_of([duty])))

    def _own(self, pk: UUID) -> Duty:
        duty = next((duty for duty in duties_of(self.person, timezone.now()) if duty.id == pk), None)
        if duty is None:
            raise NotFoundHere
        return duty

    def _asked_for(self, request: Request) -> Any:
        asked = request.query_params
        duties = duties_of(self._whose(asked.get("person")), timezone.now())
        if "kind" in asked and asked["kind"] not in KINDS:
            raise refuse_parameter("kind", use_one_of(KINDS))
        project = as_uuid(asked.get("project"))
        if "project" in asked and project is None:
            raise refuse_parameter("project", _("Write an id."))
        return [
            duty for duty in duties if asked.get("kind", duty.kind) == duty.kind and project in (None, duty.project.pk)
        ]

    def _whose(self, asked: str | None) -> Person:
        if asked is None or as_uuid(asked) == self.person.pk:
            return self.person
        if not self.person.standing.administrator:
            raise NotPermitted(_("Only an administrator can see what waits for somebody else."))
        person = Person.objects.visible_to(self.person).filter(pk=as_uuid(asked) or NOBODY).first()
        if person is None:
            raise refuse_parameter("person", NO_SUCH_ROW, "does_not_exist")
        return person

    def _shown(self, duty: Duty, put_off: Mapping[UUID, Snooze]) -> dict[str, Any]:
        asked = datetime.combine(duty.asked_on, time.min, UTC)
        today = self.person.organisation.local_date(timezone.now())
        plain = {name: getattr(duty, name) for name in ("id", "kind", "subject_type", "subject_id", "title", "detail")}
        return {
            **plain,
            "key": None,
            "person": duty.person.pk,
            "is_for": duty.is_for.pk if duty.is_for else None,
            "project": duty.project.pk,
            "asked_on": duty.asked_on,
            "due_date": duty.due_date,
            "is_late": duty.is_late(today),
            "expected_on": getattr(duty.row, "expected_on", None),
            "can_be_put_off": bool(snoozes.can_be_put_off([duty], today, by=self.person, before=put_off)),
            "snoozed_until": put_off[duty.id].until if duty.id in put_off else None,
            "url": duty.url,
            "created_at": asked,
            "updated_at": asked,
        }
