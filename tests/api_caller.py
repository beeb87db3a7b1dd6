"""Somebody who calls the API with a token of their own."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from register.models import Account, Person
from register.services import tokens


def token_for(person: Person, scope: str = "write") -> str:
    """A token's secret; whoever has no account yet gets one."""
    now = timezone.now()
    if person.account is None:
        person.account = Account.objects.create(email=f"{person.pk.hex}@varig.example")
        person.save(update_fields=["account"])
    return tokens.make_personal_token(person=person, by=person, now=now, name="tests", scopes=[scope])[1]


class Caller:
    """Calls with paths below /api/v1/; bodies are sent and read as JSON."""

    def __init__(self, person: Person | None, scope: str = "write") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token_for(person, scope)}"} if person else {}

    def call(self, method: str, path: str, body: Any = None, version: Any = None, **headers: str) -> HttpResponse:
        """`version` becomes If-Match, "*" is any; a path that begins with / or http is taken as it is."""
        url = path if path.startswith(("/", "http")) else f"/api/v1/{path}"
        sent = {
            **self.headers,
            **({} if version is None else {"If-Match": "*" if version == "*" else f'"{version}"'}),
            **headers,
        }
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(url, headers=sent, **data)

    def get(self, path: str, **query: Any) -> HttpResponse:
        url = path if path.startswith(("/", "http")) else f"/api/v1/{path}"
        return self.client.get(url, query or None, headers=self.headers)

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """The rows of a list that must answer."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("post", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, version: Any = None) -> HttpResponse:
        return self.call("patch", path, body, version)

    def put(self, path: str, body: Any, version: Any = None) -> HttpResponse:
        return self.call("put", path, body, version)

    def delete(self, path: str, version: Any = None) -> HttpResponse:
        return self.call("delete", path, None, version)


def pointers(response: HttpResponse) -> dict[str, str]:
    """What is wrong with which field, by its code."""
    return {error["pointer"]: error["code"] for error in response.json()["errors"]}
