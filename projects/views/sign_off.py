"""Signing a handover: take over, take over with reservations, or return."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from projects.forms.signing import DecisionForm
from projects.models import Handover
from projects.reports.handover_page import changes_since, page_of
from projects.services import handover_comments, handovers, sign_off
from projects.views.access import seen_by
from projects.views.handovers import show
from register.forms.refusals import refusals_in
from register.reauthentication import authenticated_by
from register.services.clock import database_now
from register.sessions import PersonRequest

THANKS = {
    "accept": _("Thank you. You have taken over; the receipt is below."),
    "accept_with_reservations": _("Thank you. You have taken over; your reservations are now owned, dated and chased."),
    "return": _("Returned. The leader reads your words and opens the next round."),
}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def handover_sign(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The decision under the text that was read; whatever is refused, nothing that was typed is lost."""
    handover = seen_by(request.person, Handover, pk)
    if request.method != "POST":
        return redirect(handover)
    now = database_now(handover.organisation_id)
    form = DecisionForm(request.POST, person=request.person, kept=handover.snapshot)
    if "say" in request.POST:
        return _say(request, handover, form, now)
    if not form.asks_for_row and form.is_valid():
        with refusals_in(form):
            proof = authenticated_by(request, now=now, password=form.cleaned_data["password"])
            sign_off.decide(handover=handover, answer=form.answer(proof), by=request.person, now=now)
            messages.success(request, THANKS[form.chosen])
            return redirect(handover)
    more = _what_changed(form, handover, now) if form.is_stale else {}
    return show(request, page_of(seen_by(request.person, Handover, pk), request.person, now), form, **more)


def _say(request: PersonRequest, handover: Handover, form: DecisionForm, now: datetime) -> HttpResponse:
    """Comments are kept at once; everything else that was typed stays on the page."""
    typed, comments = request.POST.copy(), form.comments
    if not comments:
        messages.error(request, _("Write your comment first."))
    with refusals_in(form):
        for section, text in comments.items():
            handover_comments.comment(handover=handover, section=section, text=text, by=request.person, now=now)
            del typed[f"about-{section}"]
            messages.success(request, _("Your comment is kept, and the leader is told. Nothing is signed yet."))
        form = DecisionForm(typed, person=request.person, kept=handover.snapshot)
    return show(request, page_of(seen_by(request.person, Handover, handover.pk), request.person, now), form)


def _what_changed(form: DecisionForm, handover: Handover, now: datetime) -> dict[str, Any]:
    """The text is frozen as it is now, so that it can be read and signed anew; and what changed is told."""
    handovers.review_signed(project=handover.project, by=None, now=now)
    fresh = Handover.objects.get(pk=handover.pk)
    return {"stale": True, "changed_meanwhile": changes_since(fresh, form.cleaned_data["snapshot_sha256"])}


urlpatterns = [path("handovers/<uuid:pk>/sign/", handover_sign, name="handover_sign")]
