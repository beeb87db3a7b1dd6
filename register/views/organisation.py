"""An administrator's own part: the organisation's settings, and whether its history holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from register.forms.organisation import OrganisationForm
from register.forms.refusals import refusals_in
from register.services import audit_verification, organisations
from register.sessions import PersonRequest, posted
from register.views.access import for_administrators


@require_safe
@for_administrators
def settings(request: PersonRequest) -> HttpResponse:
    """The way to everything an administrator looks after."""
    return render(request, "register/settings.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def organisation(request: PersonRequest) -> HttpResponse:
    """Country, language, currency, labels and limits."""
    row = request.person.organisation
    form = OrganisationForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            organisations.update_organisation(
                organisation=row,
                changes=form.changes,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
            )
            messages.success(request, _("Saved."))
            return redirect("register:organisation")
    return render(request, "register/organisation.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def audit(request: PersonRequest) -> HttpResponse:
    """Reads the organisation's whole chain again, when asked."""
    report = None
    if request.method == "POST":
        report = audit_verification.verify_organisation(request.person.organisation)
    return render(request, "register/audit.html", {"report": report})


urlpatterns = [
    path("settings/", settings, name="settings"),
    path("settings/organisation/", organisation, name="organisation"),
    path("settings/audit/", audit, name="audit"),
]
