"""What several projects claim, and what similar benefits really yielded: two pages of the portfolio."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.models import BenefitKind
from projects.reports.overlaps import overlaps_of
from projects.reports.yields import Similar, similar_to, table_of
from projects.services.overlaps import split
from register.decimals import parse_decimal
from register.sessions import PersonRequest


@require_safe
def overlaps(request: PersonRequest) -> HttpResponse:
    """Everything that is claimed twice, with how it might be split."""
    found = overlaps_of(request.person, _today(request))
    return render(request, "projects/overlaps.html", {"overlaps": found})


@require_POST
def overlap_split(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody says so."""
    now = timezone.now()
    found = overlaps_of(request.person, request.person.organisation.local_date(now))
    overlap = next((one for one in found if one.id == pk), None)
    if overlap is None:
        raise Http404
    split(overlap=overlap, by=request.person, now=now)
    messages.success(request, _("Shared out: %(what)s. Each benefit says its share and why.") % {"what": overlap.what})
    return redirect("projects:overlaps")


@require_safe
def yields(request: PersonRequest) -> HttpResponse:
    """What closed projects really yielded, by kind and unit of measure."""
    return render(request, "projects/yields.html", {"rows": table_of(request.person, _today(request))})


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
