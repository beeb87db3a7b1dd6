"""What stands beside an indicator's figures, row by row; and the yes to a change of what was promised."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from projects.forms.courses import FORMS
from projects.models import Indicator, MoneyChange, Rebaselining
from projects.services import courses, promises
from projects.views.access import seen_by
from register.forms.refusals import refusals_in
from register.forms.rows import RowForm
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])
HEADINGS = {
    "series": gettext_lazy("Count something else from a day on: %(name)s"),
    "forecast": gettext_lazy("What do you expect? %(name)s"),
    "reference": gettext_lazy("A figure of others: %(name)s"),
    "sampling": gettext_lazy("Did small gains become usable time? %(name)s"),
}
INTROS = {
    "series": gettext_lazy(
        "The figures stay where they are. The chart breaks its line on that day and says how both sides compare."
    ),
    "forecast": gettext_lazy("A forecast is drawn on the chart. It never counts as a measurement."),
    "reference": gettext_lazy(
        "The country, a neighbour or others, with the source. Figures of one name make one line."
    ),
    "sampling": gettext_lazy(
        "Minutes saved here and there are not always time that can be used. Ask some of those it concerns."
    ),
}


@ON_PAGE
def beside_create(request: PersonRequest, pk: UUID, kind: str) -> HttpResponse:
    """A new row beside the figures."""
    indicator = seen_by(request.person, Indicator, pk)
    form = _form(kind)(posted(request), person=request.person)
    courses.ensure_may_add(form.model, indicator, request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            fields = {name: form.cleaned_data[name] for name in form.shown}
            said: dict[str, Any] = {"fields": fields, "by": request.person, "now": timezone.now()}
            courses.create_beside(model=form.model, indicator=indicator, **said)
            messages.success(request, _("Saved."))
            return redirect(indicator)
    return _page(request, indicator, form, kind)


@ON_PAGE
def beside_edit(request: PersonRequest, pk: UUID, kind: str) -> HttpResponse:
    """Correct a row."""
    row = _seen(request, kind, pk)
    courses.ensure_may_add(type(row), row.indicator, request.person)
    form = _form(kind)(posted(request), person=request.person, row=row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            how: dict[str, Any] = {"by": request.person, "now": timezone.now(), "expected_version": form.seen_version}
            courses.update_beside(row=row, changes=form.changes, **how)
            messages.success(request, _("Saved."))
            return redirect(row.indicator)
    return _page(request, row.indicator, form, kind)


@require_POST
def beside_remove(request: PersonRequest, pk: UUID, kind: str) -> HttpResponse:
    """Take a row away."""
    row = _seen(request, kind, pk)
    courses.delete_beside(row=row, by=request.person, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(row.indicator)


@require_POST
def change_approve(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say yes to another baseline, target or amount."""
    of_figures = Rebaselining.objects.visible_to(request.person).filter(pk=pk).first()
    row: Any = of_figures or get_object_or_404(MoneyChange.objects.visible_to(request.person), pk=pk)
    comment = request.POST.get("comment", "")
    promises.approve_change(change=row, by=request.person, now=timezone.now(), comment=comment)
    messages.success(request, _("The change is approved."))
    return redirect(row)


def _form(kind: str) -> type[RowForm]:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


def _seen(request: PersonRequest, kind: str, pk: UUID) -> Any:
    rows: Any = _form(kind).model._default_manager
    return get_object_or_404(rows.visible_to(request.person).select_related("indicator__benefit__project"), pk=pk)


def _page(request: PersonRequest, indicator: Indicator, form: RowForm, kind: str) -> HttpResponse:
    heading = HEADINGS[kind] % {"name": indicator.name}
    context = {"form": form, "project": indicator.project, "heading": heading, "intro": INTROS[kind]}
    return render(request, "projects/part_edit.html", {**context, "back": indicator.get_absolute_url()})


urlpatterns = [
    path("indicators/<uuid:pk>/beside/<slug:kind>/new/", beside_create, name="beside_create"),
    path("beside/<slug:kind>/<uuid:pk>/edit/", beside_edit, name="beside_edit"),
    path("beside/<slug:kind>/<uuid:pk>/remove/", beside_remove, name="beside_remove"),
    path("changes/<uuid:pk>/approve/", change_approve, name="change_approve"),
]
