"""An administrator's page about the gates: their checklists, the bodies, and who decides where."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.forms.checklists import EditionForm, as_lines
from projects.forms.deciding import DecidingBodyForm, GateDeciderForm
from projects.lifecycles.project import Track
from projects.models import Checklist, DecidingBody, GateDecider
from projects.models.checklists import items_of
from projects.requirements.checklists import USUAL
from projects.services import checklists, deciding
from register.forms.refusals import refusals_in
from register.forms.rows import RowForm
from register.sessions import PersonRequest, posted
from register.views.access import for_administrators, own

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def gate_settings(request: PersonRequest) -> HttpResponse:
    """Every list with its edition, every body, every rule."""
    organisation = request.person.organisation
    newest = {(row.gate, row.track): row for row in Checklist.objects.visible_to(request.person).order_by("edition")}
    lists = [
        {
            "gate": gate,
            "track": track,
            "label": organisation.gate_label(gate),
            "track_label": Track(track).label,
            "edition": newest.get((gate, track)),
            "items": items_of(newest.get((gate, track)), gate, track),
        }
        for gate, track in USUAL
    ]
    bodies = DecidingBody.objects.visible_to(request.person).select_related("secretary").prefetch_related("members")
    rules = GateDecider.objects.visible_to(request.person).select_related("unit", "body").order_by("gate", "created_at")
    named = [{"row": row, "label": organisation.gate_label(row.gate) if row.gate else ""} for row in rules]
    return render(
        request, "projects/gate_settings.html", {"lists": lists, "bodies": bodies.order_by("name"), "rules": named}
    )


@ON_PAGE
@for_administrators
def checklist_edit(request: PersonRequest, gate: str, track: str) -> HttpResponse:
    """Saving makes the next edition; decisions keep theirs."""
    if (gate, track) not in USUAL:
        raise Http404
    organisation = request.person.organisation
    current = Checklist.objects.current(organisation.pk, gate, track)
    with translation.override(organisation.language):
        lines = as_lines(items_of(current, gate, track))
    initial = {"lines": lines, "edition": current.edition if current else 0}
    form = EditionForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            checklists.make_edition(
                organisation=organisation,
                gate=gate,
                track=track,
                items=form.items,
                replaces=form.cleaned_data["edition"],
                **_by(request),
            )
            return _saved(request)
    words = (
        _("Checklist before %(gate)s, in the light track") if track == Track.LIGHT else _("Checklist before %(gate)s")
    )
    context = _context(form, words % {"gate": organisation.gate_label(gate)})
    context["editions"] = Checklist.objects.editions(organisation.pk, gate, track)[1:]
    return render(request, "projects/checklist_edit.html", context)


@ON_PAGE
@for_administrators
def body_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """A new body, or one that is there."""
    row = own(request, DecidingBody, pk) if pk else None
    form = DecidingBodyForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if row:
                deciding.update_body(body=row, changes=form.changes, expected_version=form.seen_version, **_by(request))
            else:
                deciding.create_body(organisation=request.person.organisation, fields=form.changes, **_by(request))
            return _saved(request)
    delete = reverse("projects:body_delete", args=[row.pk]) if row else ""
    return _page(request, form, row.name if row else _("Add a body"), delete=delete)


@ON_PAGE
@for_administrators
def decider_edit(request: PersonRequest, pk: UUID | None = None) -> HttpResponse:
    """Who decides at a gate."""
    row = own(request, GateDecider, pk) if pk else None
    form = GateDeciderForm(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if row:
                deciding.update_decider(
                    decider=row, changes=form.changes, expected_version=form.seen_version, **_by(request)
                )
            else:
                deciding.create_decider(organisation=request.person.organisation, fields=form.changes, **_by(request))
            return _saved(request)
    delete = reverse("projects:decider_delete", args=[row.pk]) if row else ""
    return _page(request, form, _("Who decides"), delete=delete)


@require_POST
@for_administrators
def body_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    deciding.delete(row=own(request, DecidingBody, pk), **_by(request))
    return _saved(request)


@require_POST
@for_administrators
def decider_delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    deciding.delete(row=own(request, GateDecider, pk), **_by(request))
    return _saved(request)


def _by(request: PersonRequest) -> dict[str, Any]:
    return {"by": request.person, "now": timezone.now()}


def _saved(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("projects:gate_settings")


def _page(request: PersonRequest, form: RowForm, heading: str, *, delete: str = "") -> HttpResponse:
    return render(request, "register/row_edit.html", {**_context(form, heading), "delete": delete})


def _context(form: RowForm | EditionForm, heading: str) -> dict[str, Any]:
    return {"form": form, "heading": heading, "back": reverse("projects:gate_settings")}


urlpatterns = [
    path("settings/gates/", gate_settings, name="gate_settings"),
    path("settings/gates/checklists/<slug:gate>/<slug:track>/", checklist_edit, name="checklist_edit"),
    path("settings/gates/bodies/new/", body_edit, name="body_create"),
    path("settings/gates/bodies/<uuid:pk>/", body_edit, name="body_edit"),
    path("settings/gates/bodies/<uuid:pk>/delete/", body_delete, name="body_delete"),
    path("settings/gates/deciders/new/", decider_edit, name="decider_create"),
    path("settings/gates/deciders/<uuid:pk>/", decider_edit, name="decider_edit"),
    path("settings/gates/deciders/<uuid:pk>/delete/", decider_delete, name="decider_delete"),
]
