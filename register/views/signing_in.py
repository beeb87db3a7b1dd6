"""Signing in and out. The services give the same answer whether or not an address has an account."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from register.demo_accounts import demo_accounts
from register.forms.refusals import refusals_in
from register.forms.signing_in import SignInForm
from register.services import accounts
from register.sessions import posted, safe_next


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door to everything; leads on to the page that was asked for."""
    onward = safe_next(request, reverse("projects:home"))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(onward)
    form = SignInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            address = request.META.get("REMOTE_ADDR", "")
            login(request, accounts.sign_in(**form.cleaned_data, address=address, now=timezone.now()))
            return redirect(onward)
    return render(request, "register/sign_in.html", {"form": form, "next": onward, "demo": demo_accounts()})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, here and now."""
    logout(request)
    return redirect("register:sign_in")


urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
]
