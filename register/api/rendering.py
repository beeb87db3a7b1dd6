"""JSON as it goes out, and the one form it goes out in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.functional import Promise
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer

from register.decimals import decimal_text


class FastJSONRenderer(BaseRenderer):
    """orjson; decimals as text, moments in UTC, UUIDs and dates as ISO texts."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=_as_json, option=orjson.OPT_UTC_Z)


class AlwaysJSON(BaseContentNegotiation):
    """There is one form; what the caller would rather have makes no difference."""

    def select_parser(self, request: HttpRequest, parsers: Any) -> Any:
        content_type = (request.META.get("CONTENT_TYPE") or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == content_type), None)

    def select_renderer(self, request: HttpRequest, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def _as_json(value: Any) -> Any:
    match value:
        case Decimal():
            return decimal_text(value)
        case Promise():
            return str(value)
        case set() | frozenset():
            return sorted(value)
    raise TypeError(type(value))
