"""A condition of a decision or a reservation: what was demanded, who does it by when, and how it was met."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.notes import ConditionForm, FulfilForm
from projects.models import Condition
from projects.services import conditions
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted


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
    context["may_change"] = _refusal(request, condition) is None
    context["late"] = condition.is_open and condition.due_date < condition.organisation.local_date(timezone.now())
    return render(request, "projects/condition_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def condition_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody else, or another day: with the reason, because somebody decided this."""
    condition = seen_by(request.person, Condition, pk)
    form = ConditionForm(posted(request), person=request.person, row=condition)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            conditions.update_condition(
                condition=condition,
                changes=form.changes,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
                reason=form.cleaned_data["change_reason"],
            )
            messages.success(request, _("Saved."))
            return redirect(condition)
    context = {"condition": condition, "project": condition.project, "form": form}
    context["refusal"] = None if form.errors else _refusal(request, condition)
    return render(request, "projects/condition_edit.html", context)


def _refusal(request: PersonRequest, condition: Condition) -> Any:
    """Why this person cannot give it to somebody else, or move it."""
    if not condition.is_open:
        return _("This condition is fulfilled already.")
    owns = permissions.OWNS.refusal(condition.project, request.person)
    return owns and permissions.EDITS.refusal(condition.project, request.person)


urlpatterns = [
    path("conditions/<uuid:pk>/", condition_detail, name="condition_detail"),
    path("conditions/<uuid:pk>/change/", condition_edit, name="condition_edit"),
]
