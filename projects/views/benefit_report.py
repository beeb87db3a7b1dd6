"""The benefit report of a project: read on the screen, printed for a meeting."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from projects.reports.benefit_report import report_of
from projects.views.days import day_asked
from projects.views.frame import project_seen_by
from register.sessions import PersonRequest


@require_safe
def benefit_report(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What was promised and what has come, as of today or the day in the address."""
    project = project_seen_by(request.person, pk)
    report = report_of(project, on=day_asked(request))
    return render(request, "projects/benefit_report.html", {"project": project, "report": report})


urlpatterns = [path("projects/<uuid:pk>/benefit-report/", benefit_report, name="benefit_report")]
