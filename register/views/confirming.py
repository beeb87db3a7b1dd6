"""Giving one's password once more, for a signature that is sent by other means than the handover's own page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from register.forms.refusals import refusals_in
from register.forms.signing_in import ConfirmForm
from register.reauthentication import authenticated_by
from register.sessions import PersonRequest, posted, safe_next


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_password(request: PersonRequest) -> HttpResponse:
    """For the next ten minutes one can sign; leads on to the page that was asked for."""
    onward = safe_next(request, reverse("projects:home"))
    form = ConfirmForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            authenticated_by(request, now=timezone.now(), password=form.cleaned_data["password"])
            messages.success(request, _("Thank you. For the next ten minutes you can sign."))
            return redirect(onward)
    return render(request, "register/confirm_password.html", {"form": form, "next": onward})


urlpatterns = [path("confirm-password/", confirm_password, name="confirm_password")]
