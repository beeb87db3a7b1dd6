"""Writing down what was learnt."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.forms.parts import LessonForm
from projects.services import lessons
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One lesson, in the words of whoever learnt it."""
    project = project_seen_by(request.person, pk)
    form = LessonForm(posted(request), person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            lessons.create_lesson(project=project, fields=fields, by=request.person, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect(f"{project.get_absolute_url()}#lessons")
    context = {"form": form, "project": project, "heading": _("Add a lesson")}
    return render(request, "projects/part_edit.html", context)


urlpatterns = [path("projects/<uuid:pk>/lessons/new/", lesson_create, name="lesson_create")]
