"""A benefit: its page, its steps, and changing what is said of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import permissions
from projects.forms.benefits import BenefitForm, JudgementForm, ShortBenefitForm, form_for
from projects.lifecycles.project import ProjectState
from projects.models import Benefit
from projects.models.benefits import BenefitOutcome
from projects.publishing_permission import PUBLISHES
from projects.reports.benefit_gaps import lacking_in
from projects.reports.benefit_money import money_part
from projects.reports.benefit_page import page_of
from projects.reports.benefit_profile import profile_of
from projects.reports.line_of_sight import sight_of_benefit
from projects.services import benefits, transitions
from projects.services.permission import ensure
from projects.views.access import seen_by
from projects.views.days import day_asked
from projects.views.frame import project_seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted, safe_next
from workflows.lifecycle import transition_names

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def benefit_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The sentence, the course, the figures, who answers for it."""
    benefit, on = seen_by(request.person, Benefit, pk), day_asked(request)
    page = page_of(benefit, request.person, timezone.now(), on)
    context = {"page": page, "benefit": benefit, "project": benefit.project, "outcomes": BenefitOutcome.choices}
    context |= {
        "profile": profile_of(benefit, request.person, on),
        "money": money_part(benefit, request.person, on),
        "goals": benefit.goals.select_related("parent"),
        "sight": sight_of_benefit(benefit, request.person, page.status),
        "parts": benefit.parts.all(),
        "restatements": benefit.restatements.all(),
        "may_publish": PUBLISHES(benefit.project, request.person),
        "may_verify_judgement": permissions.checks_figures(benefit.project, benefit, request.person),
        "on": on if request.GET.get("on") else None,
    }
    return render(request, "projects/benefit_detail.html", context)


@ON_PAGE
def benefit_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A new one, in five minutes or in full."""
    project = project_seen_by(request.person, pk)
    ensure(permissions.EDITS, permissions.ANSWERS_FOR_BENEFITS, subject=project, by=request.person)
    asked = form_for(project, request.GET.get("form", ""))
    running = {"is_emergent": project.state in (ProjectState.REALISING, ProjectState.EVALUATING)}
    form = asked(posted(request), person=request.person, project=project, initial=running)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            benefit = benefits.create_benefit(project=project, fields=fields, by=request.person, now=timezone.now())
            messages.success(request, _("“%(title)s” is added.") % {"title": benefit.title})
            return redirect(benefit)
    context = {"form": form, "parts": form.parts([]), "project": project, "heading": _("Add a benefit")}
    context |= {"back": reverse("projects:project_benefits", args=[pk]), "is_short": asked is ShortBenefitForm}
    return render(request, "projects/benefit_form.html", context)


@ON_PAGE
def benefit_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """All that is said of it; figures have their own page."""
    benefit = seen_by(request.person, Benefit, pk)
    ensure(permissions.EDITS_BENEFIT, subject=benefit, by=request.person)
    asked = form_for(benefit.project, request.GET.get("form", ""))
    form = asked(posted(request), person=request.person, row=benefit)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return _saved(request, benefit, form, reason=form.cleaned_data["change_reason"])
    lacking = lacking_in(benefit, benefit.organisation.local_date(timezone.now()))
    context = {"form": form, "parts": form.parts(lacking), "project": benefit.project, "heading": benefit.title}
    context |= {"back": benefit.get_absolute_url(), "is_short": asked is ShortBenefitForm}
    return render(request, "projects/benefit_form.html", context)


@ON_PAGE
def benefit_judge(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A person's judgement, which somebody else verifies."""
    benefit = seen_by(request.person, Benefit, pk)
    ensure(permissions.JUDGES_BENEFIT, subject=benefit, by=request.person)
    form = JudgementForm(request.POST or None, person=request.person, row=benefit)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return _saved(request, benefit, form)
    return _form(request, benefit, form, _("Judge the benefit"))


@require_POST
def judgement_verify(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody else vouches for the judgement."""
    benefit = seen_by(request.person, Benefit, pk)
    benefits.verify_judgement(benefit=benefit, by=request.person, now=timezone.now())
    messages.success(request, _("Verified: the judgement is the benefit's status now."))
    return redirect(benefit)


@require_POST
def benefit_transition(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    """Accept, not me, ask the owner, judge the outcome, withdraw."""
    if name not in transition_names(Benefit):
        raise Http404
    benefit = seen_by(request.person, Benefit, pk)
    comment, given = request.POST.get("comment", "").strip(), {"outcome": request.POST.get("outcome", "")}
    row = transitions.take(
        subject=benefit, name=name, by=request.person, now=timezone.now(), comment=comment, given=given
    )
    messages.success(request, _("Done. The benefit is now: %(state)s.") % {"state": row.get_state_display()})
    return redirect(safe_next(request, benefit.get_absolute_url()))


def _saved(
    request: PersonRequest,
    benefit: Benefit,
    form: BenefitForm | ShortBenefitForm | JudgementForm,
    reason: str = "",
) -> HttpResponse:
    benefits.update_benefit(
        benefit=benefit,
        changes=form.changes,
        by=request.person,
        now=timezone.now(),
        expected_version=form.seen_version,
        reason=reason,
    )
    messages.success(request, _("Saved."))
    return redirect(benefit)


def _form(request: PersonRequest, benefit: Benefit, form: JudgementForm, heading: str) -> HttpResponse:
    context = {"form": form, "project": benefit.project, "heading": heading, "back": benefit.get_absolute_url()}
    return render(request, "projects/part_edit.html", context)


urlpatterns = [
    path("projects/<uuid:pk>/benefits/new/", benefit_create, name="benefit_create"),
    path("benefits/<uuid:pk>/", benefit_detail, name="benefit_detail"),
    path("benefits/<uuid:pk>/edit/", benefit_edit, name="benefit_edit"),
    path("benefits/<uuid:pk>/judgement/", benefit_judge, name="benefit_judge"),
    path("benefits/<uuid:pk>/judgement/verify/", judgement_verify, name="judgement_verify"),
    path("benefits/<uuid:pk>/steps/<slug:name>/", benefit_transition, name="benefit_transition"),
]
