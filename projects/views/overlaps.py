"""What several projects claim, and what similar benefits really yielded: two pages of the portfolio."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.forms.portfolio_filter import ClosedFilter
from projects.models import BenefitKind
from projects.reports.overlap_page import administrators_of, overlap_rows
from projects.reports.overlaps import overlaps_of, place_of
from projects.reports.portfolio_answers import yielded_of
from projects.reports.rows import nothing_is_garbage
from projects.reports.yields import Similar, closed_benefits, similar_to, table_of
from projects.services.overlaps import split
from projects.views.days import days_asked
from register.api.fields import as_uuid
from register.decimals import parse_decimal
from register.keyset import page_of_list
from register.sessions import PersonRequest

PAGE_SIZE = 10


@require_safe
@nothing_is_garbage()
def overlaps(request: PersonRequest) -> HttpResponse:
    """Everything that is claimed twice, a page at a time, with how it might be split and who may say so."""
    found = overlaps_of(request.person, _today(request))
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        page = page_of_list(found, place=place_of, size=PAGE_SIZE, **cursors)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    rows = overlap_rows(page.rows, request.person)
    context: dict[str, Any] = {"rows": rows, "page": page, "found": len(found)}
    if not all(row.can_split for row in rows):
        context["administrators"] = ", ".join(administrators_of(request.person))
    return render(request, "projects/overlaps.html", context)


@require_POST
def overlap_split(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody says so."""
    now = timezone.now()
    found = overlaps_of(request.person, request.person.organisation.local_date(now))
    overlap = next((one for one in found if one.id == pk), None)
    if overlap is None:
        raise Http404
    asked = request.POST.get("benefit")
    if asked and as_uuid(asked) is None:
        raise Http404
    split(overlap=overlap, by=request.person, now=now, only=as_uuid(asked))
    messages.success(request, _("Shared out: %(what)s. Each benefit says its share and why.") % {"what": overlap.what})
    return redirect("projects:overlaps")


@require_safe
def yields(request: PersonRequest) -> HttpResponse:
    """What closed projects really yielded: the sums, and the middle one by kind and unit of measure."""
    chosen, days = ClosedFilter(request.GET, person=request.person), days_asked(request)
    found = closed_benefits(request.person, days.on, filters=chosen.filters, as_of=days.as_of)
    filters = {name: str(getattr(value, "pk", value)) for name, value in chosen.filters.items()}
    context = {
        "filter": chosen,
        "days": days,
        "narrowed": bool(chosen.filters),
        "projects": len({one.benefit.project_id for one in found}),
        "gains": yielded_of(found, filters=filters, days=days.asked),
        "rows": table_of(found),
    }
    return render(request, "projects/yields.html", context)


@require_safe
def similar_yield(request: PersonRequest) -> HttpResponse:
    """The words beside an estimate while it is typed."""
    asked = request.GET
    kind = asked.get("kind", "")
    found: Similar | None = None
    if kind in BenefitKind.values:
        unit, promised = asked.get("unit", ""), _promised(asked)
        found = similar_to(request.person, _today(request), kind=kind, unit=unit, promised=promised)
    return render(request, "projects/_similar_yield.html", {"similar": found})


def _today(request: PersonRequest) -> date:
    return request.person.organisation.local_date(timezone.now())


def _promised(asked: dict[str, str]) -> Decimal | None:
    """The change from the baseline to the first target that is typed; nothing while it is no figure yet."""
    try:
        baseline = parse_decimal(asked.get("baseline_value", "").replace(",", ".") or "0")
        target = next((asked[name] for name in asked if name.endswith("-value") and asked[name]), "")
        return abs(parse_decimal(target.replace(",", ".")) - baseline) if target else None
    except ValueError:
        return None


urlpatterns = [
    path("portfolio/overlaps/", overlaps, name="overlaps"),
    path("portfolio/overlaps/<uuid:pk>/split/", overlap_split, name="overlap_split"),
    path("portfolio/yields/", yields, name="yields"),
    path("portfolio/yields/similar/", similar_yield, name="similar_yield"),
]
