"""People of the organisation."""

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from register.api.base import Creatable, Edit, Editable
from register.api.fields import Choice, Text, Whole
from register.api.filters import by_flag, by_id, by_text_in_any_case, by_words
from register.api.inputs import Reason, RowInput
from register.api.outputs import Output
from register.models import Digest, Language, Person
from register.services import people


class PersonOutput(Output):
    """Somebody as the organisation knows them."""

    class Meta:
        model = Person
        fields = [
            *("id", "key", "organisation", "name", "email", "language", "is_active", "is_service"),
            *("time_zone", "digest", "digest_weekday", "digest_time"),
            *("created_at", "updated_at", "version"),
        ]


class PersonInput(RowInput):
    """Who is added, or what is known of them."""

    email = Text()
    name = Text(required=False)
    language = Choice(Language, optional=False)


class PersonChange(PersonInput):
    """What is known of a person, and when reminders come."""

    time_zone = Text(required=False)
    digest = Choice(Digest, optional=False)
    digest_weekday = Whole(allow_null=False)
    digest_time = Text(required=False, help_text="As 07:30, in the person's time zone; null for none chosen.")


class People(Creatable, Editable):
    """People. A POST adds and invites somebody; it answers the same whether or not the address is known elsewhere."""

    model = Person
    output = PersonOutput
    inputs = {
        "create": PersonInput,
        "update": PersonChange,
        "partial_update": PersonChange,
        "deactivate": Reason,
        "reactivate": Reason,
    }
    orderings = {"name": "name_sort", "email": "email"}
    default_ordering = "name"
    filters = {
        "organisation": by_id("organisation"),
        "email": by_text_in_any_case("email"),
        "is_active": by_flag("is_active"),
        "is_service": by_flag("is_service"),
        "q": by_words("name", "email"),
    }

    def create_row(self, fields: dict[str, Any]) -> Person:
        return people.add_person(organisation=self.person.organisation, **fields, **self.caller)

    def update_row(self, row: Person, changes: dict[str, Any], how: Edit) -> Person:
        return people.update_person(person=row, changes=changes, **how)

    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: Any) -> Response:
        """Close the organisation to a person at once; what they did and own stays."""
        row = self.get_row(pk)
        reason = self.read_body().get("change_reason", "")
        return self.answer(people.deactivate(person=row, reason=reason, **self.caller))

    @action(detail=True, methods=["post"])
    def reactivate(self, request: Request, pk: Any) -> Response:
        """Let a person in again."""
        row = self.get_row(pk)
        reason = self.read_body().get("change_reason", "")
        return self.answer(people.reactivate(person=row, reason=reason, **self.caller))
