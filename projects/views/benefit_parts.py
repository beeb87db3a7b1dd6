"""A benefit's prerequisites, realisation actions and risks: adding, changing, taking away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from projects import permissions
from projects.forms.benefit_parts import ActionForm, PrerequisiteForm, RiskForm, only_how_far
from projects.models import Benefit, Prerequisite, RealisationAction, Risk
from projects.services import benefit_parts
from projects.services.benefit_parts import Planned
from projects.services.permission import ensure
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Sort:
    """One sort of part: its form, its words, and the services that write it."""

    model: type[Any]
    form: type[Any]
    update: Callable[..., Any]
    subject: str
    adding: Promise


SORTS = {
    "action": Sort(
        RealisationAction, ActionForm, benefit_parts.update_action, "action", gettext_lazy("Add what is to be done")
    ),
    "prerequisite": Sort(
        Prerequisite,
        PrerequisiteForm,
        benefit_parts.update_prerequisite,
        "prerequisite",
        gettext_lazy("Add what must be in place"),
    ),
    "risk": Sort(Risk, RiskForm, benefit_parts.update_risk, "risk", gettext_lazy("Add what could go wrong")),
}


@ON_PAGE
def part_create(request: PersonRequest, pk: UUID, sort: str) -> HttpResponse:
    """A new one, from the benefit's page."""
    benefit, how = seen_by(request.person, Benefit, pk), SORTS[sort]
    planned = Planned(benefit.project, [benefit])
    ensure(permissions.STEERS_PART, subject=planned, about=benefit, by=request.person)
    form = how.form(posted(request), person=request.person, benefit=benefit)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            _create(sort, benefit, fields, request)
            messages.success(request, _("Added."))
            return redirect(f"{benefit.get_absolute_url()}#{sort}s")
    context = {"form": form, "project": benefit.project, "heading": how.adding, "intro": benefit.title}
    return render(request, "projects/benefit_part.html", {**context, "back": benefit.get_absolute_url()})


@ON_PAGE
def part_edit(request: PersonRequest, pk: UUID, sort: str) -> HttpResponse:
    """All of it for who steers the benefit, how far it is for who sees to it."""
    how = SORTS[sort]
    row = seen_by(request.person, how.model, pk)
    form = how.form(posted(request), person=request.person, row=row, benefit=None)
    steers = permissions.STEERS_PART(row, request.person)
    if not steers:
        only_how_far(form)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            how.update(
                **{how.subject: row},
                changes=form.changes,
                by=request.person,
                now=timezone.now(),
                expected_version=form.seen_version,
            )
            messages.success(request, _("Saved."))
            return redirect(_back(row, sort))
    refusal = None if steers else permissions.SEES_TO_PART.refusal(row, request.person)
    context = {"form": form, "project": row.project, "heading": row.title, "back": _back(row, sort)}
    context |= {"row": row, "sort": sort, "steers": steers, "refused": refusal, "intro": refusal}
    return render(request, "projects/benefit_part.html", context)


@require_POST
def part_delete(request: PersonRequest, pk: UUID, sort: str) -> HttpResponse:
    """Entered by mistake."""
    row = seen_by(request.person, SORTS[sort].model, pk)
    back = _back(row, sort)
    benefit_parts.delete_part(part=row, by=request.person, now=timezone.now())
    messages.success(request, _("“%(title)s” is removed.") % {"title": row.title})
    return redirect(back)


def _create(sort: str, benefit: Benefit, fields: dict[str, Any], request: PersonRequest) -> Any:
    told: dict[str, Any] = {"fields": fields, "by": request.person, "now": timezone.now()}
    match sort:
        case "action":
            return benefit_parts.create_action(benefit=benefit, **told)
        case "risk":
            return benefit_parts.create_risk(benefit=benefit, **told)
    return benefit_parts.create_prerequisite(project=benefit.project, **told)


def _back(row: Any, sort: str) -> str:
    """To the benefit it is about; of several to the first, of none to the project."""
    benefits = row.of_benefits
    return f"{benefits[0].get_absolute_url()}#{sort}s" if benefits else str(row.project.get_absolute_url())


urlpatterns = [
    pattern
    for sort in SORTS
    for pattern in (
        path(f"benefits/<uuid:pk>/{sort}s/new/", part_create, {"sort": sort}, name=f"{sort}_create"),
        path(f"{sort}s/<uuid:pk>/edit/", part_edit, {"sort": sort}, name=f"{sort}_edit"),
        path(f"{sort}s/<uuid:pk>/delete/", part_delete, {"sort": sort}, name=f"{sort}_delete"),
    )
]
