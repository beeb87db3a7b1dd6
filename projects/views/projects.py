"""A project's first page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import permissions
from projects.forms.canvas import CanvasForm
from projects.lifecycles.gates import gate_ahead
from projects.reports.ahead import ahead_of
from projects.reports.follow_up_overview import follow_ups_of
from projects.reports.gate_way import gate_of, skipped_gates
from projects.reports.overview import overview_of
from projects.reports.similar_lessons import EARLY, lessons_like
from projects.services import projects, referrals
from projects.views.frame import frame_of, project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def project_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The overview: canvas, roles, goals, decisions and lessons."""
    project = project_seen_by(request.person, pk)
    frame = frame_of(project, request.person, timezone.now(), tab="overview")
    today = project.organisation.local_date(timezone.now())
    page = {"overview": overview_of(project, request.person), "ahead": ahead_of(project, today)}
    page["may_write_lessons"] = permissions.WRITES_LESSONS(project, request.person)
    page["follow_ups"] = follow_ups_of(project)
    page["begins"] = project.state in EARLY
    page["similar"] = lessons_like(project, request.person) if page["begins"] else []
    gate = gate_ahead(project)
    page["gate"] = gate_of(project, gate) if gate else None
    page["skipped"] = skipped_gates(project)
    page["may_answer_checklist"] = permissions.ANSWERS_CHECKLIST(project, request.person)
    page["may_refer"] = bool(gate) and referrals.may_refer_at_all(project, gate, request.person)
    return render(request, "projects/project_detail.html", {**frame, **page})


@ON_PAGE
def project_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The whole canvas in one form."""
    project = project_seen_by(request.person, pk)
    if refusal := permissions.EDITS.refusal(project, request.person):
        messages.error(request, str(refusal))
        return redirect(project)
    form = CanvasForm(posted(request), person=request.person, row=project)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            projects.update_project(
                project=project,
                changes=form.changes,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
                reason=form.cleaned_data["change_reason"],
            )
            messages.success(request, _("Saved."))
            return redirect(project)
    return render(request, "projects/project_edit.html", {"form": form, "project": project})


@require_POST
def project_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Only a draft goes away; anything further on is stopped, and kept."""
    project = project_seen_by(request.person, pk)
    projects.delete_draft(project=project, by=request.person, now=timezone.now())
    messages.success(request, _("The draft is deleted."))
    return redirect("projects:project_list")


urlpatterns = [
    path("projects/<uuid:pk>/", project_detail, name="project_detail"),
    path("projects/<uuid:pk>/edit/", project_edit, name="project_edit"),
    path("projects/<uuid:pk>/delete/", project_delete, name="project_delete"),
]
