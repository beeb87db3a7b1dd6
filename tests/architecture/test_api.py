"""The API is closed, scoped and as it is described."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from projects.models import Benefit, Handover, Indicator, Lesson, Measurement, Milestone, Project, Target
from projects.services import lessons
from register.api.permissions import Known
from register.models import ApiToken, Goal, Person, Programme, RoleAssignment, Unit
from tests.api_caller import Caller
from tests.architecture.api_routes import a_row_of, address, routes
from tests.architecture.sources import ROOT
from tests.cast import Cast

DESCRIPTION = ROOT / "docs" / "openapi.yaml"
OPEN = {
    "schema/": "it describes the API and holds no secret; tools must be able to read it",
    "docs/": "the same description as a page",
}


def test_no_view_of_the_api_is_open_but_those_with_a_reason() -> None:
    unguarded = {route.path for route in routes() if route.view.permission_classes != [Known]}
    assert unguarded == OPEN.keys()


@pytest.mark.django_db
def test_whoever_is_unknown_gets_401_everywhere() -> None:
    nobody = Caller(None)
    for route in routes():
        if route.path in OPEN:
            continue
        for method in route.actions:
            answer = nobody.call(method, address(route, "0b9e6b0a-0000-4000-8000-000000000000"))
            assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"'), (route, method)


def test_a_stranger_finds_nothing_at_any_address(twins: tuple[Cast, Caller]) -> None:
    cast, stranger = twins
    walked = 0
    for route in routes():
        if not route.is_of_a_row:
            continue
        pk = a_row_of(route, cast)
        for method in route.actions:
            foreign = stranger.call(method, address(route, pk), None if method == "get" else {}, version=1)
            nothing = stranger.call(
                method,
                address(route, "0b9e6b0a-0000-4000-8000-000000000000"),
                None if method == "get" else {},
                version=1,
            )
            assert foreign.status_code == 404, (route, method, foreign.content)
            assert without_id(foreign) == without_id(nothing), (route, method)
            walked += 1
    assert walked > 60


def test_nothing_of_one_organisation_stands_in_a_list_of_another(twins: tuple[Cast, Caller]) -> None:
    cast, stranger = twins
    ids = {str(row.pk) for model in SCOPED for row in model.objects.filter(organisation=cast.organisation)}
    assert len(ids) > 20
    for route in routes():
        if route.actions.get("get") == "list":
            answer = stranger.get(route.path, page_size=200)
            assert answer.status_code == 200, (route, answer.content)
            assert not [one for one in ids if one in answer.content.decode()], route


SCOPED = (
    *(ApiToken, Benefit, Goal, Handover, Indicator, Lesson, Measurement, Milestone, Person, Programme, Project),
    *(RoleAssignment, Target, Unit),
)


def test_a_list_takes_as_many_queries_for_many_as_for_one(twins: tuple[Cast, Caller]) -> None:
    cast, _stranger = twins
    caller = Caller(cast.administrator)
    lists = [route.path for route in routes() if route.actions.get("get") == "list"]
    before = {path: queries_of(caller, path) for path in lists for _again in range(2)}
    for number in range(3):
        project = cast.realising(title=f"More {number}")
        lessons.create_lesson(project=project, fields={"text": "Again."}, by=cast.leader, now=cast.now)
        cast.person(f"Somebody {number}")
        for model, named in ((Unit, "name"), (Goal, "title"), (Programme, "title")):
            model.objects.create(organisation=cast.organisation, **{named: f"More {number}"})
    grown = {path for path in lists if queries_of(caller, path) > before[path]}
    assert grown == set()


def queries_of(caller: Caller, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert caller.get(path, page_size=200).status_code == 200
    return len(queries)


def without_id(answer: Any) -> dict[str, Any]:
    return {**answer.json(), "request_id": ""}


def described() -> str:
    generator = SchemaGenerator()
    schema = generator.get_schema(request=None, public=True)
    return OpenApiYamlRenderer().render(schema, renderer_context={}).decode()


def test_the_committed_description_is_what_the_code_says() -> None:
    assert Path(DESCRIPTION).read_text(encoding="utf-8") == described(), (
        "Renew it: ./varig manage spectacular --file docs/openapi.yaml"
    )
