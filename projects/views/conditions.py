"""A condition of a decision or a reservation: what was demanded, and how it was met."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.notes import FulfilForm
from projects.models import Condition
from projects.services import conditions
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def condition_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Read it; fulfil it in a few words."""
    condition = seen_by(request.person, Condition, pk)
    form = FulfilForm(request.POST or None, initial={"version": condition.version})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            conditions.fulfil(
                condition=condition,
                note=form.cleaned_data["note"],
                by=request.person,
                now=timezone.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, _("Thank you. The condition is fulfilled."))
            return redirect(condition)
    context = {"condition": condition, "project": condition.project, "form": form}
    context["line"] = condition.follow_up_lines.select_related("follow_up").first()
    context["refusal"] = permissions.FULFILS.refusal(condition, request.person)
    return render(request, "projects/condition_detail.html", context)


urlpatterns = [path("conditions/<uuid:pk>/", condition_detail, name="condition_detail")]
