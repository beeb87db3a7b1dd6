"""The address at which the caller's duties can be fetched as a calendar."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import CalendarFeed
from projects.services import calendar_feeds
from register.api.base import Deletable, Edit
from register.api.outputs import Output


class CalendarFeedOutput(Output):
    """A calendar, without its secret."""

    class Meta:
        model = CalendarFeed
        fields = ["id", "key", "organisation", "person", "created_at", "updated_at", "version"]


class NewCalendarFeedOutput(CalendarFeedOutput):
    """With the address, which is shown this once."""

    address = serializers.CharField()

    class Meta(CalendarFeedOutput.Meta):
        fields = [*CalendarFeedOutput.Meta.fields, "address"]


class CalendarFeeds(Deletable):
    """One's own calendar, at most one: a POST takes the place of the one before, DELETE makes its address worthless."""

    model = CalendarFeed
    output = CalendarFeedOutput
    answers = {"create": NewCalendarFeedOutput}

    def rows(self) -> QuerySet[Any]:
        return CalendarFeed.objects.filter(person=self.person)

    def create(self, request: Request) -> Response:
        """Make the address. It stands in `address`, and is not seen again."""
        self.read_body()
        secret = calendar_feeds.make(person=self.person, **self.caller)
        response = self.answer(CalendarFeed.objects.get(person=self.person), status.HTTP_201_CREATED)
        query = urlencode({"key": secret})
        response.data["address"] = f"{settings.BASE_URL}{reverse('projects:calendar')}?{query}"
        return response

    def delete_row(self, row: CalendarFeed, how: Edit) -> None:
        calendar_feeds.revoke(person=row.person, by=how["by"], now=how["now"])
