"""Every address of the API, read from the live URL map."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from projects.models import (
    Benefit,
    EarlierJudgement,
    Evidence,
    Forecast,
    Indicator,
    Measurement,
    MoneyChange,
    PromisedFigure,
    PromisedYear,
    Rebaselining,
    ReferenceFigure,
    SamplingCheck,
    Series,
)
from projects.reports.duties import duties_of
from register.models import AuditEvent, Goal
from tests.cast import Cast

BODIES = {"name": "submit", "role": "leader"}


BESIDE: dict[type[Any], dict[str, type[Any]]] = {
    Series: {"indicator": Indicator},
    Forecast: {"indicator": Indicator},
    ReferenceFigure: {"indicator": Indicator},
    SamplingCheck: {"indicator": Indicator},
    PromisedFigure: {"indicator": Indicator},
    Rebaselining: {"indicator": Indicator},
    PromisedYear: {"benefit": Benefit},
    MoneyChange: {"benefit": Benefit},
    EarlierJudgement: {"benefit": Benefit},
    Evidence: {"measurement": Measurement},
}
"""What a row stands beside, where the walk makes none."""

DAY = date(2026, 1, 1)
MADE_OF: dict[type[Any], dict[str, Any]] = {
    Series: {"start_date": DAY, "definition": "x"},
    Forecast: {"due_date": DAY, "made_on": DAY},
    SamplingCheck: {"checked_on": DAY, "sampled": 2, "usable": 1},
    PromisedFigure: {"decided_on": DAY},
    Rebaselining: {"changed_on": DAY},
    PromisedYear: {"decided_on": DAY, "year": 2027, "currency": "NOK"},
    MoneyChange: {"changed_on": DAY, "year": 2027, "what": "year"},
    EarlierJudgement: {"judged_on": DAY, "judgement": "on_track"},
    Evidence: {"file_name": "a.txt", "content": b"x", "content_type": "text/plain"},
}


def _first(model: type[Any], cast: Cast) -> Any:
    return model.objects.filter(organisation=cast.organisation).first()


@dataclass(frozen=True)
class Route:
    """An address below /api/v1/, its view, and what each method does there."""

    path: str
    view: type[Any]
    actions: dict[str, str]

    def __str__(self) -> str:
        return self.path

    @property
    def is_of_a_row(self) -> bool:
        return "<uuid:pk>" in self.path


def routes() -> list[Route]:
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    return list(_walk(api, ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        path = f"{prefix}{one.pattern}"
        if isinstance(one, URLPattern):
            view: Any = one.callback
            actions = getattr(view, "actions", None) or {"get": ""}
            yield Route(path, view.cls, {method: name for method, name in actions.items() if method != "head"})
        else:
            yield from _walk(one, path)


def address(route: Route, pk: Any) -> str:
    """The route with values in the place of its parameters."""
    path = route.path.replace("<uuid:pk>", str(pk))
    for name, value in BODIES.items():
        path = path.replace(f"<str:{name}>", value)
    return path.replace("<path:address>", "nowhere")


def _of_a_draft(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"project": cast.draft(title="Drawn and shown"), **fields}


def _link(cast: Cast) -> dict[str, Any]:
    project = cast.draft(title="Linked")
    goal = Goal.objects.create(organisation=cast.organisation, title="A goal")
    return {"project": project, "from_benefit": project.benefits.get(), "to_goal": goal}


DRAWN_OR_SHOWN: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "changes": lambda cast: _of_a_draft(cast, title="Otherwise"),
    "links": _link,
    "publications": lambda cast: _of_a_draft(cast, headline="Fewer falls"),
    "imports": lambda cast: {"person": cast.administrator, "file_name": "a.csv", "content": b"a;b"},
    "results_pages": lambda cast: {"slug": f"page-{cast.organisation.pk.hex}"},
}


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
    if row is None and route.path.startswith("evaluations"):
        row = rows.create(organisation=cast.organisation, project=cast.draft(title="Evaluated"))
    if row is None and (make := DRAWN_OR_SHOWN.get(route.path.partition("/")[0])):
        row = rows.create(organisation=cast.organisation, **make(cast))
    if row is None and route.path.startswith("successions"):
        project = cast.draft(title="Handed on")
        row = rows.create(
            organisation=cast.organisation, project=project, kind="owner", to_person=cast.leader, reason="handed_on"
        )
    if row is None and route.path.startswith("reorganisations"):
        row = rows.create(organisation=cast.organisation, kind="move", unit=cast.unit)
    if row is None and route.view.model in BESIDE:
        about = {name: _first(model, cast) for name, model in BESIDE[route.view.model].items()}
        row = rows.create(organisation=cast.organisation, **about, **MADE_OF.get(route.view.model, {}))
    assert row is not None, route
    return row.pk
