"""Tokens for this API: one's own, and those of machines."""

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from register.api.base import Deletable, Edit
from register.api.fields import Choice, Text
from register.api.filters import by_code, by_id
from register.api.inputs import Input
from register.api.outputs import Output
from register.models import ApiToken, RoleAssignment
from register.services import tokens


class TokenOutput(Output):
    """A token, without its secret."""

    class Meta:
        model = ApiToken
        fields = [
            *("id", "key", "organisation", "person", "kind", "name", "scopes", "expires", "last_used"),
            *("created_at", "updated_at", "version"),
        ]


class NewTokenOutput(TokenOutput):
    """With the secret, which is shown this once."""

    token = serializers.CharField()

    class Meta(TokenOutput.Meta):
        fields = [*TokenOutput.Meta.fields, "token"]


class TokenInput(Input):
    """`role` is for service tokens: what the machine may read or do."""

    name = Text()
    kind = Choice(ApiToken.Kind, optional=False)
    scopes = serializers.ListField(child=Choice(ApiToken.Scope, optional=False), required=False, max_length=2)
    expires = serializers.DateTimeField(required=False)
    role = Choice(RoleAssignment.Role)
    change_reason = Text(required=False)


class Tokens(Deletable):
    """Keys to this API. DELETE makes one worthless at once."""

    model = ApiToken
    output = TokenOutput
    inputs = {"create": TokenInput}
    answers = {"create": NewTokenOutput}
    orderings = {"name": "name", "expires": "expires"}
    filters = {"kind": by_code("kind", ApiToken.Kind), "person": by_id("person")}

    def create(self, request: Request) -> Response:
        """Make a token. Its secret stands in `token`, and is not seen again."""
        given = self.read_body()
        given.pop("change_reason", None)
        role, kind = given.pop("role", "") or None, given.pop("kind", ApiToken.Kind.PERSONAL)
        if kind == ApiToken.Kind.SERVICE:
            token, secret = tokens.make_service_token(
                organisation=self.person.organisation, role=role, **given, **self.caller
            )
        else:
            token, secret = tokens.make_personal_token(person=self.person, **given, **self.caller)
        response = self.answer(token, status.HTTP_201_CREATED)
        response.data["token"] = secret
        return response

    def delete_row(self, row: ApiToken, how: Edit) -> None:
        tokens.revoke(token=row, **how)
