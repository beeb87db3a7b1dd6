"""ETag and If-Match: nobody overwrites what they have not seen."""

import re

from rest_framework.request import Request
from rest_framework.response import Response

from register.api.refusals import PreconditionRequired

_TAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*')
NO_VERSION = 0
"""No row has this version: a tag that is none of ours can only be stale."""


def expected_version(request: Request) -> int | None:
    """The version the caller has seen, from If-Match; None for `*`, any version. Missing: 428."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionRequired
    if header == "*":
        return None
    tag = _TAG.fullmatch(header)
    text = tag[1] if tag else header
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) else NO_VERSION


def with_etag(response: Response, version: int | None) -> Response:
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response
