"""The benefit map of a project: the picture, the same as a table, and drawing it with plain forms."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects import permissions
from projects.forms.benefit_map import ChangeForm, LineForm, WeightForm
from projects.models import BenefitLink, Change
from projects.reports.benefit_map import map_of
from projects.reports.map_drawing import drawing_of
from projects.services import benefit_links, changes
from projects.services.permission import ensure
from projects.views.days import day_asked
from projects.views.frame import frame_of, project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@ON_PAGE
def benefit_map(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The map; whoever edits the project draws the next line below it."""
    project, now = project_seen_by(request.person, pk), timezone.now()
    found = map_of(project, day_asked(request), may_edit=permissions.EDITS(project, request.person))
    form = LineForm(posted(request), project=project, person=request.person, found=found)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            benefit_links.create_link(project=project, fields=form.fields_of_link, by=request.person, now=now)
            messages.success(request, _("The line is drawn."))
            return redirect("projects:benefit_map", pk)
    frame = frame_of(project, request.person, now, tab="map")
    context = {**frame, "map": found, "drawing": drawing_of(found), "form": form}
    return render(request, "projects/benefit_map.html", context)


@ON_PAGE
def change_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What will be done otherwise."""
    project = project_seen_by(request.person, pk)
    ensure(permissions.EDITS, subject=project, by=request.person)
    form = ChangeForm(posted(request), person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            changes.create_change(project=project, fields=fields, by=request.person, now=timezone.now())
            messages.success(request, _("The change is on the map. Draw the lines that lead to it and on from it."))
            return redirect("projects:benefit_map", pk)
    back = reverse("projects:benefit_map", args=[pk])
    context = {"form": form, "project": project, "heading": _("Add a change"), "back": back}
    return render(request, "projects/part_edit.html", context)


@ON_PAGE
def change_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Put it otherwise, or take it away with its lines."""
    rows = Change.objects.visible_to(request.person).select_related("project", "organisation")
    row: Change = get_object_or_404(rows, pk=pk)
    ensure(permissions.EDITS, subject=row.project, by=request.person)
    form = ChangeForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            seen, who = form.seen_version, {"by": request.person, "now": timezone.now()}
            changes.update_change(change=row, changes=form.changes, expected_version=seen, **who)
            messages.success(request, _("Saved."))
            return redirect("projects:benefit_map", row.project_id)
    context = {
        "form": form,
        "project": row.project,
        "heading": row.title,
        "back": reverse("projects:benefit_map", args=[row.project_id]),
        "delete": reverse("projects:change_delete", args=[row.pk]),
    }
    return render(request, "projects/map_part_edit.html", context)


@require_POST
def change_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Away, with its lines."""
    row: Change = get_object_or_404(Change.objects.visible_to(request.person).select_related("project"), pk=pk)
    changes.delete_change(change=row, by=request.person, now=timezone.now())
    messages.success(request, _("“%(title)s” and its lines are removed.") % {"title": row.title})
    return redirect("projects:benefit_map", row.project_id)


@ON_PAGE
def line_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Another weight, or no line at all."""
    row = _line(request, pk)
    ensure(permissions.EDITS, subject=row.project, by=request.person)
    form = WeightForm(posted(request), person=request.person, row=row)
    back = reverse("projects:benefit_map", args=[row.project_id])
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            seen, who = form.seen_version, {"by": request.person, "now": timezone.now()}
            benefit_links.update_link(link=row, changes=form.changes, expected_version=seen, **who)
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "project": row.project, "heading": str(row), "back": back}
    context["delete"] = reverse("projects:line_delete", args=[row.pk])
    return render(request, "projects/map_part_edit.html", context)


@require_POST
def line_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The line is gone; what it led from and to stays."""
    row = _line(request, pk)
    benefit_links.delete_link(link=row, by=request.person, now=timezone.now())
    messages.success(request, _("The line is removed."))
    return redirect("projects:benefit_map", row.project_id)


def _line(request: PersonRequest, pk: UUID) -> BenefitLink:
    rows = BenefitLink.objects.visible_to(request.person).with_ends().select_related("project")
    row: BenefitLink = get_object_or_404(rows, pk=pk)
    return row


urlpatterns = [
    path("projects/<uuid:pk>/map/", benefit_map, name="benefit_map"),
    path("projects/<uuid:pk>/map/changes/new/", change_create, name="change_create"),
    path("changes/<uuid:pk>/", change_edit, name="change_edit"),
    path("changes/<uuid:pk>/delete/", change_delete, name="change_delete"),
    path("map-lines/<uuid:pk>/", line_edit, name="line_edit"),
    path("map-lines/<uuid:pk>/delete/", line_delete, name="line_delete"),
]
