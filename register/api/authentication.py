"""Who asks: a token's person, or the person of the browser's session. Either stands on `request.person`."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from register.models import ApiToken, Person
from register.services import tokens

Caller = tuple[Person, ApiToken | None]


def person_of(request: Request) -> Person:
    """As whom the request is made; both ways in below put it there."""
    person: Person = request.person  # type: ignore[attr-defined]  # no type of the framework's knows it
    return person


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer vrg_…`"""

    def authenticate(self, request: Request) -> Caller | None:
        scheme, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = tokens.recognise(secret=secret.strip(), now=timezone.now())
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, or not any more."))
        token.person.organisation = token.organisation
        request.person = token.person  # type: ignore[attr-defined]  # read by person_of
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, in the organisation it has chosen; changes need its CSRF token."""

    def authenticate(self, request: Request) -> Any:
        person = request._request.person  # type: ignore[attr-defined]  # by register.middleware
        if person is None:
            return None
        self.enforce_csrf(request)
        request.person = person  # type: ignore[attr-defined]  # read by person_of
        return person, None
