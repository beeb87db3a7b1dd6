"""Names of pages that are not written yet, so that links to them can be. Take a line away when its page lands."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def not_yet(request: HttpRequest, **_parts: Any) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("projects/<uuid:pk>/history/", not_yet, name="project_history"),
    path("benefits/", not_yet, name="benefit_list"),
    path("conditions/<uuid:pk>/", not_yet, name="condition_detail"),
    path("follow-ups/<uuid:pk>/", not_yet, name="follow_up_detail"),
    path("portfolio/", not_yet, name="portfolio"),
]
