"""Writing down what was learnt, and finding what others have learnt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects import permissions
from projects.forms.lessons import LessonFilter, LessonForm
from projects.models import Lesson
from projects.services import lessons
from projects.services.permission import ensure
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.keyset import COUNTED, Page, count_up_to, page_of
from register.sessions import PersonRequest, posted

PAGE_SIZE = 20
ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def lesson_list(request: PersonRequest) -> HttpResponse:
    """What was learnt in all projects the person sees, the newest first."""
    chosen = LessonFilter(request.GET, person=request.person)
    found = chosen.rows()
    context = {
        "filter": chosen,
        "page": _page(request, found),
        "found": count_up_to(found),
        "counted": COUNTED,
        "everything": Lesson.objects.visible_to(request.person).exists(),
    }
    return render(request, "projects/lesson_list.html", context)


@ON_PAGE
def lesson_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One lesson, in the words of whoever learnt it."""
    project = project_seen_by(request.person, pk)
    ensure(permissions.WRITES_LESSONS, subject=project, by=request.person)
    form = LessonForm(posted(request), person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            lessons.create_lesson(project=project, fields=form.fields_of_lesson, by=request.person, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect(f"{project.get_absolute_url()}#lessons")
    context = {"form": form, "project": project, "heading": _("Add a lesson")}
    return render(request, "projects/part_edit.html", context)


@ON_PAGE
def lesson_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Put it better, or tag it."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.person).select_related("project"), pk=pk)
    ensure(permissions.WRITES_LESSONS, subject=lesson.project, by=request.person)
    form = LessonForm(posted(request), person=request.person, row=lesson)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            lessons.update_lesson(
                lesson=lesson,
                changes=form.fields_of_lesson,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
            )
            messages.success(request, _("Saved."))
            return redirect(lesson)
    context = {"form": form, "project": lesson.project, "heading": _("Edit the lesson")}
    return render(request, "projects/part_edit.html", context)


def _page(request: PersonRequest, found: Any) -> Page:
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        return page_of(found.select_related("project__unit"), order=("-created_at",), size=PAGE_SIZE, **cursors)
    except ValueError as error:
        raise BadRequest(str(error)) from error


urlpatterns = [
    path("lessons/", lesson_list, name="lesson_list"),
    path("lessons/<uuid:pk>/", lesson_edit, name="lesson_edit"),
    path("projects/<uuid:pk>/lessons/new/", lesson_create, name="lesson_create"),
]
