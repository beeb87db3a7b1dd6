"""A follow-up: the benefits are looked at together, and the few words that it takes are said."""

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
from projects.forms.follow_ups import FollowUpForm
from projects.models import FollowUp
from projects.reports.follow_up_page import people_around, rows_of
from projects.reports.held_together import held_with, meetings
from projects.services import follow_ups
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is realised so far, benefit by benefit; done in a note, and a reason where a benefit deviates."""
    follow_up, now = seen_by(request.person, FollowUp, pk), timezone.now()
    rows = rows_of(follow_up, now)
    people = [] if follow_up.done_at else people_around(follow_up, request.person)
    asked = [] if follow_up.done_at else rows
    form = FollowUpForm(posted(request), rows=asked, people=people, version=follow_up.version)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            follow_ups.complete(
                follow_up=follow_up,
                note=form.cleaned_data["note"],
                lines=form.said,
                by=request.person,
                now=now,
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, _("Thank you. The follow-up is done."))
            return redirect(follow_up)
    return render(request, "projects/follow_up_detail.html", _context(request, follow_up, form, rows))


def _context(request: PersonRequest, follow_up: FollowUp, form: FollowUpForm, rows: Any) -> dict[str, Any]:
    project = follow_up.project
    together = None if follow_up.done_at else held_with(follow_up)
    others = project.follow_ups.select_related("handover__receiving_unit", "responsible")
    listed = meetings(others.order_by("due_date", "created_at", "pk"), project)
    return {
        "follow_up": follow_up,
        "project": project,
        "form": form,
        "rows": rows,
        "refusal": permissions.FOLLOWS_UP.refusal(follow_up, request.person),
        "together": together,
        "others": [one for one in listed if follow_up not in (one.follow_up, one.other)],
    }


urlpatterns = [path("follow-ups/<uuid:pk>/", follow_up_detail, name="follow_up_detail")]
