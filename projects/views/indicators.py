"""What is counted to see a benefit, its baseline, and its targets as rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.forms.indicators import BaselineForm, IndicatorForm, TargetForm, UnitsForm, target_forms
from projects.models import Benefit, BenefitKind, Indicator
from projects.reports.yields import similar_to
from projects.services import indicators, indicators_of_units, targets
from projects.services.permission import ensure
from projects.views.access import seen_by
from register.errors import Refusal
from register.forms.refusals import refusals_in
from register.models import Person
from register.sessions import PersonRequest, posted

ON_PAGE = require_http_methods(["GET", "HEAD", "POST"])
KEPT = ("baseline_state",)  # may follow from the figure rather than from what was chosen


@ON_PAGE
def indicator_create(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say what is counted to see the benefit."""
    benefit = seen_by(request.person, Benefit, pk)
    ensure(permissions.EDITS_BENEFIT, subject=benefit, by=request.person)
    form = IndicatorForm(request.POST or None, person=request.person, initial={"measurer": benefit.owner_id})
    rows = target_forms(request.POST or None, None, request.person)
    if request.method == "POST" and _all_valid(form, rows) and _stored(form, rows, benefit, request.person):
        messages.success(request, _("Saved."))
        return redirect(benefit)
    return _page(request, benefit, form, rows, _("What is counted to see “%(title)s”?") % {"title": benefit.title})


@ON_PAGE
def indicator_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Definition, baseline and targets on one page."""
    indicator = seen_by(request.person, Indicator, pk)
    if refusal := permissions.EDITS_BENEFIT.refusal(indicator.benefit, request.person):
        messages.error(request, str(refusal))
        return redirect(indicator)
    form = IndicatorForm(request.POST or None, person=request.person, row=indicator)
    rows = target_forms(request.POST or None, indicator, request.person)
    if request.method == "POST" and _all_valid(form, rows) and _stored(form, rows, indicator.benefit, request.person):
        messages.success(request, _("Saved."))
        return redirect(indicator)
    return _page(request, indicator.benefit, form, rows, indicator.name)


@ON_PAGE
def indicator_units(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The same for more units, each of which must reach it."""
    indicator = seen_by(request.person, Indicator, pk)
    ensure(permissions.EDITS_BENEFIT, subject=indicator.benefit, by=request.person)
    form = UnitsForm(posted(request), row=indicator, person=request.person)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            units = list(form.cleaned_data["units"])
            indicators_of_units.for_units(indicator=indicator, units=units, by=request.person, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect(indicator)
    heading = _("“%(name)s” for more units") % {"name": indicator.name}
    context = {"form": form, "project": indicator.project, "heading": heading, "back": indicator.get_absolute_url()}
    return render(request, "projects/part_edit.html", context)


@ON_PAGE
def indicator_baseline(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Agree when the baseline is measured, or enter it; whoever is told that it is late may look."""
    indicator = seen_by(request.person, Indicator, pk)
    proposed = {"baseline_state": "deferred"} if indicator.baseline_state == "missing" else {}
    form = BaselineForm(request.POST or None, person=request.person, row=indicator, initial=proposed)
    if request.method == "POST" and _all_valid(form, []) and _stored(form, [], indicator.benefit, request.person):
        messages.success(request, _("Saved."))
        return redirect(indicator)
    back = indicator.get_absolute_url()
    heading = _("The baseline of “%(name)s”") % {"name": indicator.name}
    context = {"form": form, "project": indicator.project, "heading": heading, "back": back}
    return render(request, "projects/part_edit.html", context)


def _all_valid(form: BaselineForm, rows: list[TargetForm]) -> bool:
    return all([form.is_valid(), *(row.is_valid() for row in rows)])


def _stored(form: BaselineForm, rows: list[TargetForm], benefit: Benefit, by: Person) -> bool:
    """All or nothing; what is refused stands in the form or the row it concerns."""
    at: Any = form
    now, reason = timezone.now(), form.cleaned_data["change_reason"]
    try:
        with transaction.atomic():
            indicator = _store(form, benefit, by, now, reason)
            for row in rows:
                at = row
                _store_target(row, indicator, by, now, reason)
            at = form
            if isinstance(form, IndicatorForm) and (units := form.further_units):
                indicators_of_units.for_units(indicator=indicator, units=units, by=by, now=now)
    except Refusal as refusal:
        lacks_reason = "change_reason" in {error.field for error in getattr(refusal, "errors", [])}
        (form if lacks_reason else at).show(refusal)
        return False
    return True


def _store(form: BaselineForm, benefit: Benefit, by: Person, now: datetime, reason: str) -> Indicator:
    if form.row is None:
        fields = {name: form.cleaned_data[name] for name in form.shown}
        return indicators.create_indicator(benefit=benefit, fields=fields, by=by, now=now)
    return indicators.update_indicator(
        indicator=form.row,  # type: ignore[arg-type]
        changes={name: form.cleaned_data[name] for name in form.shown if name in form.changed_data or name in KEPT},
        by=by,
        now=now,
        expected_version=form.seen_version,
        reason=reason,
    )


def _store_target(row: TargetForm, indicator: Indicator, by: Person, now: datetime, reason: str) -> None:
    version: Any = {"expected_version": row.seen_version, "reason": reason}
    if row.row is None:
        if row.is_written:
            fields = {name: row.cleaned_data[name] for name in row.shown}
            targets.create_target(indicator=indicator, fields=fields, by=by, now=now, reason=reason)
    elif row.cleaned_data["remove"]:
        targets.delete_target(target=row.row, by=by, now=now, **version)  # type: ignore[arg-type]
    elif row.changes:
        targets.update_target(target=row.row, changes=row.changes, by=by, now=now, **version)  # type: ignore[arg-type]


def _page(
    request: PersonRequest, benefit: Benefit, form: IndicatorForm, rows: list[TargetForm], heading: str
) -> HttpResponse:
    context = {"form": form, "rows": rows, "benefit": benefit, "project": benefit.project, "heading": heading}
    if benefit.kind in BenefitKind.values:
        unit, today = form["unit"].value() or "", benefit.organisation.local_date(timezone.now())
        context["similar"] = similar_to(request.person, today, kind=benefit.kind, unit=unit)
    return render(request, "projects/indicator_edit.html", context)


urlpatterns = [
    path("benefits/<uuid:pk>/indicators/new/", indicator_create, name="indicator_create"),
    path("indicators/<uuid:pk>/edit/", indicator_edit, name="indicator_edit"),
    path("indicators/<uuid:pk>/units/", indicator_units, name="indicator_units"),
    path("indicators/<uuid:pk>/baseline/", indicator_baseline, name="indicator_baseline"),
]
