"""Bodies that bring a file along: `multipart/form-data` beside JSON."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from register.api.base import Resource
from register.api.fields import Text
from register.api.inputs import Reason
from register.api.parsing import ExactJSONParser, check_storable
from register.api.refusals import ContentTooLarge, refuse_fields

LARGEST_BODY = 11 * 1024 * 1024
"""A file of 10 MB and what is said of it."""


class FileParser(MultiPartParser):
    """Refuses what is too large before it is read; without a length nobody can tell."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request: Request = (parser_context or {})["request"]
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length.isdigit() or int(length) > LARGEST_BODY:
            raise ContentTooLarge
        return super().parse(stream, media_type, parser_context)


class TakesFiles(Resource):
    """A resource whose bodies may bring files; the last of several fields with one name counts."""

    parser_classes = [ExactJSONParser, FileParser]

    def read_body(self, instance: Model | None = None, *, partial: bool = False) -> dict[str, Any]:
        """Fields of a form as those of an object."""
        sent: Any = self.request.data
        if hasattr(sent, "getlist"):
            fields = dict(sent.items())
            check_storable({name: one for name, one in fields.items() if not isinstance(one, UploadedFile)})
            self.request._full_data = fields  # type: ignore[attr-defined]
        return super().read_body(instance, partial=partial)


class FileInput(Reason):
    """The file as `file` of a form, or in JSON as `file_name` with `content` in Base64 (up to 1.4 MB in this way)."""

    file = serializers.FileField(required=False, allow_empty_file=True, use_url=False)
    file_name = Text(required=False)
    content = Text(required=False)


def file_of(fields: Mapping[str, Any]) -> tuple[str, bytes] | None:
    """Name and content of the file that a body brings; None where it brings none."""
    sent, text = fields.get("file"), fields.get("content", "")
    if sent is not None and text:
        raise refuse_fields([("content", "twice", _("Send the file once: as “file”, or as “content”."))])
    if sent is not None:
        return sent.name, sent.read()
    if not text:
        return None
    try:
        return fields.get("file_name", ""), b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise refuse_fields([("content", "invalid", _("This is not Base64."))]) from error
