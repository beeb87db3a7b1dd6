"""The history tab: every change, decision and reason, by whom; and what a gate decision was based on."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.reports.gate_way import skipped_gates
from projects.reports.history import history_of
from projects.reports.history_words import KINDS
from projects.views.frame import frame_of, project_seen_by
from register.sessions import PersonRequest


@require_safe
def project_history(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Newest first, a page at a time, of one kind where one is chosen."""
    project = project_seen_by(request.person, pk)
    kind, before = request.GET.get("kind", ""), request.GET.get("before", "")
    context = {
        **frame_of(project, request.person, timezone.now(), tab="history"),
        "history": history_of(project, kind=kind, before=_event_named(before) if before else None),
        "skipped": skipped_gates(project),
        "kinds": KINDS,
        "kind": kind,
        "decisions": project.gate_decisions.select_related("decided_by", "project__organisation").order_by(
            "-recorded_at"
        ),
    }
    return render(request, "projects/project_history.html", context)


def _event_named(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest(_("This page of the list cannot be found. Start from the first page.")) from None


urlpatterns = [path("projects/<uuid:pk>/history/", project_history, name="project_history")]
