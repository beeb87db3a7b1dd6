"""A project's handovers: one card per receiving unit, and what the project says before them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import permissions
from projects.forms.handovers import NewHandoverForm
from projects.services import handovers, projects
from projects.views.frame import frame_of, project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted
from workflows.lifecycle import choices_for

MAY_RECONFIRM = (permissions.EDITS, permissions.OWNS, permissions.ANSWERS_FOR_BENEFITS)


@require_safe
def project_handovers(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Who takes over what, how far each is, and what comes next."""
    project, now = project_seen_by(request.person, pk), timezone.now()
    person = request.person
    context = {
        **frame_of(project, person, now, tab="handover"),
        "cards": [
            {"handover": row, "next": next((step for step in choices_for(person, row, now) if step.onward), None)}
            for row in sorted(project.handovers.all(), key=lambda row: row.receiving_unit.name_sort)
        ],
        "may_recommend": permissions.LEADS(project, person) and project.state == "executing",
        "may_reconfirm": any(permission(project, person) for permission in MAY_RECONFIRM),
    }
    return render(request, "projects/project_handovers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Name the unit; what it takes over is written on the next page."""
    project = project_seen_by(request.person, pk)
    form = NewHandoverForm(posted(request), person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {"receiving_unit": form.cleaned_data["receiving_unit"]}
            handover = handovers.create_handover(project=project, fields=fields, by=request.person, now=timezone.now())
            return redirect("projects:handover_edit", handover.pk)
    context = {"form": form, "project": project, "heading": _("Prepare a handover")}
    return render(request, "projects/part_edit.html", context)


@require_POST
def handover_recommend(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The leader says that the project is ready to be handed over."""
    project = project_seen_by(request.person, pk)
    comment = request.POST.get("comment", "").strip()
    projects.recommend_handover(project=project, by=request.person, now=timezone.now(), comment=comment)
    messages.success(request, _("Recommended. The project owner can start the handover."))
    return redirect("projects:project_handovers", pk)


@require_POST
def benefits_reconfirm(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody who answers for the benefits says that they are still realistic."""
    project = project_seen_by(request.person, pk)
    projects.reconfirm_benefits(project=project, by=request.person, now=timezone.now())
    messages.success(request, _("Confirmed: the benefits are still realistic."))
    return redirect("projects:project_handovers", pk)


urlpatterns = [
    path("projects/<uuid:pk>/handovers/", project_handovers, name="project_handovers"),
    path("projects/<uuid:pk>/handovers/new/", handover_create, name="handover_create"),
    path("projects/<uuid:pk>/recommend/", handover_recommend, name="handover_recommend"),
    path("projects/<uuid:pk>/reconfirm/", benefits_reconfirm, name="benefits_reconfirm"),
]
