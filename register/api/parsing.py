"""JSON as it comes in: figures kept exact, and nothing that no database can store."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from register.api.refusals import ContentTooLarge, refuse_fields

DEEPEST = 10
LONGEST_NUMBER = 100


class ExactJSONParser(BaseParser):
    """Figures become Decimal, never float; NaN, zero bytes, lone surrogates and deep nesting are refused."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise ContentTooLarge
        try:
            content = json.loads(
                body.decode("utf-8-sig"), parse_float=_figure, parse_int=_whole, parse_constant=_refuse_constant
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON that can be read.")) from error
        check_storable(content)
        return content


def check_storable(content: Any, pointer: str = "", depth: int = 0) -> None:
    """Refuse, with its place, what is nested too deep or a text that cannot be stored."""
    if depth > DEEPEST:
        raise ParseError(_("The body is nested too deep."))
    match content:
        case str():
            if not is_storable(content):
                raise refuse_fields([(pointer, "unstorable", _("The text contains signs that cannot be stored."))])
        case dict():
            for name, value in content.items():
                if not is_storable(name):
                    raise ParseError(_("A field's name contains signs that cannot be stored."))
                check_storable(value, f"{pointer}/{name}".lstrip("/"), depth + 1)
        case list():
            for index, value in enumerate(content):
                check_storable(value, f"{pointer}/{index}".lstrip("/"), depth + 1)


def is_storable(text: str) -> bool:
    """Neither a zero byte nor half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _figure(text: str) -> Decimal:
    return Decimal(_short(text))


def _whole(text: str) -> int:
    return int(_short(text))


def _short(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(text[:LONGEST_NUMBER])
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
