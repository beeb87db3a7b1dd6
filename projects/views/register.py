"""The register: the list of projects."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from projects.forms.register_filter import RegisterFilter
from projects.models import Project
from register.keyset import COUNTED, Page, count_up_to, page_of
from register.sessions import PersonRequest

PAGE_SIZE = 25


@require_safe
def project_list(request: PersonRequest) -> HttpResponse:
    """Every project the person sees, a page at a time."""
    chosen = RegisterFilter(request.GET, person=request.person)
    found = chosen.rows()
    page = _page(request, chosen, found)
    return render(request, "projects/project_list.html", {"filter": chosen, "page": page, **_counts(request, found)})


def _page(request: PersonRequest, chosen: RegisterFilter, found: Any) -> Page:
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        return page_of(found.select_related("unit", "leader"), order=chosen.order, size=PAGE_SIZE, **cursors)
    except ValueError as error:
        raise BadRequest(str(error)) from error


def _counts(request: PersonRequest, found: Any) -> dict[str, Any]:
    """How many were found of how many there are for this person: exactly only when asked, or when few."""
    everything = Project.objects.visible_to(request.person)
    if request.GET.get("count"):
        return {"found": found.count(), "everything": everything.count(), "is_exact": True}
    counts = {"found": count_up_to(found), "everything": count_up_to(everything)}
    return {**counts, "is_exact": max(counts.values()) <= COUNTED, "counted": COUNTED}


urlpatterns = [path("projects/", project_list, name="project_list")]
