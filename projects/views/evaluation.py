"""The evaluation of a project: all benefits on one page, the whole, the lessons, and what ends the follow-up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.evaluation import EvaluationForm
from projects.models import Evaluation
from projects.reports.evaluation_page import judged_of
from projects.reports.steps import step_of
from projects.services import evaluations
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted
from workflows.lifecycle import choices_for

ENDING = ("start_evaluation", "close", "continue_realising")


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Save as much as is known; once all is there, follow-up can be ended from here."""
    project, now = project_seen_by(request.person, pk), timezone.now()
    rows = judged_of(project, request.person, on=project.organisation.local_date(now))
    form = EvaluationForm(posted(request), project=project, rows=rows, reader=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            evaluations.evaluate(
                project=project,
                changes=form.changes,
                judged=form.judged,
                learnt=form.lessons,
                by=request.person,
                now=now,
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, _("Saved."))
            return redirect("projects:evaluation", pk)
    context = {
        "project": project,
        "form": form,
        "evaluation": Evaluation.objects.filter(project=project).first(),
        "lessons": project.lessons.order_by("created_at"),
        "steps": [step_of(one, project) for one in choices_for(request.person, project, now) if one.name in ENDING],
        "refusal": permissions.EVALUATES.refusal(project, request.person),
    }
    return render(request, "projects/evaluation.html", context)


urlpatterns = [path("projects/<uuid:pk>/evaluation/", evaluation, name="evaluation")]
