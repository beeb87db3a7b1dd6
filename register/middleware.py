"""Whom a page is shown to: signed in, as which person, in which language and time zone."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from register.errors import Refusal
from register.models import Person
from register.sessions import chosen_of, is_ours, people_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActAsPerson:
    """Give each request of a signed-in account its `person`, and keep what it answers out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        request.people = list(people_of(request.user)) if signed_in else []  # type: ignore[attr-defined]
        request.person = chosen_of(request.people, request)  # type: ignore[attr-defined]
        response = self._answer_person(request) if request.person else self.get_response(request)  # type: ignore[attr-defined]
        if signed_in:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _answer_person(self, request: HttpRequest) -> HttpResponse:
        person = request.person  # type: ignore[attr-defined]
        with translation.override(person.language), timezone.override(ZoneInfo(person.organisation.time_zone)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers["Content-Language"] = person.language
        return response


class RefusalsInWords:
    """What a service refuses and no form shows becomes a message on the page one came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        came_from = request.headers.get("Referer", "")
        if request.method == "POST" and is_ours(request, came_from):
            messages.error(request, str(exception))
            return redirect(came_from)
        return render(request, "403.html", _who_can(request, exception), status=403)


def _who_can(request: HttpRequest, refusal: Refusal) -> dict[str, Any]:
    """The words, the page they are about, and where there is none, the administrators."""
    person = request.person  # type: ignore[attr-defined]
    if refusal.about is not None or person is None:
        return {"words": str(refusal), "about": refusal.about}
    everybody = Person.objects.filter(organisation_id=person.organisation_id)
    return {"words": str(refusal), "administrators": everybody.administrators().order_by("name_sort", "id")}


class PersonRequired(LoginRequiredMiddleware):
    """Every page needs a signed-in person; exceptions carry `login_not_required` and stand in a test with a reason."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal or not getattr(view_func, "login_required", True):
            return refusal
        if request.person is None:  # type: ignore[attr-defined]
            return render(request, "register/no_organisation.html", status=403)
        return None
