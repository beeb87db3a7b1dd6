"""The list of benefits across projects."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from projects.forms.benefit_filter import JUDGED_AT_MOST, BenefitFilter
from projects.models import Benefit
from projects.reports.benefit_table import rows_of
from projects.views.days import day_asked
from register.keyset import COUNTED, Page, count_up_to, page_of
from register.sessions import PersonRequest

PAGE_SIZE = 25


@require_safe
def benefit_list(request: PersonRequest) -> HttpResponse:
    """Every benefit the person sees, a page at a time, with its status on a day."""
    chosen, on = BenefitFilter(request.GET, person=request.person), day_asked(request)
    found = chosen.with_status(chosen.rows(), on)
    too_many, found = found is None, chosen.rows() if found is None else found
    page = _page(request, found)
    context = {
        "filter": chosen,
        "page": page,
        "rows": rows_of(list(page.rows), on=on, organisation=request.person.organisation),
        "on": on if request.GET.get("on") else None,
        "too_many": JUDGED_AT_MOST if too_many else 0,
        **_counts(request, found),
    }
    return render(request, "projects/benefit_list.html", context)


def _page(request: PersonRequest, found: Any) -> Page:
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    rows = found.select_related("project", "owner", "organisation").prefetch_related("indicators")
    try:
        return page_of(rows, order=("title_sort",), size=PAGE_SIZE, **cursors)
    except ValueError as error:
        raise BadRequest(str(error)) from error


def _counts(request: PersonRequest, found: Any) -> dict[str, Any]:
    """How many were found of how many there are for this person: exactly only when asked, or when few."""
    everything = Benefit.objects.visible_to(request.person)
    if request.GET.get("count"):
        return {"found": found.count(), "everything": everything.count(), "is_exact": True}
    counts = {"found": count_up_to(found), "everything": count_up_to(everything)}
    return {**counts, "is_exact": max(counts.values()) <= COUNTED, "counted": COUNTED}


urlpatterns = [path("benefits/", benefit_list, name="benefit_list")]
