"""The API is closed, scoped and as it is described."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from projects.models import Benefit, Handover, Indicator, Lesson, Measurement, Milestone, Project, Target
from projects.reports.duties import duties_of
from projects.services import lessons
from register.api.permissions import Known
from register.models import Absence, ApiToken, AuditEvent, Goal, Person, Programme, RoleAssignment, Unit
from tests.api_caller import Caller
from tests.architecture.api_routes import Route, routes
from tests.architecture.sources import ROOT
from tests.cast import Cast

DESCRIPTION = ROOT / "docs" / "openapi.yaml"
OPEN = {
    "schema/": "it describes the API and holds no secret; tools must be able to read it",
    "docs/": "the same description as a page",
}
BODIES = {"name": "submit", "role": "leader"}


def address(route: Route, pk: Any) -> str:
    """The route with values in the place of its parameters."""
    path = route.path.replace("<uuid:pk>", str(pk))
    for name, value in BODIES.items():
        path = path.replace(f"<str:{name}>", value)
    return path.replace("<path:address>", "nowhere")


@pytest.fixture
def twins(db: None) -> tuple[Cast, Caller]:
    """One organisation with a row of everything, and the administrator of another with the same."""
    now = timezone.now()
    cast = Cast(now)
    project = cast.realising()
    indicator = project.benefits.get().indicators.get()
    Measurement.objects.create(
        organisation=cast.organisation, indicator=indicator, period_end=date(2026, 3, 31), value=Decimal(7)
    )
    lessons.create_lesson(project=project, fields={"text": "Begin earlier."}, by=cast.leader, now=now)
    Programme.objects.create(organisation=cast.organisation, title="Care")
    Absence.objects.create(
        organisation=cast.organisation,
        person=cast.leader,
        deputy=cast.member,
        from_date=date(2026, 1, 1),
        to_date=date(2026, 1, 2),
    )
    due = now.date() + timedelta(days=3)
    condition = {"text": "Ask the union", "owner": cast.leader, "due_date": due}
    cast.take(cast.concept(title="Another"), "approve_planning", cast.decision_maker, conditions=[condition])
    Caller(cast.administrator)
    cast.administrator_abroad = cast.stranger
    RoleAssignment.objects.create(organisation=cast.stranger.organisation, person=cast.stranger, role="administrator")
    return cast, Caller(cast.stranger)


def a_row_of(route: Route, cast: Cast) -> Any:
    """The id of a row that the route shows to its own people."""
    if not hasattr(route.view, "model"):
        return duties_of(cast.leader, timezone.now())[0].id
    if route.view.model is AuditEvent:
        return AuditEvent.objects.filter(chain=cast.organisation.pk).latest("position").pk
    if route.view.model is type(cast.organisation):
        return cast.organisation.pk
    rows = route.view.model.objects.filter(organisation=cast.organisation)
    row = rows.first()
    if row is None and route.path.startswith("gaps"):
        project = cast.draft(title="Gap")
        row = rows.create(
            organisation=cast.organisation, project=project, code="x", gate="y", due_date=date(2026, 1, 1)
        )
    assert row is not None, route
    return row.pk


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
