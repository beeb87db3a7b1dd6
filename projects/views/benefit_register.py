"""The list of benefits across projects."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from projects.forms.benefit_filter import BenefitFilter
from projects.models import Benefit, SavedView, ViewedPage
from projects.reports.benefit_list import listed_benefits, place_of
from projects.reports.benefit_table import rows_of, rows_of_counted
from projects.reports.counted import knowledge_of
from projects.reports.rows import nothing_is_garbage
from projects.reports.saved_views import views_of
from projects.views.days import Days, days_asked
from register.keyset import COUNTED, count_up_to, page_of, page_of_list
from register.sessions import PersonRequest

PAGE_SIZE = 25


@require_safe
def benefit_list(request: PersonRequest) -> HttpResponse:
    """Every benefit the person sees, a page at a time, with its status on a day."""
    chosen, days = BenefitFilter(request.GET, person=request.person), days_asked(request)
    found = _judged(request, chosen, days) if chosen.is_judged or days.is_past else _plain(request, chosen, days)
    context = {"filter": chosen, "on": days.on if days.asked else None, "days": days, "views": _views(request), **found}
    return render(request, "projects/benefit_list.html", context)


def _plain(request: PersonRequest, chosen: BenefitFilter, days: Days) -> dict[str, Any]:
    """What the database finds alone, however many there are."""
    found = chosen.rows()
    rows = found.select_related("project", "owner", "organisation").prefetch_related("indicators")
    try:
        page = page_of(rows, order=("title_sort",), size=PAGE_SIZE, **_cursors(request))
    except ValueError as error:
        raise BadRequest(str(error)) from error
    shown = rows_of(list(page.rows), on=days.on, organisation=request.person.organisation)
    return {"page": page, "rows": shown, **_counts(request, found)}


@nothing_is_garbage()
def _judged(request: PersonRequest, chosen: BenefitFilter, days: Days) -> dict[str, Any]:
    """What is found by its status or its figures, or as it was known once: all of it is judged."""
    found = listed_benefits(request.person, on=days.on, filters=chosen.filters, as_of=days.as_of)
    try:
        page = page_of_list(found, place=place_of, size=PAGE_SIZE, **_cursors(request))
    except ValueError as error:
        raise BadRequest(str(error)) from error
    knowledge = knowledge_of(request.person.organisation, days.as_of)
    shown = rows_of_counted(page.rows, on=days.on, knowledge=knowledge)
    everything = count_up_to(Benefit.objects.visible_to(request.person))
    counts = {"found": len(found), "everything": max(everything, len(found)), "is_exact": everything <= COUNTED}
    return {"page": page, "rows": shown, "counted": COUNTED, **counts}


def _views(request: PersonRequest) -> list[SavedView]:
    return views_of(request.person, ViewedPage.BENEFITS)


def _cursors(request: PersonRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("after", "before")}


def _counts(request: PersonRequest, found: Any) -> dict[str, Any]:
    """How many were found of how many there are for this person: exactly only when asked, or when few."""
    everything = Benefit.objects.visible_to(request.person)
    if request.GET.get("count"):
        return {"found": found.count(), "everything": everything.count(), "is_exact": True}
    counts = {"found": count_up_to(found), "everything": count_up_to(everything)}
    return {**counts, "is_exact": max(counts.values()) <= COUNTED, "counted": COUNTED}


urlpatterns = [path("benefits/", benefit_list, name="benefit_list")]
