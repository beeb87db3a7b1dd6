"""What the API refuses by itself, before a service is asked."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError

from register.errors import FieldError, InvalidInput, Words


class PreconditionRequired(APIException):
    """A change without saying of which version."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = _("Say which version you are changing: send its ETag in the header If-Match.")
    default_code = "precondition_required"


class ContentTooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The body is too large.")
    default_code = "too_large"


class ReadOnlyToken(APIException):
    status_code = status.HTTP_403_FORBIDDEN
    default_detail = _("This token may read only. Make one with the scope “write”.")
    default_code = "scope"


def refuse_parameter(name: str, words: Words, code: str = "invalid_parameter") -> InvalidInput:
    """A query parameter that cannot be used; raise what this returns."""
    return InvalidInput([FieldError(name, code, words)])


def use_one_of(codes: Iterable[str]) -> str:
    """What to do about a code that is none."""
    return gettext("Use one of: %(codes)s.") % {"codes": ", ".join(map(str, codes))}


def refuse_fields(errors: Iterable[tuple[str, str, Words]]) -> ValidationError:
    """Fields of a body that cannot be used, as (name, code, words); raise what this returns."""
    return ValidationError({name: [coded(words, code)] for name, code, words in errors})


def coded(words: Words, code: str) -> ErrorDetail:
    """Words with their code, in the form of the framework's own."""
    return ErrorDetail(str(words), code)


class NotFoundHere(APIException):
    """The same words for what does not exist and for what is not the caller's to see."""

    status_code = status.HTTP_404_NOT_FOUND
    default_detail = _("There is nothing here, or it is not yours to see.")
    default_code = "not_found"
