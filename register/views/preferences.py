"""What a person chooses for themselves: language and organisation."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from register.services import people
from register.sessions import choose_organisation, safe_next


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Kept on the person where one is signed in, else in a cookie."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    response = redirect(safe_next(request, reverse("projects:home")))
    if request.person:
        people.update_person(
            person=request.person, changes={"language": language}, by=request.person, now=timezone.now()
        )
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def switch_organisation(request: HttpRequest) -> HttpResponse:
    """Act in another of the account's organisations."""
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError as error:
        raise Http404 from error
    if choose_organisation(request, wanted) is None:
        raise Http404
    return redirect("projects:home")


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "register/me.html", {})


urlpatterns = [
    path("language/", choose_language, name="choose_language"),
    path("organisation/", switch_organisation, name="switch_organisation"),
    path("me/", me, name="me"),
    path("settings/", me, name="settings"),
]
