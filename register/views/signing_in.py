"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from register.forms.signing_in import SignInForm


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page to go on to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else otherwise


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong password, an unknown address and an account that may not sign in."""
    onward = safe_next(request, reverse("projects:home"))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(onward)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if account is not None:
            login(request, account)
            return redirect(onward)
        form.add_error(None, _("The e-mail address and the password do not belong together."))
    return render(request, "register/sign_in.html", {"form": form, "next": onward})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("register:sign_in")


urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
]
