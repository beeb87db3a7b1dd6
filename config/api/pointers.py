"""Where in a body something is wrong, as JSON pointers."""

from collections.abc import Iterable, Iterator
from typing import Any

from register.errors import FieldError

Problem = dict[str, str]


def from_field_errors(errors: Iterable[FieldError]) -> list[Problem]:
    return [
        {"pointer": pointer(error.field.replace(".", "/")), "code": error.code, "detail": str(error.words)}
        for error in errors
    ]


def from_detail(detail: Any) -> list[Problem]:
    """The nested detail of a validation error, flat."""
    return list(_walk(detail, ""))


def pointer(path: str) -> str:
    return f"/{path}" if path else ""


def _walk(detail: Any, path: str) -> Iterator[Problem]:
    match detail:
        case dict():
            for name, inner in detail.items():
                part = "" if name in ("", "non_field_errors") else str(name)
                yield from _walk(inner, f"{path}/{part}".strip("/"))
        case list():
            for index, inner in enumerate(detail):
                nested = isinstance(inner, dict | list)
                yield from _walk(inner, f"{path}/{index}".strip("/") if nested else path)
        case _:
            yield {"pointer": pointer(path), "code": getattr(detail, "code", "invalid"), "detail": str(detail)}
