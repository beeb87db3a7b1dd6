"""Checking figures that others have reported, and answering for those that will not come."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from projects.models import Measurement
from projects.reports.answer_words import how_reported
from projects.reports.figure_words import day_in_words, in_words
from projects.reports.measurement_page import waiting_for_check
from projects.services import transitions
from projects.views.access import seen_by
from register.sessions import PersonRequest, safe_next

DONE = {
    "verify": _("Verified: %(name)s, %(period)s."),
    "dispute": _("Disputed: %(name)s, %(period)s. Whoever reported it is asked to answer."),
    "waive": _("Waived: %(name)s, %(period)s."),
}


@require_safe
def measurement_list(request: PersonRequest) -> HttpResponse:
    """What waits for my check: each verified in one press, or disputed in one field."""
    rows = waiting_for_check(request.person)
    waiting = [
        (row, in_words(row.figure, row.indicator.unit, row.indicator.scale_of), how_reported(row)) for row in rows
    ]
    return render(request, "projects/measurement_list.html", {"waiting": waiting})


@require_POST
def measurement_decide(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    """Verify, dispute or waive."""
    if name not in DONE:
        raise Http404
    measurement = seen_by(request.person, Measurement, pk)
    comment = request.POST.get("comment", "").strip()
    transitions.take(subject=measurement, name=name, by=request.person, now=timezone.now(), comment=comment)
    words = {"name": measurement.indicator.name, "period": day_in_words(measurement.period_label)}
    messages.success(request, DONE[name] % words)
    return redirect(safe_next(request, measurement.get_absolute_url()))


urlpatterns = [
    path("measurements/", measurement_list, name="measurement_list"),
    path("measurements/<uuid:pk>/<slug:name>/", measurement_decide, name="measurement_decide"),
]
