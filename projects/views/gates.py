"""A gate decision: who, where, in which words, on what basis, and what had changed since the round before."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from projects.models import GateDecision
from projects.reports.gate_page import page_of
from projects.views.access import seen_by
from register.sessions import PersonRequest


@require_safe
def gate_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Never changed afterwards, so it is only read."""
    decision = seen_by(request.person, GateDecision, pk)
    context = {"page": page_of(decision), "decision": decision, "project": decision.project}
    return render(request, "projects/gate_detail.html", context)


urlpatterns = [path("decisions/<uuid:pk>/", gate_detail, name="gate_detail")]
