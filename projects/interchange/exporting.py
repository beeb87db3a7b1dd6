"""Writes a register out, so that it can be read anywhere and comes in again unchanged."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.interchange.about import About
from projects.interchange.figure_sheets import BESIDE_FIGURES
from projects.interchange.files import write_tables
from projects.interchange.format import IN_ORDER, Sheet
from projects.interchange.queries import QUERIES
from projects.interchange.showing import key_of, text_of
from projects.lifecycles.measurement import MeasurementState
from projects.models import Benefit, Project
from register.errors import NotPermitted
from register.models import Organisation, Person

AT_A_TIME = 500
WAITS_FOR_ITS_FIGURE = Q(state=MeasurementState.DUE, value=None, low=None, high=None)
PROJECT_OF = {
    "projects": "pk",
    "benefits": "project",
    "prerequisites": "project",
    "realisation_actions": "benefit__project",
    "risks": "benefit__project",
    "indicators": "benefit__project",
    "targets": "indicator__benefit__project",
    "measurements": "indicator__benefit__project",
    **{sheet.name: "indicator__benefit__project" for sheet in BESIDE_FIGURES},
    "milestones": "project",
    "changes": "project",
    "links": "project",
    "benefit_years": "benefit__project",
    "budget_entries": "benefit__project",
}
USED = (("unit_prices", "benefit_years", "unit_price"), ("budget_lines", "budget_entries", "budget_line"))
"""What goes along because rows of a project point at it."""
LINKS_OF_BENEFITS = ("part_of", "restates")
Lines = Mapping[str, Iterable[Mapping[str, str]]]


def may_export_all(by: Person | None, organisation: Organisation) -> bool:
    if by is None:
        return True
    return by.organisation_id == organisation.pk and (by.standing.administrator or by.standing.has("controller"))


def export_register(
    *, organisation: Organisation, target: BinaryIO, kind: str, by: Person | None, about: About = ()
) -> None:
    """Write the whole register as `xlsx` or `zip`."""
    if not may_export_all(by, organisation):
        raise NotPermitted(_("Only an administrator or a controller can export the whole register."))
    queries = {sheet.name: QUERIES[sheet.name].filter(organisation=organisation) for sheet in IN_ORDER}
    write_tables(target, kind, _lines(queries, None), about)


def export_projects(*, projects: QuerySet[Any], target: BinaryIO, kind: str, by: Person, about: About = ()) -> None:
    """Write these projects, of those the person may see, with all that belongs to them."""
    seen = Project.objects.visible_to(by).filter(pk__in=projects.order_by().values("pk"))
    queries = {name: QUERIES[name].filter(**{f"{path}__in": seen.values("pk")}) for name, path in PROJECT_OF.items()}
    for name, rows, pointer in USED:
        used = queries[rows].order_by().values(pointer)
        queries[name] = QUERIES[name].filter(organisation_id=by.organisation_id, pk__in=used)
    write_tables(target, kind, _lines(queries, by), about)


def _lines(queries: Mapping[str, QuerySet[Any]], seen_by: Person | None) -> Lines:
    return {
        sheet.name: _lines_of(sheet, queries[sheet.name], seen_by) if sheet.name in queries else ()
        for sheet in IN_ORDER
    }


def _lines_of(sheet: Sheet, query: QuerySet[Any], seen_by: Person | None) -> Iterator[Mapping[str, str]]:
    if sheet.name == "measurements":
        query = query.exclude(WAITS_FOR_ITS_FIGURE)
    for some in _in_order_of_keys(query):
        if sheet.name == "benefits" and seen_by is not None:
            veil(some, seen_by)
        for row in some:
            yield {name: text_of(row, column) for name, column in sheet.by_name.items()}


def _in_order_of_keys(query: QuerySet[Any]) -> Iterator[list[Any]]:
    """All rows, some at a time: a large register does not fit into memory, and two copies of one look the same."""
    slim = query.model._default_manager.filter(pk__in=query.order_by().values("pk"))
    ids = [row.pk for row in sorted(slim.only("pk", "key"), key=key_of)]
    for start in range(0, len(ids), AT_A_TIME):
        rows = query.in_bulk(ids[start : start + AT_A_TIME])
        yield [rows[one] for one in ids[start : start + AT_A_TIME] if one in rows]


def veil(benefits: list[Any], person: Person) -> None:
    """A reference must not tell of a project that the person may not see."""
    named = {getattr(row, f"{name}_id") for row in benefits for name in LINKS_OF_BENEFITS}
    seen = set(Benefit.objects.visible_to(person).filter(pk__in=named - {None}).values_list("pk", flat=True))
    for row in benefits:
        for name in LINKS_OF_BENEFITS:
            if getattr(row, f"{name}_id") not in seen:
                setattr(row, name, None)
