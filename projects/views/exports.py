"""Taking a register out: all of it, or what a person sees of the list."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.forms.benefit_filter import BenefitFilter
from projects.forms.in_words import in_words
from projects.forms.portfolio_filter import PortfolioFilter
from projects.forms.register_filter import RegisterFilter
from projects.interchange.about import About, about
from projects.interchange.exporting import export_projects, export_register
from projects.interchange.portfolio_export import export_portfolio
from projects.interchange.status_export import export_statuses
from projects.reports.benefit_list import listed_benefits
from projects.reports.counted import knowledge_of
from projects.reports.portfolio import portfolio_of
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
    asked = _about(request, _("Projects, with all that belongs to them"), in_words(chosen, "sort"))
    return _file(request, partial(export_projects, projects=chosen.rows(), by=request.person, about=asked))


@require_safe
@never_cache
def export_all(request: PersonRequest) -> HttpResponse:
    """The whole register, for administrators and controllers."""
    asked = _about(request, _("The whole register"))
    organisation = request.person.organisation
    return _file(request, partial(export_register, organisation=organisation, by=request.person, about=asked))


@require_safe
@never_cache
def export_benefits(request: PersonRequest) -> HttpResponse:
    """The benefits of the list as it is filtered, with the status of each indicator on the day asked about."""
    chosen, days = BenefitFilter(request.GET, person=request.person), days_asked(request)
    found = listed_benefits(request.person, on=days.on, filters=chosen.filters, as_of=days.as_of)
    asked = in_words(chosen)
    made = _about(request, _("Benefits with their statuses"), asked)
    knowledge = knowledge_of(request.person.organisation, days.as_of)
    write = partial(
        export_statuses, found=found, on=days.on, by=request.person, about=made, asked=asked, knowledge=knowledge
    )
    return _file(request, write, other="csv")


@require_safe
@never_cache
def export_shown_portfolio(request: PersonRequest) -> HttpResponse:
    """The groups and the sums of the portfolio as it is filtered."""
    chosen, days = PortfolioFilter(request.GET, person=request.person), days_asked(request)
    found = portfolio_of(request.person, by=chosen.by_chosen, on=days.on, filters=chosen.filters, as_of=days.as_of)
    asked = _about(request, _("The portfolio"), in_words(chosen))
    return _file(request, partial(export_portfolio, found=found, about=asked), other="xlsx")


def _about(request: PersonRequest, what: str, asked: About = ()) -> About:
    """The address is the filter: whoever may see the same gets the same from it."""
    address = f"{settings.BASE_URL}{request.get_full_path()}"
    return about(what=what, by=request.person, now=timezone.now(), address=address, asked=asked)


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
    path("portfolio/export/", export_shown_portfolio, name="export_portfolio"),
    path("settings/export/", export_all, name="export_all"),
]
