"""The portfolio: what was promised, what is verified, what nobody knows; every figure opens the rows behind it."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.forms.portfolio_filter import ChangesFilter, OverTimeFilter, PortfolioFilter
from projects.models import ViewedPage
from projects.reports.groupings import GROUPINGS
from projects.reports.oversight import oversees, ownership_of
from projects.reports.portfolio import portfolio_of
from projects.reports.portfolio_answers import answers_of
from projects.reports.portfolio_changes import changes_since
from projects.reports.portfolio_in_short import lines_in_short
from projects.reports.portfolio_over_time import over_time
from projects.reports.portfolio_page import lacks_of, page_of
from projects.reports.portfolio_words import changes_in_words, lines_in_words
from projects.reports.register_health import health_of
from projects.reports.rows import nothing_is_garbage
from projects.reports.saved_views import views_of
from projects.views.days import Days, days_asked
from register.sessions import PersonRequest

QUARTER = timedelta(days=91)
DRAWN = 3
"""Charts of the largest promises; the others are drawn on demand."""


@require_safe
@nothing_is_garbage()
def portfolio(request: PersonRequest) -> HttpResponse:
    """All of it in the address, so that a view can be sent to somebody and printed for a meeting."""
    chosen, days = PortfolioFilter(request.GET, person=request.person), days_asked(request)
    found = portfolio_of(request.person, by=chosen.by_chosen, on=days.on, filters=chosen.filters, as_of=days.as_of)
    filters, organisation = found.total.filters, request.person.organisation
    health = health_of(found.rows, on=days.on, organisation=organisation, is_past=days.is_past)
    context = {
        **_frame(request, chosen, days),
        "page": page_of(found, days=days.asked, filters=filters),
        "portfolio": found,
        "answers": answers_of(found.rows, on=days.on, filters=filters, days=days.asked),
        "health": lacks_of(health, days=days.asked, filters=filters),
        "grouping": GROUPINGS[found.by].label,
        "views": views_of(request.person, ViewedPage.PORTFOLIO),
    }
    if oversees(request.person) and not days.is_past:
        context["ownership"] = ownership_of(request.person, timezone.now())
    return render(request, "projects/portfolio.html", context)


@require_safe
@nothing_is_garbage()
def portfolio_over_time(request: PersonRequest) -> HttpResponse:
    """Realised against plan, year by year or quarter by quarter."""
    chosen, days = OverTimeFilter(request.GET, person=request.person), days_asked(request)
    found = portfolio_of(
        request.person, by="state", on=days.on, filters=chosen.filters, as_of=days.as_of, every_figure=True
    )
    filters = found.total.filters
    lines = over_time(found.rows, on=days.on, per=chosen.per_chosen, year=filters.get("year", ""))
    drawn = lines if request.GET.get("charts") == "all" else lines[:DRAWN]
    context = {
        **_frame(request, chosen, days),
        "all_lines": lines_in_short(lines, days=days.asked, filters=filters),
        "lines": lines_in_words(drawn, on=days.on, days=days.asked, filters=filters, language=request.LANGUAGE_CODE),
    }
    return render(request, "projects/portfolio_over_time.html", context)


@require_safe
@nothing_is_garbage()
def portfolio_changes(request: PersonRequest) -> HttpResponse:
    """What is other than it was on an earlier day; three months ago unless another is asked for."""
    chosen, days = ChangesFilter(request.GET, person=request.person), days_asked(request)
    since = chosen.since_chosen or days.on - QUARTER
    found = changes_since(since, person=request.person, on=days.on, filters=chosen.filters, as_of=days.as_of)
    context = {**_frame(request, chosen, days), "since": since, "changes": changes_in_words(found)}
    return render(request, "projects/portfolio_changes.html", context)


def _frame(request: PersonRequest, chosen: PortfolioFilter, days: Days) -> dict[str, Any]:
    """What the three pages share; their filters are carried from one to the other."""
    carried = request.GET.copy()
    for name in ("by", "per", "since", "charts"):
        carried.pop(name, None)
    return {"filter": chosen, "days": days, "narrowed": bool(chosen.filters), "carried": carried.urlencode()}


urlpatterns = [
    path("portfolio/", portfolio, name="portfolio"),
    path("portfolio/over-time/", portfolio_over_time, name="portfolio_over_time"),
    path("portfolio/changes/", portfolio_changes, name="portfolio_changes"),
]
