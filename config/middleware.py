"""What every request passes first: who is really asking, and a line in the log."""

import re
import time
from collections.abc import Callable
from ipaddress import ip_address
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
FORWARDED_HEADERS = ["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"]
ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger(__name__)


def is_trusted_proxy(address: str) -> bool:
    """Whether TRUSTED_PROXIES names this address or its network."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in settings.TRUSTED_PROXIES)


class TrustedProxies:
    """Believe what a trusted proxy says about the browser, and nobody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
            browser = next((hop for hop in reversed(hops) if not is_trusted_proxy(hop)), None)
            if browser:
                request.META["REMOTE_ADDR"] = browser
        else:
            for header in FORWARDED_HEADERS:
                request.META.pop(header, None)
        return self.get_response(request)


class RequestLog:
    """Give each request an id that stands in its log lines, its audit events and its answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("X-Request-ID", "")
        request_id = asked if ACCEPTED_REQUEST_ID.fullmatch(asked) else uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.answer(request)
        response["X-Request-ID"] = request_id
        return response

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer, and log how long it took."""
        began = time.perf_counter()
        response = self.get_response(request)
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        log.info(
            "request", method=request.method, path=request.path, status=response.status_code, milliseconds=milliseconds
        )
        return response
