"""Every address of the API, read from the live URL map."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """An address below /api/v1/, its view, and what each method does there."""

    path: str
    view: type[Any]
    actions: dict[str, str]

    def __str__(self) -> str:
        return self.path

    @property
    def is_of_a_row(self) -> bool:
        return "<uuid:pk>" in self.path


def routes() -> list[Route]:
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    return list(_walk(api, ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        path = f"{prefix}{one.pattern}"
        if isinstance(one, URLPattern):
            view: Any = one.callback
            actions = getattr(view, "actions", None) or {"get": ""}
            yield Route(path, view.cls, {method: name for method, name in actions.items() if method != "head"})
        else:
            yield from _walk(one, path)
