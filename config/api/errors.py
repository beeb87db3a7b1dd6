"""Every refusal of the API as RFC 9457 problem details, whoever refused."""

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.api.pointers import from_detail, from_field_errors
from register import errors as refusals
from register.api.refusals import NotFoundHere

log = structlog.get_logger(__name__)

RETRY_AFTER = "5"
"""Seconds, when the database is busy."""

STATUS_OF_REFUSAL: dict[type[refusals.Refusal], HTTPStatus] = {
    refusals.InvalidInput: HTTPStatus.BAD_REQUEST,
    refusals.NotPermitted: HTTPStatus.FORBIDDEN,
    refusals.NotPossible: HTTPStatus.CONFLICT,
    refusals.Stale: HTTPStatus.PRECONDITION_FAILED,
    refusals.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
}


def as_problem(exception: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler."""
    set_rollback()
    match exception:
        case refusals.Refusal():
            return _of_refusal(exception)
        case Http404() | ObjectDoesNotExist():
            return _of_framework(NotFoundHere())
        case PermissionDenied():
            return _of_framework(exceptions.PermissionDenied())
        case exceptions.APIException():
            return _of_framework(exception)
        case _:
            return _of_accident(exception)


def _of_accident(exception: Exception) -> Response:
    """What nobody refused on purpose; the log has the details, the caller the request_id to ask with."""
    if isinstance(exception, DataError):
        return problem(HTTPStatus.BAD_REQUEST, "invalid", _("A value cannot be stored."))
    if isinstance(exception, OperationalError | InterfaceError):
        log.warning("database_busy", exc_info=exception)
        words = _("The database is busy just now. Try again in a moment.")
        busy = problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", words)
        busy["Retry-After"] = RETRY_AFTER
        return busy
    log.error("unexpected_error", exc_info=exception)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "unexpected_error",
        _("Something went wrong here, and nothing was changed. Tell those who run the installation the request_id."),
    )


def problem(status: HTTPStatus | int, code: str, detail: Any, **members: Any) -> Response:
    """A response in the one form of refusals."""
    found = HTTPStatus(status)
    content = {
        "type": f"urn:varig:problem:{code}",
        "title": found.phrase,
        "status": found.value,
        "detail": str(detail),
        "code": code,
        "errors": [],
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
        **members,
    }
    return Response(content, status=found.value, content_type="application/problem+json")


def _of_refusal(refusal: refusals.Refusal) -> Response:
    status = next(found for kind, found in STATUS_OF_REFUSAL.items() if isinstance(refusal, kind))
    members: dict[str, Any] = {}
    headers: dict[str, str] = {}
    match refusal:
        case refusals.InvalidInput():
            members["errors"] = from_field_errors(refusal.errors)
        case refusals.PasswordNeeded():
            members["link"] = reverse("register:confirm_password")
        case refusals.NotPossible() if refusal.requirements:
            members["requirements"] = [asdict(unmet) for unmet in refusal.requirements]
        case refusals.Stale():
            members |= {"current_version": refusal.current_version, "changed_fields": refusal.changed_fields}
            headers["ETag"] = f'"{refusal.current_version}"'
        case refusals.TooManyAttempts():
            headers["Retry-After"] = str(refusal.retry_after)
    response = problem(status, refusal.code, refusal.words, **members)
    for name, value in headers.items():
        response[name] = value
    return response


def _of_framework(refusal: exceptions.APIException) -> Response:
    errors = from_detail(refusal.detail) if isinstance(refusal, exceptions.ValidationError) else []
    if errors:
        code, detail = errors[0]["code"] if len(errors) == 1 else "invalid", errors[0]["detail"]
    else:
        code, detail = str(refusal.get_codes()), str(refusal.detail)
    response = problem(refusal.status_code, code, detail, errors=errors)
    if header := getattr(refusal, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(refusal, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response
