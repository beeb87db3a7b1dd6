"""Not now: a duty put off once, for a while, with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.forms.answers import SnoozeForm
from projects.reports.duties import duties_of
from projects.services import snoozes
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def duty_snooze(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Until when, and why."""
    now = timezone.now()
    duty = next((one for one in duties_of(request.person, now) if one.id == pk), None)
    if duty is None:
        raise Http404
    form, refusal = SnoozeForm(posted(request)), snoozes.why_not(duty, request.person.organisation.local_date(now))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            snoozes.snooze(duty=duty, **form.cleaned_data, by=request.person, now=now)
            messages.success(request, _("Put off. You are reminded on the day you chose."))
            return redirect("projects:home")
    intro = _(
        "You hear nothing of it until then. This can be done once, for at most 14 days, and changes no due date: "
        "if it is late by then, others are told as ever."
    )
    context = {"heading": _("Not now: %(duty)s") % {"duty": duty.title}, "project": duty.project, "back": "/"}
    shown = {"intro": refusal, "refused": True} if refusal else {"intro": intro, "form": form}
    return render(request, "projects/part_edit.html", {**context, **shown})


urlpatterns = [path("duties/<uuid:pk>/not-now/", duty_snooze, name="duty_snooze")]
