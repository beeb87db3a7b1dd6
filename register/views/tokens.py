"""Tokens for the API: a machine's, made by an administrator, and everybody's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from register.forms.refusals import refusals_in
from register.forms.tokens import TokenForm
from register.models import ApiToken
from register.services import tokens
from register.sessions import PersonRequest, posted, safe_next
from register.views.access import for_administrators, own

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@ON_PAGE
@for_administrators
def service_tokens(request: PersonRequest) -> HttpResponse:
    """Those of machines."""
    form = TokenForm(posted(request))
    secret = ""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            asked = {"name": form.cleaned_data["name"], "scopes": form.scopes}
            organisation = request.person.organisation
            _token, secret = tokens.make_service_token(organisation=organisation, **asked, **_by(request))
            form = TokenForm()
    return _page(request, "register/tokens.html", form, secret, kind=ApiToken.Kind.SERVICE)


@ON_PAGE
def personal_tokens(request: PersonRequest) -> HttpResponse:
    """One's own."""
    form = TokenForm(posted(request))
    secret = ""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            asked = {"name": form.cleaned_data["name"], "scopes": form.scopes}
            _token, secret = tokens.make_personal_token(person=request.person, **asked, **_by(request))
            form = TokenForm()
    return _page(request, "register/my_tokens.html", form, secret, kind=ApiToken.Kind.PERSONAL, person=request.person)


@require_POST
def token_revoke(request: PersonRequest, pk: UUID) -> HttpResponse:
    """It opens nothing from now on."""
    tokens.revoke(token=own(request, ApiToken, pk), **_by(request))
    messages.success(request, _("The token works no longer."))
    return redirect(safe_next(request, "/me/tokens/"))


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _page(request: PersonRequest, template: str, form: TokenForm, secret: str, **which: Any) -> HttpResponse:
    rows = ApiToken.objects.visible_to(request.person).filter(**which).order_by("created_at")
    return render(request, template, {"form": form, "secret": secret, "rows": rows, "now": timezone.now()})


urlpatterns = [
    path("settings/tokens/", service_tokens, name="tokens"),
    path("me/tokens/", personal_tokens, name="my_tokens"),
    path("tokens/<uuid:pk>/revoke/", token_revoke, name="token_revoke"),
]
