"""Registering a project: a draft from its first words, however often it is saved on the way."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.forms.canvas import FirstStepForm
from projects.models import Project
from projects.reports.similar_lessons import lessons_like
from projects.services import projects
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

MOST_LESSONS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def project_create(request: PersonRequest) -> HttpResponse:
    """Two minutes, five questions: then it is a draft, and the rest grows on its page."""
    form = FirstStepForm(posted(request), person=request.person, initial={"leader": request.person.pk})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            project = _save(request, form)
            messages.success(request, _("Saved as a draft. Nobody else is asked for anything yet."))
            return redirect(project)
    return render(request, "projects/project_create.html", {"form": form})


@require_POST
def draft_save(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is typed so far, saved without leaving the form; says so, or says nothing until there is a title."""
    form = FirstStepForm(request.POST, person=request.person)
    if form.is_valid():
        with refusals_in(form):
            project = _save(request, form)
            similar = lessons_like(project, request.person, most=MOST_LESSONS)
            saved = {"words": _("Saved as a draft."), "similar": similar}
            return render(request, "projects/_draft_saved.html", saved)
    return HttpResponse("", content_type="text/plain")


def _save(request: PersonRequest, form: FirstStepForm) -> Project:
    """The form knows its draft from the start, so that saving twice makes one project."""
    fields = {name: form.cleaned_data[name] for name in form.shown}
    draft, now = form.cleaned_data["draft"], timezone.now()
    known = Project.objects.filter(pk=draft, created_by=request.person, state="draft").first()
    if known:
        return projects.update_project(project=known, changes=fields, by=request.person, now=now)
    organisation = request.person.organisation
    return projects.create_project(
        organisation=organisation, fields={"id": draft, **fields}, by=request.person, now=now
    )


urlpatterns = [
    path("projects/new/", project_create, name="project_create"),
    path("projects/new/<uuid:pk>/", draft_save, name="draft_save"),
]
