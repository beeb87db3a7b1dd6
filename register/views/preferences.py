"""What a person chooses for themselves: name, language, organisation, password, and who stands in for them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from register.forms.people import AbsenceForm, OwnPersonForm, PasswordChangeForm
from register.forms.refusals import refusals_in
from register.services import absences, accounts, people
from register.sessions import PersonRequest, choose_organisation, posted, safe_next

YEAR = 365 * 86400
ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Kept on the person where one is signed in, and in a cookie for the sign-in page."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    person = getattr(request, "person", None)
    if person:
        people.update_person(person=person, changes={"language": language}, by=person, now=timezone.now())
    response = redirect(safe_next(request, reverse("projects:home")))
    cookie = {"max_age": YEAR, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **cookie)
    return response


@require_POST
def switch_organisation(request: PersonRequest) -> HttpResponse:
    """Act in another of the account's organisations."""
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError as error:
        raise Http404 from error
    if choose_organisation(request, wanted) is None:
        raise Http404
    return redirect(safe_next(request, reverse("projects:home")))


@ON_PAGE
def me(request: PersonRequest) -> HttpResponse:
    """One's own page."""
    form = OwnPersonForm(posted(request), person=request.person, row=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            changes, version = form.changes, form.seen_version
            people.update_person(person=request.person, changes=changes, **_by(request), expected_version=version)
            messages.success(request, _("Saved."))
            return redirect("register:me")
    return _page(request, form=form)


@require_POST
def my_absence(request: PersonRequest) -> HttpResponse:
    """When one is away, and who stands in."""
    form = AbsenceForm(request.POST, person=request.person)
    if form.is_valid():
        with refusals_in(form):
            days = {name: form.cleaned_data[name] for name in form.shown}
            absences.register_absence(person=request.person, **days, **_by(request))
            messages.success(request, _("The absence is noted."))
            return redirect("register:me")
    return _page(request, absence_form=form)


@sensitive_post_parameters("old", "password")
@require_POST
def my_password(request: PersonRequest) -> HttpResponse:
    """Another password; other sessions end."""
    form = PasswordChangeForm(request.POST)
    account = request.person.account
    if account is None:
        raise PermissionDenied
    if form.is_valid():
        with refusals_in(form):
            old, new = form.cleaned_data["old"], form.cleaned_data["password"]
            address = request.META.get("REMOTE_ADDR", "")
            changed = accounts.change_password(account=account, old=old, new=new, address=address, now=timezone.now())
            update_session_auth_hash(request, changed)
            messages.success(request, _("Your password is changed."))
            return redirect("register:me")
    return _page(request, password_form=form)


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _page(request: PersonRequest, **forms: Any) -> HttpResponse:
    context = {
        "form": OwnPersonForm(person=request.person, row=request.person),
        "absence_form": AbsenceForm(person=request.person, auto_id="absence_%s"),
        "password_form": PasswordChangeForm(auto_id="password_%s"),
        "absences": request.person.absences.select_related("deputy").order_by("from_date"),
        **forms,
    }
    return render(request, "register/me.html", context)


urlpatterns = [
    path("language/", choose_language, name="choose_language"),
    path("organisation/", switch_organisation, name="switch_organisation"),
    path("me/", me, name="me"),
    path("me/absences/", my_absence, name="my_absence"),
    path("me/password/", my_password, name="my_password"),
]
