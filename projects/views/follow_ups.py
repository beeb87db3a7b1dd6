"""A follow-up: the benefits are looked at together, and the note says what was seen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.notes import FollowUpForm
from projects.models import FollowUp
from projects.reports.benefit_table import rows_of
from projects.services import follow_ups
from projects.views.access import seen_by
from projects.views.days import day_asked
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """All living benefits with what is realised so far; done in one note."""
    follow_up = seen_by(request.person, FollowUp, pk)
    form = FollowUpForm(request.POST or None, initial={"version": follow_up.version})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            follow_ups.complete(
                follow_up=follow_up,
                note=form.cleaned_data["note"],
                by=request.person,
                now=timezone.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, _("Thank you. The follow-up is done."))
            return redirect(follow_up)
    project = follow_up.project
    benefits = (
        project.benefits.exclude(state="withdrawn").select_related("owner", "organisation").order_by("created_at")
    )
    context = {
        "follow_up": follow_up,
        "project": project,
        "form": form,
        "rows": rows_of(list(benefits), on=day_asked(request), organisation=project.organisation),
        "refusal": permissions.FOLLOWS_UP.refusal(follow_up, request.person),
        "others": project.follow_ups.exclude(pk=follow_up.pk).order_by("due_date"),
    }
    return render(request, "projects/follow_up_detail.html", context)


urlpatterns = [path("follow-ups/<uuid:pk>/", follow_up_detail, name="follow_up_detail")]
