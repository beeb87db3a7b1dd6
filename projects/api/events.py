"""The audit trail, which is also the feed of changes: every line has a number, and numbers only grow."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from projects.models import Project
from register.api.base import Resource
from register.api.filters import Filter, after, by_id, by_text, since
from register.api.outputs import Output, Row
from register.models import AuditEvent


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(serializers.ReadOnlyField):
    """A line is made once and never changes."""


class EventOutput(Output):
    """One line of the audit trail."""

    key = serializers.CharField(allow_null=True)
    number = serializers.IntegerField()
    subject = serializers.UUIDField()
    changes = serializers.DictField()
    note = serializers.CharField()
    created_at = Moment()
    updated_at = Moment()

    class Meta:
        model = AuditEvent
        fields = [
            *("id", "key", "number", "organisation", "at", "action", "subject_type", "subject", "subject_version"),
            *("about", "by", "request_id", "changes", "note", "details", "hash", "created_at", "updated_at"),
        ]

    @classmethod
    def complete(cls, rows: list[Row], request: Request) -> None:
        """Put personal data back into the lines, where it has not been erased."""
        found = AuditEvent.objects.filter(pk__in=[row["id"] for row in rows]).prefetch_related("personal_values")
        events = {event.pk: event for event in found}
        for row in rows:
            event = events[row["id"]]
            changes = {name: {"old": old, "new": new} for name, (old, new) in event.changes_in_full().items()}
            row |= {"number": event.position, "subject": event.subject_id, "changes": changes}
            row |= {"key": None, "note": event.note_in_full(), "created_at": event.at, "updated_at": event.at}


OF_ONE_THING = frozenset({"project", "about", "subject"})


class Events(Resource):
    """What happened, to the things one sees. Controllers and administrators see all of their organisation."""

    model = AuditEvent
    output = EventOutput
    default_ordering = "number"
    filters = {
        "project": by_id("about"),
        "about": by_id("about"),
        "subject": by_id("subject_id"),
        "subject_type": by_text("subject_type"),
        "action": by_text("action"),
        "by": by_id("by"),
        "after": after("position"),
        "modified_since": since("at"),
    }

    @classmethod
    def all_filters(cls) -> dict[str, Filter]:
        return dict(cls.filters)

    @classmethod
    def all_orderings(cls) -> dict[str, str]:
        return {"number": "position"}

    def rows(self) -> QuerySet[Any]:
        person = self.person
        chains = Q(chain=person.organisation_id)
        if OF_ONE_THING & set(self.request.query_params):  # a thing's past in an organisation that went into this one
            chains |= Q(organisation__merged_into=person.organisation_id)
        events = AuditEvent.objects.filter(chains)
        if person.standing.administrator or person.standing.has("controller"):
            return events
        seen = Project.objects.visible_to(person).values("pk")
        return events.filter(Q(about__in=seen) | Q(by=person))
