"""A project's benefits: the table, and a new one in one line."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.benefits import QuickBenefitForm
from projects.lifecycles.project import ProjectState
from projects.reports.benefit_table import rows_of
from projects.services import benefits
from projects.views.days import day_asked
from projects.views.frame import frame_of, project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest

FOLLOWED_UP = (ProjectState.REALISING, ProjectState.EVALUATING)


@require_http_methods(["GET", "HEAD", "POST"])
def project_benefits(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Owner, from where to where, latest, status; withdrawn ones last."""
    project = project_seen_by(request.person, pk)
    form = QuickBenefitForm(request.POST or None, person=request.person, prefix="new")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            benefit = benefits.create_benefit(project=project, fields=fields, by=request.person, now=timezone.now())
            messages.success(request, _("“%(title)s” is added.") % {"title": benefit.title})
            return redirect("projects:project_benefits", pk)
    found = project.benefits.select_related("owner", "organisation").prefetch_related("indicators")
    ordered = sorted(found, key=lambda row: (row.state == "withdrawn", row.created_at))
    frame = frame_of(project, request.person, timezone.now(), tab="benefits")
    rows = rows_of(ordered, on=day_asked(request), organisation=project.organisation)
    finds_more = project.state in FOLLOWED_UP and permissions.ANSWERS_FOR_BENEFITS(project, request.person)
    context = {**frame, "rows": rows, "form": form, "finds_more": finds_more}
    return render(request, "projects/project_benefits.html", context)


urlpatterns = [path("projects/<uuid:pk>/benefits/", project_benefits, name="project_benefits")]
