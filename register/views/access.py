"""Pages for administrators alone, and rows of the person's own organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from register.permissions import require_administrator
from register.sessions import PersonRequest

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """Others are told in words that they need an administrator."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_administrator(request.person, request.person.organisation_id)
        return view(request, *args, **kwargs)

    return guarded


def own(request: PersonRequest, model: type[Model], pk: UUID) -> Any:
    """The row, if the person sees it; 404 otherwise."""
    return get_object_or_404(model._default_manager.visible_to(request.person), pk=pk)  # type: ignore[attr-defined]
