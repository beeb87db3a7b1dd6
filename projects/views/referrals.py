"""Sending a gate to a body that meets elsewhere, moving the meeting, taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.forms.deciding import ReferralForm
from projects.lifecycles.gates import gate_ahead
from projects.models import Referral
from projects.services import referrals
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@ON_PAGE
def referral_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The next gate waits for a meeting."""
    project = project_seen_by(request.person, pk)
    body = project.body_at(gate_ahead(project))
    form = ReferralForm(posted(request), person=request.person, initial={"body": body.pk if body else None})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            referrals.refer(
                project=project,
                body=form.cleaned_data["body"],
                fields=form.changes,
                by=request.person,
                now=timezone.now(),
            )
            messages.success(request, _("The project waits for this meeting. Nobody else is asked meanwhile."))
            return redirect(project)
    label = project.organisation.gate_label(gate_ahead(project))
    context = {"project": project, "form": form, "gate": label, "back": project.get_absolute_url()}
    return render(request, "projects/referral_edit.html", context)


@ON_PAGE
def referral_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Another day; the case and item number."""
    row = _seen(request, pk)
    form = ReferralForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            referrals.update_referral(
                referral=row,
                changes=form.changes,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
            )
            messages.success(request, _("Saved."))
            return redirect(row.project)
    label = row.project.organisation.gate_label(row.gate)
    context = {"project": row.project, "form": form, "gate": label, "referral": row}
    context["refusal"] = None if form.errors else referrals.refusal_to_change(row, request.person)
    context["may_withdraw"] = referrals.may_withdraw(row, request.person)
    return render(request, "projects/referral_edit.html", context)


@require_POST
def referral_withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The usual people decide after all."""
    row = _seen(request, pk)
    reason = request.POST.get("reason", "")
    referrals.withdraw(referral=row, reason=reason, by=request.person, now=timezone.now())
    messages.success(request, _("Taken back. Those who usually decide are asked again."))
    return redirect(row.project)


def _seen(request: PersonRequest, pk: UUID) -> Referral:
    rows = Referral.objects.visible_to(request.person)
    row: Referral = get_object_or_404(rows.select_related("project__organisation", "body", "secretary"), pk=pk)
    return row


urlpatterns = [
    path("projects/<uuid:pk>/referral/", referral_create, name="referral_create"),
    path("referrals/<uuid:pk>/", referral_edit, name="referral_edit"),
    path("referrals/<uuid:pk>/withdraw/", referral_withdraw, name="referral_withdraw"),
]
