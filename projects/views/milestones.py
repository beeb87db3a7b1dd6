"""The milestones of a project: when, slipped how far, reached or not."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import permissions
from projects.forms.parts import MilestoneForm, ReachedForm
from projects.models import Milestone
from projects.reports.timeline import timeline_of, waiting_in_words
from projects.services import milestones
from projects.services.permission import ensure
from projects.views.frame import frame_of, project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def project_milestones(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The table, each row with its place in time."""
    project, now = project_seen_by(request.person, pk), timezone.now()
    rows = list(project.milestones.select_related("responsible"))
    timeline = timeline_of(rows, project.organisation.local_date(now))
    frame = frame_of(project, request.person, now, tab="milestones")
    answers_for_one = any(row.responsible_id == request.person.pk for row in rows)
    context = {**frame, "timeline": timeline, "may_change": frame["may_edit"] or answers_for_one}
    return render(request, "projects/project_milestones.html", context)


@ON_PAGE
def milestone_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A new day to steer towards."""
    project = project_seen_by(request.person, pk)
    ensure(permissions.EDITS, subject=project, by=request.person)
    back = reverse("projects:project_milestones", args=[pk])
    kind = request.GET.get("kind", "other")
    form = MilestoneForm(posted(request), person=request.person, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            milestones.create_milestone(project=project, fields=fields, by=request.person, now=timezone.now())
            messages.success(request, _("The milestone is set."))
            return redirect(back)
    context = {"form": form, "project": project, "heading": _("Add a milestone"), "back": back}
    return render(request, "projects/part_edit.html", context)


@ON_PAGE
def milestone_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Another day, another person, or another name; whoever answers for it says when it was reached."""
    milestone = _seen(request, pk)
    if not permissions.REACHES(milestone, request.person):
        ensure(permissions.EDITS, subject=milestone.project, by=request.person)
    shown = MilestoneForm if permissions.EDITS(milestone.project, request.person) else ReachedForm
    form = shown(posted(request), person=request.person, row=milestone)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            milestones.update_milestone(
                milestone=milestone,
                changes=form.changes,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
            )
            messages.success(request, _("Saved."))
            return redirect(milestone)
    back = milestone.get_absolute_url()
    context = {"form": form, "project": milestone.project, "heading": milestone.title, "back": back}
    context["intro"] = waiting_in_words(milestone)
    return render(request, "projects/part_edit.html", context)


@require_POST
def milestone_reach(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Reached today; another day is set by editing."""
    milestone, now = _seen(request, pk), timezone.now()
    today = milestone.organisation.local_date(now)
    changes = {"reached_date": today}
    milestones.update_milestone(milestone=milestone, changes=changes, by=request.person, now=now)
    messages.success(request, _("“%(title)s” is reached.") % {"title": milestone.title})
    return redirect(milestone)


def _seen(request: PersonRequest, pk: UUID) -> Milestone:
    rows = Milestone.objects.visible_to(request.person).select_related("project", "organisation")
    milestone: Milestone = get_object_or_404(rows, pk=pk)
    return milestone


urlpatterns = [
    path("projects/<uuid:pk>/milestones/", project_milestones, name="project_milestones"),
    path("projects/<uuid:pk>/milestones/new/", milestone_create, name="milestone_create"),
    path("milestones/<uuid:pk>/edit/", milestone_edit, name="milestone_edit"),
    path("milestones/<uuid:pk>/reach/", milestone_reach, name="milestone_reach"),
]
