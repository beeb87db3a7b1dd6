"""Choosing a password: by a link from a mail, once and for a limited time."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from register.forms.refusals import refusals_in
from register.forms.signing_in import AddressForm, NewPasswordForm
from register.services import accounts
from register.sessions import posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@ON_PAGE
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail; the answer is the same for an address nobody has."""
    form = AddressForm(posted(request))
    sent = False
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            address = request.META.get("REMOTE_ADDR", "")
            accounts.request_reset(email=form.cleaned_data["email"], address=address, now=timezone.now())
            sent = True
    return render(request, "register/forgot_password.html", {"form": form, "sent": sent})


@login_not_required
@sensitive_post_parameters("password", "again", "link")
@never_cache
@ON_PAGE
def choose_password(request: HttpRequest) -> HttpResponse:
    """Looking uses nothing up, since mail scanners look, too; only sending the form does."""
    now = timezone.now()
    secret = request.POST.get("link") or request.GET.get("link", "")
    link = accounts.find_link(secret=secret, now=now)
    if link is None:
        return render(request, "register/link_spent.html", status=410)
    form = NewPasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            account = accounts.choose_password(secret=secret, password=form.cleaned_data["password"], now=now)
            login(request, account)
            messages.success(request, _("Your password is set, and you are signed in."))
            return redirect("projects:home")
    return render(request, "register/choose_password.html", {"form": form, "secret": secret, "account": link.account})


urlpatterns = [
    path("forgot-password/", forgot_password, name="forgot_password"),
    path("choose-password/", choose_password, name="choose_password"),
]
