"""What everybody may read of an organisation, without signing in: as a page in each language, and for machines."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from projects.models import ResultsPage
from projects.reports.open_json import as_json
from projects.reports.open_results import open_page


@login_not_required
@require_safe
def open_results(request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
    """The page in the organisation's language, or in the one that the address names."""
    page = _open(slug)
    language = language or page.organisation.language
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        context = {"page": open_page(page, _today(page)), "slug": slug, "language": language}
        response = render(request, "projects/open_results.html", context)
    response.headers["Content-Language"] = language
    return _asked_for_anew(response)


@login_not_required
@require_safe
def open_results_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for machines, in the organisation's language; any page of any site may fetch it."""
    page = _open(slug)
    with translation.override(page.organisation.language):
        content = as_json(open_page(page, _today(page)))
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Language"] = page.organisation.language
    return _asked_for_anew(response)


def _open(slug: str) -> ResultsPage:
    """A page that is not open is as unknown as one that never was."""
    rows = ResultsPage.objects.filter(is_open=True, organisation__closed_at__isnull=True)
    page = rows.select_related("organisation").filter(slug=slug).first()
    if page is None:
        raise Http404
    return page


def _today(page: ResultsPage) -> date:
    return page.organisation.local_date(timezone.now())


def _asked_for_anew(response: HttpResponse) -> HttpResponse:
    """Whoever keeps a copy asks before it is shown again, so that what is withdrawn is gone at once."""
    patch_cache_control(response, public=True, no_cache=True)
    return response


urlpatterns = [
    path("results/<slug:slug>/", open_results, name="open_results"),
    path("results/<slug:slug>/results.json", open_results_json, name="open_results_json"),
    path("results/<slug:slug>/<slug:language>/", open_results, name="open_results_in"),
]
