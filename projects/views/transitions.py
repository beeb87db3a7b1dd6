"""Taking a project a step further, or aside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.forms.steps import StepForm
from projects.lifecycles.gates import gate_answered_by
from projects.models import Project, Rule
from projects.reports.evaluation_page import still_running
from projects.reports.gate_answers import next_round
from projects.reports.gate_desk import desk_of
from projects.reports.steps import Step, step_of
from projects.services import transitions
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted
from workflows.lifecycle import choice_for, transition_names


@require_http_methods(["GET", "HEAD", "POST"])
def project_transition(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    """Asks what the step asks for, and takes it. A refusal is words on this page, with all that was typed."""
    project = project_seen_by(request.person, pk)
    step = _step(project, request, name)
    if step is None:
        messages.warning(request, _("This step is no longer open: the project has moved on meanwhile."))
        return redirect(project)
    desk = desk_of(project, name, timezone.now()) if "outcome" in step.choice.asks else None
    gate = gate_answered_by(name, project.track)
    seen = {"round": next_round(project, gate) if "round" in step.choice.asks else None, **_meeting(project, gate)}
    form = StepForm(posted(request), step=step, person=request.person, project=project, initial=seen)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            after = transitions.take(
                subject=project,
                name=name,
                by=request.person,
                now=timezone.now(),
                comment=form.cleaned_data["comment"],
                given=form.given,
                override=form.cleaned_data.get("override", False),
            )
            messages.success(request, _done(project, after))
            return redirect(after)
    context = {"form": form, "project": project, "step": step, "desk": desk, "records": _records(project, gate)}
    if name == "close":
        context["still_running"] = still_running(
            project, request.person, on=project.organisation.local_date(timezone.now())
        )
    return render(request, "projects/project_transition.html", context)


def _step(project: Project, request: PersonRequest, name: str) -> Step | None:
    if name not in transition_names(Project):
        raise Http404
    choice = choice_for(name, request.person, project, timezone.now())
    return step_of(choice, project) if choice else None


def _records(project: Project, gate: str) -> bool:
    """Whether it is written down here what a body decided elsewhere."""
    body = project.body_at(gate) if gate else None
    return body is not None and (body.rule == Rule.ELSEWHERE or project.referral_at(gate) is not None)


def _meeting(project: Project, gate: str) -> dict[str, Any]:
    """What is known of the meeting that the gate waits for."""
    referral = project.referral_at(gate)
    known = ("case_number", "item_number", "link")
    return (
        {"decided_on": referral.meeting_date, **{name: getattr(referral, name) for name in known}} if referral else {}
    )


def _done(before: Project, after: Project) -> str:
    if after.state == before.state:
        return _("Recorded. The project stays where it is.")
    return _("Done. The project is now: %(state)s.") % {"state": after.get_state_display()}


urlpatterns = [path("projects/<uuid:pk>/steps/<slug:name>/", project_transition, name="project_transition")]
