"""What is answered when something breaks that nobody caught: words, in the form of the caller, and never a trace."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.api.errors import RETRY_AFTER, problem


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away, or somebody else held a row for too long; 500 for all else."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        words = _(
            "Something went wrong here, and nothing was changed. Tell those who run the installation the request_id."
        )
        if _wants_json(request):
            return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected_error", words)
        return HttpResponseServerError(render_to_string("500.html"))
    if _wants_json(request):
        words = _("The database is busy just now. Try again in a moment.")
        response = _problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", words)
    else:
        response = HttpResponse(render_to_string("503.html"), status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(status: HTTPStatus, code: str, words: str) -> HttpResponse:
    return JsonResponse(problem(status, code, words).data, status=status, content_type="application/problem+json")
