"""Taking a register out: all of it, or what a person sees of the list."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.forms.benefit_filter import BenefitFilter
from projects.forms.register_filter import RegisterFilter
from projects.interchange.exporting import export_projects, export_register
from projects.interchange.status_export import export_statuses
from projects.reports.benefit_list import listed_benefits
from projects.views.days import days_asked
from register.sessions import PersonRequest

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
@never_cache
def export(request: PersonRequest) -> HttpResponse:
    """The projects of the list as it is filtered, with all that belongs to them."""
    chosen = RegisterFilter(request.GET, person=request.person)
    return _file(request, partial(export_projects, projects=chosen.rows(), by=request.person))


@require_safe
@never_cache
def export_all(request: PersonRequest) -> HttpResponse:
    """The whole register, for administrators and controllers."""
    return _file(request, partial(export_register, organisation=request.person.organisation, by=request.person))


@require_safe
@never_cache
def export_benefits(request: PersonRequest) -> HttpResponse:
    """The benefits of the list as it is filtered, with the status of each indicator on the day asked about."""
    chosen, days = BenefitFilter(request.GET, person=request.person), days_asked(request)
    found = listed_benefits(request.person, on=days.on, filters=chosen.filters, as_of=days.as_of)
    write = partial(export_statuses, found=found, on=days.on)
    return _file(request, write, other="csv")


def _file(request: PersonRequest, write: Callable[..., Any], *, other: str = "zip") -> HttpResponse:
    kind = other if request.GET.get("as") == other else "xlsx"
    content = BytesIO()
    write(target=content, kind=kind)
    today = request.person.organisation.local_date(timezone.now())
    name = f'attachment; filename="varig-{today.isoformat()}.{kind}"'
    return HttpResponse(content.getvalue(), content_type=TYPES[kind], headers={"Content-Disposition": name})


urlpatterns = [
    path("benefits/export/", export_benefits, name="export_benefits"),
    path("export/", export, name="export"),
    path("settings/export/", export_all, name="export_all"),
]
