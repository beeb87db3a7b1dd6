"""No body and no query makes the API stumble, whatever stands in which field."""

import json
from typing import Any

from register.api.fields import Day, Reference, References
from register.api.inputs import Input
from tests.api_caller import Caller, pointers
from tests.architecture.api_routes import Route, a_row_of, address, routes
from tests.cast import Cast

HOSTILE = [
    '"a\\u0000b"',
    '"\\ud800"',
    '"' + "x" * 20_000 + '"',
    '"\U0001f9d3\u202e مرحبا"',
    "[" * 9 + "]" * 9,
    '{"a": {"b": 1}}',
    '[{"text": 1}]',
    "1e309",
    "9" * 60,
    "0.5",
    "true",
    "null",
    '""',
    '["0b9e6b0a-0000-4000-8000-000000000000"]',
]
OF_EACH_FIELD = 4


def bodies() -> list[tuple[Route, str, type[Input]]]:
    """Every action of the API that takes a body, with the method that reaches it."""
    found = []
    for route in routes():
        for method, action in route.actions.items():
            if action != "update" and action in getattr(route.view, "inputs", {}):
                found.append((route, method, route.view.inputs[action]))
    return found


def test_no_field_of_any_body_makes_it_stumble(twins: tuple[Cast, Caller]) -> None:
    cast, _stranger = twins
    caller = Caller(cast.administrator)
    sent = 0
    for route, method, body in bodies():
        url = address(route, a_row_of(route, cast)) if route.is_of_a_row else route.path
        lacking_nothing = required(body, cast)
        for field in body().fields:
            others = {name: value for name, value in lacking_nothing.items() if name != field}
            for _turn in range(OF_EACH_FIELD):
                value = HOSTILE[sent % len(HOSTILE)]
                content = f'{json.dumps(others)[:-1]}{", " if others else ""}"{field}": {value}}}'
                answer = caller.call(method, url, content, version="*")
                assert answer.status_code < 500, (url, field, value[:40], answer.content)
                sent += 1
    assert sent > 500


def required(body: type[Input], cast: Cast) -> dict[str, Any]:
    """Something right in every field that must be there, so that the service is reached."""
    right: dict[str, Any] = {}
    for name, field in body().fields.items():
        if isinstance(field, Reference) and field.required:
            right[name] = str(field.model.objects.filter(organisation=cast.organisation).first().pk)
        elif field.required:
            right[name] = "2026-05-01" if isinstance(field, Day) else "words"
    return right


def test_a_foreign_id_in_any_field_is_refused_before_anything_is_applied(twins: tuple[Cast, Caller]) -> None:
    cast, stranger = twins
    checked = 0
    for route, method, body in bodies():
        for name, field in body().fields.items():
            if not isinstance(field, Reference | References):
                continue
            url = address(route, own_row(route, stranger)) if route.is_of_a_row else route.path
            if "None" in url:
                continue
            foreign = str(field.model.objects.filter(organisation=cast.organisation).first().pk)
            value: Any = [foreign] if isinstance(field, References) else foreign
            answer = stranger.call(method, url, {name: value}, version="*")
            assert pointers(answer).get(f"/{name}") == "does_not_exist", (url, name, answer.content)
            checked += 1
    assert checked > 20


def own_row(route: Route, caller: Caller) -> Any:
    """A row of the caller's own that the route shows, or None."""
    rows = caller.rows(f"{route.path.partition('/')[0]}/")
    return rows[0]["id"] if rows else None


QUERIES = [
    "\x00",
    "true",
    "0001-01-01T00:00:00+14:00",
    "'",
    "1 OR 1=1",
    "%",
    "\U0001f9d3",
    "9" * 400,
    "-1",
    "null",
    "[]",
]


def test_no_query_makes_a_list_stumble(twins: tuple[Cast, Caller]) -> None:
    caller = Caller(twins[0].administrator)
    for number, route in enumerate(routes()):
        if route.actions.get("get") != "list":
            continue
        names = {*route.view.all_filters(), *route.view.parameters, "cursor", "page_size", "ordering", "count"}
        for turn, name in enumerate(sorted(names)):
            value = QUERIES[(number + turn) % len(QUERIES)]
            answer = caller.get(route.path, **{name: [value, "true"]})
            assert answer.status_code in (200, 400), (route, name, answer.content)
