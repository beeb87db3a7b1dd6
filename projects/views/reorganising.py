"""Reorganising units: choose, see what is affected, do it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.forms.reorganising import ReorganiseForm, UnitChoiceForm
from projects.models import Reorganisation, ReorganisationKind
from projects.reports.reorganisation import choices_in, contents_of, counted_in_words
from projects.services import reorganising
from projects.services.reorganising import NewUnit
from register.forms.refusals import refusals_in
from register.models import Unit
from register.sessions import PersonRequest
from register.views.access import for_administrators, own

LAST = 20


@require_safe
@for_administrators
def reorganise(request: PersonRequest) -> HttpResponse:
    """Which unit, and what is done with it; below, what was done before."""
    form = UnitChoiceForm(request.GET or None, person=request.person, initial={"kind": ReorganisationKind.MERGE})
    if request.GET and form.is_valid():
        return redirect("projects:reorganise_unit", form.cleaned_data["unit"].pk, form.cleaned_data["kind"])
    done = Reorganisation.objects.visible_to(request.person).select_related("unit", "into", "done_by")
    rows = [(row, counted_in_words(row.counts)) for row in done.order_by("-created_at", "pk")[:LAST]]
    return render(request, "projects/reorganise.html", {"form": form, "done": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def reorganise_unit(request: PersonRequest, pk: UUID, kind: str) -> HttpResponse:
    """What would follow, counted; a second click does it."""
    unit: Unit = own(request, Unit, pk)
    if kind not in ReorganisationKind.values or unit.closed_at:
        raise Http404
    contents = contents_of(unit, unit.organisation.local_date(timezone.now()))
    options: dict[str, Any] = {"person": request.person, "unit": unit, "kind": kind, "choices": choices_in(contents)}
    form = ReorganiseForm(request.POST or None, **options)
    counts, looked_at = contents.counts, False
    if request.method == "POST" and form.is_valid():
        sure = bool(request.POST.get("sure"))
        with refusals_in(form):
            service = reorganising.carry_out if sure else reorganising.rehearse
            done = service(kind=kind, unit=unit, by=request.person, now=timezone.now(), **_asked(form, kind))
            counts, looked_at = done.counts, True
            if sure:
                messages.success(request, _("Done: %(what)s.") % {"what": counted_in_words(counts)})
                return redirect("projects:reorganise")
    context = {"form": form, "unit": unit, "kind": kind, "label": ReorganisationKind(kind).label}
    context |= {"what": counted_in_words(counts), "looked_at": looked_at}
    return render(request, "projects/reorganise_unit.html", context)


def _asked(form: ReorganiseForm, kind: str) -> dict[str, Any]:
    values = form.cleaned_data
    into: Unit | NewUnit | None = values["into"]
    if kind == ReorganisationKind.SPLIT and into is None:
        into = NewUnit(values["name"], values["line_manager"])
    return {"into": into, "chosen": values.get("chosen", []), "reason": values["reason"]}


urlpatterns = [
    path("settings/units/reorganise/", reorganise, name="reorganise"),
    path("settings/units/<uuid:pk>/reorganise/<slug:kind>/", reorganise_unit, name="reorganise_unit"),
]
