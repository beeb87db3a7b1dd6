"""The portfolio: what was promised, what is verified, what nobody knows; every figure opens the rows behind it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.forms.portfolio_filter import PortfolioFilter
from projects.reports.oversight import oversees, ownership_of
from projects.reports.portfolio import portfolio_of
from projects.reports.portfolio_page import page_of
from projects.views.days import days_asked
from register.sessions import PersonRequest


@require_safe
def portfolio(request: PersonRequest) -> HttpResponse:
    """All of it in the address, so that a view can be sent to somebody and printed for a meeting."""
    chosen, days = PortfolioFilter(request.GET, person=request.person), days_asked(request)
    found = portfolio_of(request.person, by=chosen.by_chosen, on=days.on, filters=chosen.filters, as_of=days.as_of)
    context = {
        "filter": chosen,
        "page": page_of(found, days=days.asked, filters=found.total.filters),
        "days": days,
        "portfolio": found,
        "narrowed": bool(chosen.filters),
    }
    if oversees(request.person):
        context["ownership"] = ownership_of(request.person, timezone.now())
    return render(request, "projects/portfolio.html", context)


urlpatterns = [path("portfolio/", portfolio, name="portfolio")]
