"""What could not be delivered, for administrators: why, and what to do about it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from register.api.base import Resource
from register.api.filters import Filter, by_id
from register.api.inputs import Reason
from register.api.outputs import Output, Row
from register.api.queries import refuse_strangers
from register.models import Person
from register.permissions import require_administrator
from workflows.models import Notice
from workflows.services import notices


class UndeliveredMailOutput(Output):
    """A mail that was given up, or is late by more than a day. `words` are the mail server's."""

    key = serializers.CharField(allow_null=True)
    address = serializers.CharField()
    subject = serializers.CharField()
    words = serializers.CharField()
    updated_at = serializers.DateTimeField()

    class Meta:
        model = Notice
        fields = [
            *("id", "key", "organisation", "recipient", "address", "kind", "status", "subject", "words", "attempts"),
            *("message_id", "send_after", "first_failed_at", "created_at", "updated_at"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """The recipients' addresses as they are now: a mail that is sent again goes there."""
        found = Notice.objects.filter(pk__in=[row["id"] for row in rows]).in_bulk()
        addresses = dict(Person.objects.filter(pk__in=[row["recipient"] for row in rows]).values_list("pk", "email"))
        for row in rows:
            notice = found[row["id"]]
            row |= {"key": None, "address": addresses[row["recipient"]], "updated_at": notice.try_after}
            row |= {"subject": notice.last_subject, "words": notice.last_error}


class UndeliveredMails(Resource):
    """What waits for an administrator's eye. Nothing leaves the list but by being sent or dropped."""

    model = Notice
    output = UndeliveredMailOutput
    inputs = {"drop": Reason}
    filters = {"recipient": by_id("recipient")}

    @classmethod
    def all_filters(cls) -> dict[str, Filter]:
        return dict(cls.filters)

    @classmethod
    def all_orderings(cls) -> dict[str, str]:
        return {"created_at": "created_at"}

    def rows(self) -> QuerySet[Any]:
        require_administrator(self.person, self.person.organisation_id)
        return notices.dead_notices(organisation=self.person.organisation, now=timezone.now())

    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: Any) -> Response:
        """Send it again, to the address its recipient has now; it keeps its Message-ID."""
        refuse_strangers(request, frozenset())
        self.read_body()
        return self.answer(notices.retry_dead(notice=self.get_row(pk), **self.caller))

    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: Any) -> Response:
        """Give it up for good; `change_reason` says why."""
        refuse_strangers(request, frozenset())
        row = self.get_row(pk)
        return self.answer(notices.drop(notice=row, reason=self.read_body().get("change_reason", ""), **self.caller))
